import { assertNever } from '#domain/decision.ts';
import type { OutgoingMessage, Settlement, StoredMessage } from '#application/messages/message-store.ts';

/** A secret that has been used up or sent is nobody's business any more, not even the operator's. */
export const withoutSecret = <Message extends OutgoingMessage>(message: Message): Message =>
  message.kind === 'sign-in' ? { ...message, text: '', html: null, link: '' } : message;

/** The message after what became of an attempt. */
export function afterSettlement(message: StoredMessage, settlement: Settlement): StoredMessage {
  switch (settlement.state) {
    case 'queued':
      return { ...message, fault: settlement.fault, nextAttemptAtMs: settlement.nextAttemptAtMs };
    case 'sent':
      return withoutSecret({ ...message, state: 'sent', fault: null, finishedAtMs: settlement.atMs });
    case 'failed':
      return withoutSecret({
        ...message,
        state: 'failed',
        fault: settlement.fault,
        finishedAtMs: settlement.atMs,
      });
    default:
      return assertNever(settlement);
  }
}
