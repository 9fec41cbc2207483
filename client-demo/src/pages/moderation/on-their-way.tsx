import { Button } from '../../design/button.tsx';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import type { OnItsWay } from '../../live/outgoing.ts';
import { useDesk } from './use-desk.ts';

const progressText = ({ progress }: OnItsWay): string => {
  switch (progress.status) {
    case 'sending':
      return t('chat.sending');
    case 'waiting':
      return t('chat.sendsWhenBack');
    case 'failed':
      return progress.error === null
        ? t('chat.notSent')
        : `${t('chat.notSent')}: ${errorText(progress.error)}`;
  }
};

/** Own messages that the room does not have yet, and how far each has come. */
export const OnTheirWay = () => {
  const { room } = useDesk();
  const waiting = room.onTheirWay.value;
  if (waiting.length === 0) return null;
  return (
    <ul role="list" class="on-their-way">
      {waiting.map((message) => (
        <li key={message.messageId}>
          <span dir="auto">{message.text}</span>
          <span class="log-mark">{progressText(message)}</span>
          {message.progress.status === 'failed' && message.progress.mayRetry && (
            <Button tone="quiet" size="small" onClick={() => room.retry(message.messageId)}>
              {t('chat.retry')}
            </Button>
          )}
          {message.progress.status !== 'sending' && (
            <Button tone="quiet" size="small" onClick={() => room.discard(message.messageId)}>
              {t('chat.discard')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
};
