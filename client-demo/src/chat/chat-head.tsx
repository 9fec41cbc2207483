import { Icon } from '../design/icon.tsx';
import { t } from '../messages/t.ts';
import type { ChatModel } from './chat-model.ts';
import { ChatOptions } from './chat-options.tsx';

/** How many are there. */
export const Watching = ({ chat }: { readonly chat: ChatModel }) => {
  const presence = chat.presence.value;
  if (presence === null || presence.count === 0) return null;
  return (
    <span class="chat-watching digits" data-testid="watching">
      <Icon name="eye" sizePx={14} />
      {t('chat.watching', { count: presence.count })}
    </span>
  );
};

/** Title, how many are there, and what one may set for oneself. */
export const ChatHead = ({ chat }: { readonly chat: ChatModel }) => (
  <header class="chat-head">
    <h2>{t('chat.title')}</h2>
    <Watching chat={chat} />
    <ChatOptions chat={chat} />
  </header>
);
