import { Icon } from '../design/icon.tsx';
import { IconButton } from '../design/button.tsx';
import { formatClock } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import type { ChatModel } from './chat-model.ts';

/** What the reader should know of the connection: since when it is gone, and once that something was missed. */
export const ChatNotes = ({ chat }: { readonly chat: ChatModel }) => {
  const state = chat.state.value;
  if (state.status !== 'ready') return null;
  if (state.staleSinceMs !== null) {
    return (
      <p class="chat-note" role="status">
        <Icon name="retry" sizePx={14} />
        {t('chat.staleSince', { time: formatClock(state.staleSinceMs) })}
      </p>
    );
  }
  if (!state.hasMissed) return null;
  return (
    <p class="chat-note" role="status">
      <Icon name="info" sizePx={14} />
      {t('chat.missed')}
      <IconButton icon="close" label={t('everywhere.dismiss')} onClick={() => chat.dismissMissed()} />
    </p>
  );
};
