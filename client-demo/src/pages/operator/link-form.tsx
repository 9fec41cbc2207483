import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { roles, type Role } from '#protocol/roles.ts';
import type { MagicLinkGrant, ShowListEntry } from '#protocol/views.ts';
import { createLink } from '../../api/routes.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Select, TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError } from '../../live/outcome.ts';
import type { MessageKey } from '../../messages/language.ts';
import { t } from '../../messages/t.ts';
import { lives, linkRequest, type LinkDraft } from './link-request.ts';
import { useLive } from '../../shell/live-context.ts';

export const roleNames: Record<Role, MessageKey> = {
  admin: 'operator.roleAdmin',
  host: 'operator.roleHost',
  moderator: 'operator.roleModerator',
  agent: 'operator.roleAgent',
  staff: 'operator.roleStaff',
  viewer: 'operator.roleViewer',
};

interface LinkFormProps {
  readonly shows: readonly ShowListEntry[];
  readonly onMade: (grant: MagicLinkGrant) => void;
  readonly onClose: () => void;
}

const first: LinkDraft = { label: '', role: 'host', showId: '', life: 'week', uses: 'often' };

/** Asks for whom, as what, where, how long, how often. */
export const LinkForm = ({ shows, onMade, onClose }: LinkFormProps) => {
  const { session, clock } = useLive();
  const draft = useSignal(first);
  const tried = useSignal(false);
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const formId = useId();
  const change = (part: Partial<LinkDraft>) => (draft.value = { ...draft.value, ...part });
  const isNameless = draft.value.label.trim() === '';
  const submit = async () => {
    tried.value = true;
    if (isNameless || isBusy.value) return;
    isBusy.value = true;
    const made = await createLink(session, linkRequest(draft.value, clock.nowMs()));
    isBusy.value = false;
    if (made.ok) onMade(made.value);
    else refusal.value = made.error;
  };
  return (
    <Dialog
      title={t('operator.newLink')}
      onClose={onClose}
      actions={
        <>
          <Button tone="quiet" onClick={onClose}>
            {t('everywhere.cancel')}
          </Button>
          <Button tone="act" type="submit" form={formId} busy={isBusy.value}>
            {t('operator.makeLink')}
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
          label={t('operator.linkFor')}
          hint={t('operator.linkForHint')}
          fault={tried.value && isNameless ? t('operator.linkForFault') : undefined}
          value={draft.value.label}
          maxLength={60}
          autoFocus
          onText={(label) => change({ label })}
        />
        <Select
          label={t('operator.role')}
          value={draft.value.role}
          options={roles.map((value) => ({ value, label: t(roleNames[value]) }))}
          onSelect={(role) => change({ role })}
        />
        {draft.value.role !== 'admin' && (
          <Select
            label={t('operator.scope')}
            value={draft.value.showId}
            options={[
              { value: '', label: t('operator.scopeAll') },
              ...shows.map(({ showId, title }) => ({ value: showId, label: title })),
            ]}
            onSelect={(showId) => change({ showId })}
          />
        )}
        <Select
          label={t('operator.expiry')}
          value={draft.value.life}
          options={(['hour', 'day', 'week', 'never'] as const).map((value) => ({
            value,
            label: t(lives[value].label),
          }))}
          onSelect={(life) => change({ life })}
        />
        <Select
          label={t('operator.onceOnly')}
          value={draft.value.uses}
          options={[
            { value: 'often', label: t('operator.often') },
            { value: 'once', label: t('operator.once') },
          ]}
          onSelect={(uses) => change({ uses })}
        />
        <Refused error={refusal.value} />
      </form>
    </Dialog>
  );
};
