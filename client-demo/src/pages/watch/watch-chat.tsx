import { useEffect } from 'preact/hooks';
import { Chat } from '../../chat/chat.tsx';
import type { ChatModel } from '../../chat/chat-model.ts';
import { isChatAway, putChatAway } from '../../chat/put-away.ts';
import { IconButton } from '../../design/button.tsx';
import { t } from '../../messages/t.ts';
import './chat-over-picture.css';

interface WatchChatProps {
  readonly chat: ChatModel;
  /** There is a picture for it to lie over on a phone; otherwise it stands under the facts. */
  readonly isOver: boolean;
}

/** A desk has room for both, so only a phone's chat is ever away. */
const isPhone = (): boolean => matchMedia('(max-width: 899px)').matches;
const mostShown = 99;

/** The way to put the chat away and to bring it back, with how much came meanwhile. */
const Toggle = ({ chat }: { readonly chat: ChatModel }) => {
  const away = isChatAway.value;
  const unseen = away ? chat.feed.view.value.unseen : 0;
  const label = away ? (unseen > 0 ? t('chat.showNew', { count: unseen }) : t('chat.show')) : t('chat.hide');
  return (
    <div class="watch-chat-toggle">
      <IconButton icon="chat" label={label} aria-pressed={!away} onClick={() => putChatAway(!away)} />
      {unseen > 0 && (
        <span class="watch-chat-new digits" aria-hidden="true">
          {unseen > mostShown ? `${mostShown}+` : unseen}
        </span>
      )}
    </div>
  );
};

/** The chat of the watch page: over the picture or under the facts on a phone, beside the picture on a desk. */
export const WatchChat = ({ chat, isOver }: WatchChatProps) => {
  const away = isOver && isChatAway.value;
  useEffect(() => {
    if (away && isPhone()) chat.feed.hold();
    else chat.feed.release();
  }, [away, chat]);
  return (
    <>
      <div class={isOver ? 'watch-chat watch-chat-over' : 'watch-chat watch-chat-under'} data-away={away}>
        <Chat chat={chat} />
      </div>
      {isOver && <Toggle chat={chat} />}
    </>
  );
};
