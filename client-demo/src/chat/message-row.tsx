import { useMemo } from 'preact/hooks';
import type { MessageView } from '#protocol/room-views.ts';
import { Icon } from '../design/icon.tsx';
import { spoken } from '../messages/language.ts';
import { t } from '../messages/t.ts';
import type { ChatItem, Reader } from './chat-item.ts';
import { ProgressNote } from './progress-note.tsx';
import { MessageText } from './message-text.tsx';
import { Person } from './person.tsx';
import './message-row.css';

/** What a row lets its reader do; one object for all rows, so that rows are only drawn when they changed. */
export interface RowActions {
  readonly reader: Reader;
  readonly nowMs: () => number;
  readonly jumpTo: (messageId: string) => void;
  readonly retry: (messageId: string) => void;
  readonly discard: (messageId: string) => void;
}

/** What the message answers; a tap shows it. */
const Answered = ({ message, actions }: { readonly message: MessageView; readonly actions: RowActions }) => {
  const { replyTo } = message;
  if (replyTo === null) return null;
  return (
    <button
      type="button"
      class="chat-answered"
      tabIndex={-1}
      title={t('chat.jumpTo', { name: replyTo.name })}
      onClick={(event) => {
        event.stopPropagation();
        actions.jumpTo(replyTo.messageId);
      }}
    >
      <Icon name="reply" sizePx={12} />
      <bdi>{replyTo.name}</bdi>
      <span dir="auto">{replyTo.excerpt}</span>
    </button>
  );
};

/** What only the author or the crew is told of a message. */
const statusText = ({ status }: MessageView, isCrew: boolean): string | null => {
  if (status === 'held') return t(isCrew ? 'chat.heldCrew' : 'chat.held');
  if (!isCrew) return null;
  if (status === 'removed') return t('chat.removed');
  return status === 'shadowed' ? t('chat.shadowed') : null;
};

const StatusNote = ({ message, reader }: { readonly message: MessageView; readonly reader: Reader }) => {
  const text = statusText(message, reader.isCrew);
  const reports = message.moderation?.reports.length ?? 0;
  if (text === null && reports === 0) return null;
  return (
    <p
      class="chat-status"
      title={message.status === 'held' && !reader.isCrew ? t('chat.heldHint') : undefined}
    >
      {text !== null && (
        <span>
          <Icon
            name={message.status === 'held' ? 'hourglass' : message.status === 'removed' ? 'remove' : 'ghost'}
            sizePx={12}
          />
          {text}
        </span>
      )}
      {reports > 0 && (
        <span class="chat-status-careful">
          <Icon name="flag" sizePx={12} />
          {t('chat.reported', { count: reports })}
        </span>
      )}
    </p>
  );
};

const Label = ({ message }: { readonly message: MessageView }) => {
  if (message.kind === 'announcement') {
    return (
      <p class="chat-label">
        <Icon name="megaphone" sizePx={14} /> {t('chat.announcement')}
      </p>
    );
  }
  if (message.audience !== 'crew') return null;
  return (
    <p class="chat-label">
      <Icon name="shield" sizePx={14} /> {t('chat.crewMessage')}
    </p>
  );
};

const mentions = (message: MessageView, personId: string): boolean =>
  message.mentions.some((person) => person.personId === personId);

/** One message: who, what, what it answers, and what its reader should know of it. */
export const MessageRow = ({ item, actions }: { readonly item: ChatItem; readonly actions: RowActions }) => {
  const { message, progress } = item;
  const { reader } = actions;
  return useMemo(
    () => (
      <li
        class="chat-row"
        tabIndex={-1}
        data-message={message.messageId}
        data-kind={message.kind}
        data-audience={message.audience}
        data-status={progress?.status ?? message.status}
        data-own={item.isOwn}
        data-names-me={mentions(message, reader.personId)}
      >
        <Label message={message} />
        <Answered message={message} actions={actions} />
        <p class="chat-line" dir="auto">
          <Person person={message.author} /> <MessageText message={message} personId={reader.personId} />
        </p>
        {progress !== null && <ProgressNote item={item} progress={progress} actions={actions} />}
        <StatusNote message={message} reader={reader} />
      </li>
    ),
    [item, actions, spoken.value],
  );
};
