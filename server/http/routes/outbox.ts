import type { MessageStore, StoredMessage } from '#application/messages/message-store.ts';
import type { Outbox, OutboxEntry } from '#protocol/buyer-views.ts';
import type { RouteApp } from './route-app.ts';

/** More than an operator reads; the rest is kept for idempotency. */
const maximumListed = 200;

/** What buyers are written, for the operator: without a mail server this is where sign-in links are. */
export function registerOutboxRoutes(
  app: RouteApp,
  messages: Pick<MessageStore, 'list'>,
  sendsMail: boolean,
): void {
  app.get(
    '/api/outbox',
    {
      config: { access: ['admin'] },
      schema: { tags: ['Operations'], summary: 'The latest messages to buyers, and what became of them' },
    },
    async (_request, reply): Promise<Outbox> => {
      void reply.header('cache-control', 'no-store');
      return { sendsMail, messages: (await messages.list(maximumListed)).map(toEntry) };
    },
  );
}

const toEntry = (message: StoredMessage): OutboxEntry => ({
  messageId: message.messageId,
  channel: message.channel,
  kind: message.kind,
  personId: message.personId,
  recipient: message.recipient,
  language: message.language,
  subject: message.subject,
  text: message.text,
  link: message.link,
  state: message.state,
  attempts: message.attempts,
  fault: message.fault,
  createdAtMs: message.createdAtMs,
  finishedAtMs: message.finishedAtMs,
});
