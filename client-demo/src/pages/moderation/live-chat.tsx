import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageView } from '#protocol/room-views.ts';
import { Person } from '../../chat/person.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Empty } from '../../design/notice.tsx';
import { formatClock } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { ReplyForm } from './reply-form.tsx';
import { PinnedMessages } from './pinned-messages.tsx';
import { statusText } from './texts.ts';
import { useDesk } from './use-desk.ts';
import './live-chat.css';

const ChatRow = ({ message }: { readonly message: MessageView }) => {
  const desk = useDesk();
  const isSelected = desk.id.value === message.messageId;
  const status = statusText(message, desk.view.value.rulings ?? []);
  return (
    <button
      type="button"
      class="log-row"
      data-row={`chat:${message.messageId}`}
      data-status={message.status}
      data-audience={message.audience}
      data-kind={message.kind}
      tabIndex={isSelected ? 0 : -1}
      aria-current={isSelected ? 'true' : undefined}
      onClick={() => {
        desk.isItemOpen.value = true;
        desk.select('chat', message.messageId);
      }}
    >
      <span class="log-row-head">
        <Person person={message.author} />
        {message.audience === 'crew' && <span class="log-mark">{t('chat.crewMessage')}</span>}
        {message.kind === 'announcement' && <span class="log-mark">{t('chat.announcement')}</span>}
        <time class="soft small digits">{formatClock(message.sentAtMs)}</time>
      </span>
      {message.replyTo !== null && (
        <span class="log-answered" dir="auto">
          {t('moderation.answersTo', { name: message.replyTo.name })}
        </span>
      )}
      <span class="log-row-text" dir="auto">
        {message.text}
      </span>
      {status !== null && <span class="log-mark">{status}</span>}
    </button>
  );
};

const SearchField = () => {
  const desk = useDesk();
  const leave = () => desk.select('chat', desk.found.peek().at(-1)?.messageId ?? null);
  return (
    <div class="log-search" role="search">
      <Icon name="search" sizePx={18} />
      <input
        class="input"
        id="moderation-search"
        type="search"
        dir="auto"
        aria-label={t('moderation.search')}
        aria-keyshortcuts="/"
        placeholder={t('moderation.search')}
        value={desk.search.value}
        onInput={(event) => (desk.search.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return;
          event.preventDefault();
          if (event.key === 'Escape') desk.search.value = '';
          leave();
        }}
      />
      {desk.search.value !== '' && (
        <IconButton
          icon="close"
          label={t('moderation.clearSearch')}
          onClick={() => (desk.search.value = '')}
        />
      )}
    </div>
  );
};

/** Within this many pixels of the end a reader follows along; further up he reads and must not be moved. */
const nearEndPx = 80;

/** Keeps a list at its end while the reader is there; counts what came since he left it. */
const useFollowing = (lastId: string | undefined, count: number) => {
  const list = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [missed, setMissed] = useState(0);
  const toEnd = () => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  };
  const before = useRef(count);
  useLayoutEffect(() => {
    if (isFollowing.current) toEnd();
    else setMissed((known) => known + Math.max(0, count - before.current));
    before.current = count;
  }, [lastId, count]);
  const onScroll = () => {
    const box = list.current;
    if (box === null) return;
    isFollowing.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx;
    if (isFollowing.current) setMissed(0);
  };
  return { list, missed, toEnd, onScroll };
};

const ChatList = () => {
  const desk = useDesk();
  const messages = desk.found.value;
  const { list, missed, toEnd, onScroll } = useFollowing(messages.at(-1)?.messageId, messages.length);
  useEffect(toEnd, [desk.search.value]);
  if (messages.length === 0) {
    return desk.search.value === '' ? (
      <Empty icon="chat" title={t('moderation.chatEmpty')} advice={t('moderation.chatEmptyAdvice')} />
    ) : (
      <Empty
        icon="search"
        title={t('moderation.chatNothingFound')}
        advice={t('moderation.chatNothingFoundAdvice')}
      />
    );
  }
  return (
    <div class="log-frame">
      <div class="log-list" ref={list} onScroll={onScroll} tabIndex={-1}>
        <ul role="list">
          {messages.map((message) => (
            <li key={message.messageId}>
              <ChatRow message={message} />
            </li>
          ))}
        </ul>
      </div>
      {missed > 0 && (
        <Button tone="act" size="small" onClick={toEnd}>
          {t('chat.newMessages', { count: missed })}
        </Button>
      )}
    </div>
  );
};

/** The whole room as the crew sees it: with what was removed, what is held, and what only its author sees. */
export const LiveChat = () => {
  const desk = useDesk();
  return (
    <section class="desk-column live-chat" aria-label={t('moderation.viewChat')}>
      <h2 class="unseen" tabIndex={-1} data-row="chat:empty">
        {t('moderation.viewChat')}
      </h2>
      <SearchField />
      <PinnedMessages />
      <ChatList />
      {desk.mayAct && <ReplyForm />}
    </section>
  );
};
