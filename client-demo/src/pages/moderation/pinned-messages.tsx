import { IconButton } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { t } from '../../messages/t.ts';
import { useDesk } from './use-desk.ts';

/** What is pinned for everybody, above the chat. */
export const PinnedMessages = () => {
  const desk = useDesk();
  const { pins } = desk.view.value;
  if (pins.length === 0) return null;
  return (
    <ul role="list" class="log-pins" aria-label={t('chat.pinned')}>
      {pins.map(({ message }) => (
        <li key={message.messageId}>
          <Icon name="pin" sizePx={18} />
          <span class="log-pin-text" dir="auto">
            <b>{message.author.name}</b> {message.text}
          </span>
          {desk.mayAct && (
            <IconButton
              icon="close"
              label={t('moderation.unpin')}
              onClick={() => {
                desk.select('chat', message.messageId);
                void desk.act('pin');
              }}
            />
          )}
        </li>
      ))}
    </ul>
  );
};
