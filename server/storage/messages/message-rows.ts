import type { OutgoingMessage, StoredMessage } from '#application/messages/message-store.ts';

/** Version 1 of the file; a later version adds its own statements after these. */
export const messageTables = `
  CREATE TABLE IF NOT EXISTS messages (
    messageId TEXT PRIMARY KEY, personId TEXT NOT NULL, recipient TEXT, kind TEXT NOT NULL, body TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL, nextAttemptAtMs INTEGER NOT NULL, fault TEXT,
    finishedAtMs INTEGER, createdAtMs INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS messages_due ON messages (nextAttemptAtMs) WHERE state = 'queued';
  CREATE INDEX IF NOT EXISTS messages_finished ON messages (finishedAtMs) WHERE finishedAtMs IS NOT NULL;
  CREATE INDEX IF NOT EXISTS messages_by_age ON messages (createdAtMs);
  CREATE INDEX IF NOT EXISTS messages_by_recipient ON messages (recipient, createdAtMs);
  CREATE INDEX IF NOT EXISTS messages_by_person ON messages (personId);
  CREATE TABLE IF NOT EXISTS pushSubscriptions (
    endpoint TEXT PRIMARY KEY, personId TEXT NOT NULL, p256dh TEXT NOT NULL, auth TEXT NOT NULL,
    addedAtMs INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS pushSubscriptions_by_person ON pushSubscriptions (personId, addedAtMs);
`;

/** What is written once stands together as JSON; what changes has a column. */
export const toColumns = (message: OutgoingMessage, state: StoredMessage['state']) => ({
  messageId: message.messageId,
  personId: message.personId,
  recipient: message.recipient,
  kind: message.kind,
  body: JSON.stringify(message),
  state,
  createdAtMs: message.createdAtMs,
  finishedAtMs: state === 'kept' ? message.createdAtMs : null,
});

type Row = Readonly<Record<string, unknown>>;

/** Only this store writes the table, and STRICT keeps the types. */
export function toMessage(row: Row): StoredMessage {
  const { state, attempts, nextAttemptAtMs, fault, finishedAtMs } = row;
  const body = JSON.parse(row['body'] as string) as OutgoingMessage;
  return { ...body, state, attempts, nextAttemptAtMs, fault, finishedAtMs } as unknown as StoredMessage;
}
