import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { Empty, ErrorState, Skeleton } from '../design/notice.tsx';
import { useShortcuts } from '../design/shortcuts.tsx';
import { errorText } from '../messages/error-text.ts';
import { t } from '../messages/t.ts';
import { ChatHead } from './chat-head.tsx';
import type { ChatItem } from './chat-item.ts';
import type { ChatModel } from './chat-model.ts';
import { ChatNotes } from './chat-notes.tsx';
import { ChatWrite } from './chat-write.tsx';
import { Heard } from './heard.tsx';
import { jumpTo } from './jump.ts';
import { actsFor } from './message-acts.ts';
import { MessageFeed, type MenuPoint } from './message-feed.tsx';
import { MessageMenu } from './message-menu.tsx';
import type { RowActions } from './message-row.tsx';
import { Pins } from './pins.tsx';
import './chat.css';

const Loading = () => (
  <div class="chat-loading" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
    {['70%', '45%', '82%', '58%'].map((width) => (
      <Skeleton key={width} height="1.25rem" width={width} />
    ))}
  </div>
);

const Nobody = ({ mayWrite }: { readonly mayWrite: boolean }) =>
  mayWrite ? (
    <Empty icon="chat" title={t('chat.emptyTitle')} advice={t('chat.emptyAdvice')} />
  ) : (
    <p class="chat-nobody soft">{t('chat.emptyReadOnly')}</p>
  );

/** What is open over one message. */
interface OpenMenu {
  readonly item: Pick<ChatItem, 'message'>;
  readonly at: MenuPoint;
}

const Menu = ({ chat, open, onClose }: { chat: ChatModel; open: OpenMenu; onClose: () => void }) => {
  const { message } = open.item;
  const acts = actsFor({
    message,
    reader: chat.reader.value,
    isPinned: chat.isPinned(message.messageId),
    mayWrite: chat.gate.value.status === 'open',
  });
  return (
    <MessageMenu
      message={message}
      acts={acts}
      at={open.at}
      onChoose={(choice) => chat.act(message, choice)}
      onClose={onClose}
    />
  );
};

/** The chat of a show. Where it stands decides the style around it: over the picture, beside it, or in the studio. */
export const Chat = ({ chat }: { readonly chat: ChatModel }) => {
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const menu = useSignal<OpenMenu | null>(null);
  const state = chat.state.value;
  const reader = chat.reader.value;
  const actions = useMemo<RowActions>(
    () => ({
      reader,
      nowMs: () => chat.nowMs(),
      jumpTo: (messageId) => jumpTo(chat.feed, scroller.current, messageId),
      retry: (messageId) => chat.retry(messageId),
      discard: (messageId) => chat.discard(messageId),
    }),
    [chat, reader],
  );
  const focusField = () => field.current?.focus();
  useShortcuts([
    { keys: ['c'], shown: 'C', label: t('chat.keyWrite'), run: focusField },
    { keys: ['h'], shown: 'H', label: t('chat.keyReact'), run: () => chat.react('heart') },
  ]);
  if (state.status === 'refused') {
    return (
      <section class="chat" aria-label={t('chat.title')}>
        <ErrorState title={t('chat.refused')} advice={errorText(state.error)} />
      </section>
    );
  }
  const open = (item: OpenMenu['item'], at: MenuPoint) => {
    menu.value = { item, at };
  };
  return (
    <section class="chat" aria-label={t('chat.title')} data-state={state.status}>
      <ChatHead chat={chat} />
      {state.status === 'ready' && (
        <Pins
          pins={state.pins}
          personId={reader.personId}
          nowMs={() => chat.nowMs()}
          onOpen={(pin, element) => {
            const { left, bottom } = element.getBoundingClientRect();
            open(pin, { x: left, y: bottom });
          }}
        />
      )}
      {state.status === 'loading' ? (
        <Loading />
      ) : (
        <MessageFeed
          feed={chat.feed}
          actions={actions}
          scroller={scroller}
          onMenu={open}
          onLeave={focusField}
          empty={<Nobody mayWrite={chat.gate.value.status === 'open'} />}
        />
      )}
      <ChatNotes chat={chat} />
      <ChatWrite chat={chat} field={field} />
      <Heard feed={chat.feed} nowMs={() => chat.nowMs()} />
      {menu.value !== null && <Menu chat={chat} open={menu.value} onClose={() => (menu.value = null)} />}
    </section>
  );
};
