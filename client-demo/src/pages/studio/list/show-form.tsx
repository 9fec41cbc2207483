import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { TextArea, TextField } from '../../../design/field.tsx';
import { MomentField } from '../../../design/moment-field.tsx';
import { Refused } from '../../../design/refused.tsx';
import { freshId } from '../../../live/fresh-id.ts';
import type { CallError, Outcome } from '../../../live/outcome.ts';
import type { LiveSocket } from '../../../live/socket.ts';
import { t } from '../../../messages/t.ts';

/** What a person says of a show. */
export interface ShowDetails {
  readonly title: string;
  readonly description: string;
  readonly startsAtMs: number | null;
}

/** Creates the show, and schedules it when it has a time. Resolves to its id. */
export const createShow = async (socket: LiveSocket, details: ShowDetails): Promise<Outcome<string>> => {
  const showId = freshId();
  const { title, description, startsAtMs } = details;
  const created = await socket.request('show.create-show', {
    commandId: freshId(),
    showId,
    title,
    description,
  });
  if (!created.ok) return created;
  if (startsAtMs !== null) {
    const scheduled = await socket.request('show.schedule-show', {
      commandId: freshId(),
      showId,
      startsAtMs,
    });
    if (!scheduled.ok) return scheduled;
  }
  return { ok: true, value: showId };
};

/** Saves what was changed of a show, and nothing else. */
export const editShow = async (
  socket: LiveSocket,
  showId: string,
  before: ShowDetails,
  after: ShowDetails,
): Promise<Outcome<string>> => {
  const { title, description, startsAtMs } = after;
  if (title !== before.title || description !== before.description) {
    const edited = await socket.request('show.edit-show', {
      commandId: freshId(),
      showId,
      title,
      description,
    });
    if (!edited.ok) return edited;
  }
  if (startsAtMs !== null && startsAtMs !== before.startsAtMs) {
    const moved = await socket.request('show.schedule-show', { commandId: freshId(), showId, startsAtMs });
    if (!moved.ok) return moved;
  }
  return { ok: true, value: showId };
};

interface ShowFormProps {
  readonly heading: string;
  readonly submitLabel: string;
  readonly initial: ShowDetails;
  /** A running show's time is settled. */
  readonly hasTime: boolean;
  readonly nowMs: () => number;
  readonly save: (details: ShowDetails) => Promise<Outcome<string>>;
  readonly onSaved: (showId: string) => void;
  readonly onClose: () => void;
}

/** Asks for title, text and time of a show. Faults stand beside their fields once the person tried to save. */
export const ShowForm = (props: ShowFormProps) => {
  const { heading, submitLabel, initial, hasTime, nowMs, save, onSaved, onClose } = props;
  const details = useSignal(initial);
  const tried = useSignal(false);
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const formId = useId();
  const { title, description, startsAtMs } = details.value;
  const isUntitled = title.trim() === '';
  const isPast = startsAtMs !== null && startsAtMs !== initial.startsAtMs && startsAtMs <= nowMs();
  const submit = async () => {
    tried.value = true;
    if (isUntitled || isPast || isBusy.value) return;
    isBusy.value = true;
    const saved = await save({ title: title.trim(), description: description.trim(), startsAtMs });
    isBusy.value = false;
    if (saved.ok) onSaved(saved.value);
    else refusal.value = saved.error;
  };
  return (
    <Dialog
      title={heading}
      onClose={onClose}
      actions={
        <>
          <Button tone="quiet" onClick={onClose}>
            {t('everywhere.cancel')}
          </Button>
          <Button tone="act" type="submit" form={formId} busy={isBusy.value}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={t('studio.showTitle')}
          hint={t('studio.showTitleHint')}
          fault={tried.value && isUntitled ? t('studio.showTitleFault') : undefined}
          value={title}
          maxLength={120}
          autoFocus
          onText={(text) => (details.value = { ...details.value, title: text })}
        />
        <TextArea
          label={t('studio.showAbout')}
          isOptional
          value={description}
          maxLength={2000}
          onText={(text) => (details.value = { ...details.value, description: text })}
        />
        {hasTime && (
          <MomentField
            label={t('studio.showStart')}
            hint={t('studio.showStartHint')}
            fault={tried.value && isPast ? t('studio.showStartFault') : undefined}
            isOptional
            value={startsAtMs}
            onMoment={(atMs) => (details.value = { ...details.value, startsAtMs: atMs })}
          />
        )}
        <Refused error={refusal.value} />
      </form>
    </Dialog>
  );
};
