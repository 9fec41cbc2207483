import { assertNever } from '#domain/decision.ts';
import { Icon } from '../design/icon.tsx';
import { t } from '../messages/t.ts';
import type { Progress } from '../live/outgoing.ts';
import { errorText } from '../messages/error-text.ts';
import type { ChatItem } from './chat-item.ts';
import { TimeLeft } from './gate-note.tsx';
import type { RowActions } from './message-row.tsx';

interface ProgressNoteProps {
  readonly item: ChatItem;
  readonly progress: Progress;
  readonly actions: RowActions;
}

const Waiting = ({ untilMs, nowMs }: { readonly untilMs: number | null; readonly nowMs: () => number }) => (
  <span>
    <Icon name="clock" sizePx={12} />
    {untilMs === null ? (
      t('chat.sendsWhenBack')
    ) : (
      <TimeLeft key={untilMs} untilMs={untilMs} nowMs={nowMs} text="chat.sendsIn" />
    )}
  </span>
);

/** How far one's own message has come, and what to do when it came no further. */
export const ProgressNote = ({ item, progress, actions }: ProgressNoteProps) => {
  switch (progress.status) {
    case 'sending':
      return (
        <p class="chat-status chat-sending">
          <span>{t('chat.sending')}</span>
        </p>
      );
    case 'waiting':
      return (
        <p class="chat-status" role="status">
          <Waiting untilMs={progress.untilMs} nowMs={actions.nowMs} />
          <button type="button" class="chat-link" onClick={() => actions.discard(item.id)}>
            {t('chat.discard')}
          </button>
        </p>
      );
    case 'failed':
      return (
        <p class="chat-status chat-status-careful" role="alert">
          <span>
            <Icon name="careful" sizePx={12} />
            {t('chat.notSent')}:{' '}
            {progress.error === null ? t('chat.waitedTooLong') : errorText(progress.error)}
          </span>
          {progress.mayRetry && (
            <button type="button" class="chat-link" onClick={() => actions.retry(item.id)}>
              {t('chat.retry')}
            </button>
          )}
          <button type="button" class="chat-link" onClick={() => actions.discard(item.id)}>
            {t('chat.discard')}
          </button>
        </p>
      );
    default:
      return assertNever(progress);
  }
};
