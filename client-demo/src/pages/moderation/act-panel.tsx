import type { ComponentChildren } from 'preact';
import type { MessageView } from '#protocol/room-views.ts';
import { Icon, type IconName } from '../../design/icon.tsx';
import { t } from '../../messages/t.ts';
import { actLooks, acts, isPossible, timeouts, type Act } from './acts.ts';
import { JustDone } from './just-done.tsx';
import { reasonOf } from './queue.ts';
import { startReply } from './keys.ts';
import { useDesk, type Desk } from './use-desk.ts';
import './act-panel.css';

interface ActButtonProps {
  readonly icon: IconName;
  readonly label: string;
  /** Lower case; none for what has no key. */
  readonly shortcut?: string;
  readonly tone?: 'good' | 'careful' | 'plain';
  readonly isOff?: boolean;
  readonly isBusy?: boolean;
  readonly onPress: () => void;
}

/** One act with its key. Stays focusable when it makes no sense, so that the focus never falls away. */
const ActButton = ({ icon, label, shortcut, tone = 'plain', isOff, isBusy, onPress }: ActButtonProps) => (
  <button
    type="button"
    class={`act-button act-button-${tone}`}
    aria-keyshortcuts={shortcut?.toUpperCase()}
    aria-disabled={isOff === true ? 'true' : undefined}
    aria-busy={isBusy === true ? 'true' : undefined}
    onClick={() => isOff !== true && onPress()}
  >
    <Icon name={icon} />
    <span class="act-label">{label}</span>
    {shortcut !== undefined && <kbd aria-hidden="true">{shortcut.toUpperCase()}</kbd>}
  </button>
);

const labelOf = (act: Act, message: MessageView, isPinned: boolean): string => {
  if (act === 'approve' && reasonOf(message) === 'reported') return t('moderation.dismiss');
  if (act === 'pin' && isPinned) return t('moderation.unpin');
  return t(actLooks[act].label);
};

const toneOf = (act: Act): 'good' | 'careful' | 'plain' => {
  if (act === 'approve') return 'good';
  return act === 'ban' || act === 'delete-all' ? 'careful' : 'plain';
};

const isPinnedNow = (desk: Desk, message: MessageView): boolean =>
  desk.view.value.pins.some((pin) => pin.message.messageId === message.messageId);

const TimeoutChoice = () => {
  const desk = useDesk();
  return (
    <div class="timeout-choice" role="group" aria-label={t('moderation.timeoutHow')}>
      {timeouts.map(({ key, minutes }) => (
        <ActButton
          key={key}
          icon="clock"
          label={t('moderation.timeoutFor', { count: minutes })}
          shortcut={key}
          onPress={() => void desk.act('timeout', minutes)}
        />
      ))}
    </div>
  );
};

/** What undoes the removal of this very message, in the place of deleting it. */
const RestoreButton = ({ message }: { readonly message: MessageView }) => {
  const desk = useDesk();
  const rulingId = message.moderation?.rulingId ?? null;
  return (
    <ActButton
      icon="undo"
      label={t('moderation.restore')}
      isOff={rulingId === null}
      onPress={() => {
        if (rulingId !== null) void desk.undoRuling(rulingId, t('moderation.delete'));
      }}
    />
  );
};

/** A few words for the audit trail; they go with the next act. */
export const ReasonField = () => {
  const desk = useDesk();
  const leave = () => desk.select(desk.list.peek(), desk.id.peek());
  return (
    <input
      class="input act-reason"
      id="moderation-reason"
      dir="auto"
      maxLength={200}
      aria-label={t('moderation.reason')}
      aria-keyshortcuts="N"
      title={t('moderation.reasonHint')}
      placeholder={`${t('moderation.reason')} (${t('everywhere.optional')})`}
      value={desk.reason.value}
      onInput={(event) => (desk.reason.value = event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        leave();
      }}
    />
  );
};

/** Everything that can be done with the message and its author, each with its key. */
export const ActPanel = ({ message }: { readonly message: MessageView }) => {
  const desk = useDesk();
  const isPinned = isPinnedNow(desk, message);
  const isRemoved = message.status === 'removed';
  const wanted = (act: Act): ComponentChildren =>
    act === 'delete' && isRemoved ? (
      <RestoreButton key={act} message={message} />
    ) : (
      <ActButton
        key={act}
        icon={actLooks[act].icon}
        label={labelOf(act, message, isPinned)}
        shortcut={actLooks[act].key}
        tone={toneOf(act)}
        isOff={!isPossible(act, message, isPinned)}
        isBusy={desk.pending.value.get(message.messageId) === act}
        onPress={() => void desk.act(act)}
      />
    );
  return (
    <div class="act-panel" role="group" aria-label={t('moderation.actions')}>
      <div class="act-just-done">
        <JustDone />
      </div>
      {message.author.badge !== null && <p class="small soft">{t('moderation.protectedAuthor')}</p>}
      <div class="act-grid">
        {acts.map(wanted)}
        <ActButton icon="reply" label={t('chat.reply')} shortcut="r" onPress={() => startReply(desk)} />
      </div>
      {desk.isChoosingTimeout.value && <TimeoutChoice />}
    </div>
  );
};
