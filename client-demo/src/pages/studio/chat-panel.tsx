import { Chat } from '../../chat/chat.tsx';
import { useChat } from '../../chat/use-chat.ts';
import { useLive } from '../../shell/live-context.ts';
import './chat-panel.css';

/** The chat of the show, with the powers of whoever runs it. */
export const ChatPanel = ({ showId }: { readonly showId: string }) => {
  const chat = useChat(useLive(), showId);
  return (
    <div class="studio-chat">
      <Chat chat={chat} />
    </div>
  );
};
