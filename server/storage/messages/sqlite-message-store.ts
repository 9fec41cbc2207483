import type { DatabaseSync } from 'node:sqlite';
import type { MessageStore, OutgoingMessage } from '#application/messages/message-store.ts';
import { toColumns, toMessage } from './message-rows.ts';
import { afterSettlement } from './settled.ts';

const prepare = (database: DatabaseSync) => ({
  add: database.prepare(`INSERT INTO messages VALUES (:messageId, :personId, :recipient, :kind, :body, :state, 0,
    :createdAtMs, NULL, :finishedAtMs, :createdAtMs) ON CONFLICT (messageId) DO NOTHING`),
  count: database.prepare('SELECT count(*) AS count FROM messages'),
  makeRoom: database.prepare(`DELETE FROM messages WHERE messageId IN
    (SELECT messageId FROM messages WHERE finishedAtMs IS NOT NULL ORDER BY finishedAtMs LIMIT 1)`),
  find: database.prepare('SELECT * FROM messages WHERE messageId = ?'),
  takeDue: database.prepare(`UPDATE messages SET attempts = attempts + 1, nextAttemptAtMs = :leasedUntilMs
    WHERE messageId IN (SELECT messageId FROM messages WHERE state = 'queued' AND nextAttemptAtMs <= :nowMs
      ORDER BY nextAttemptAtMs LIMIT :limit) RETURNING *`),
  settle:
    database.prepare(`UPDATE messages SET body = :body, state = :state, nextAttemptAtMs = :nextAttemptAtMs,
    fault = :fault, finishedAtMs = :finishedAtMs
    WHERE messageId = :messageId AND state = 'queued' AND attempts = :attempts`),
  list: database.prepare('SELECT * FROM messages ORDER BY createdAtMs DESC, messageId LIMIT ?'),
  countTo: database.prepare(`SELECT count(*) AS count FROM messages
    WHERE recipient = ? AND createdAtMs >= ? AND kind IN (SELECT value FROM json_each(?))`),
  eraseOf: database.prepare(
    'DELETE FROM messages WHERE personId = ? OR recipient IN (SELECT value FROM json_each(?))',
  ),
  forget: database.prepare('DELETE FROM messages WHERE finishedAtMs < ?'),
});

/** The outbox in the file that `openMessageDatabase` opened; closing it is the caller's. */
export function createSqliteMessageStore(database: DatabaseSync, maximumMessages: number): MessageStore {
  const statements = prepare(database);
  const hasRoom = (): boolean =>
    Number(statements.count.get()?.['count']) < maximumMessages || statements.makeRoom.run().changes > 0;
  const foldIn = (): void => database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return {
    async add(message, state) {
      // One process writes this file, and nothing here waits: no other call comes in between.
      if (statements.find.get(message.messageId) !== undefined) return 'known';
      if (!hasRoom()) return 'full';
      return statements.add.run(toColumns(message, state)).changes > 0 ? 'added' : 'known';
    },
    async takeDue({ nowMs, leaseMs, limit }) {
      const rows = statements.takeDue.all({ nowMs, leasedUntilMs: nowMs + leaseMs, limit });
      return rows.map(toMessage).sort((left, right) => left.createdAtMs - right.createdAtMs);
    },
    async settle({ messageId, attempts }, settlement) {
      const row = statements.find.get(messageId);
      if (row === undefined) return;
      const {
        state,
        nextAttemptAtMs,
        fault,
        finishedAtMs,
        attempts: _,
        ...after
      } = afterSettlement(toMessage(row), settlement);
      const body: OutgoingMessage = after;
      const changed = { state, nextAttemptAtMs, fault, finishedAtMs, body: JSON.stringify(body) };
      statements.settle.run({ ...changed, messageId, attempts });
    },
    async find(messageId) {
      const row = statements.find.get(messageId);
      return row === undefined ? undefined : toMessage(row);
    },
    list: async (limit) => statements.list.all(limit).map(toMessage),
    countTo: async (recipient, kinds, sinceMs) =>
      Number(statements.countTo.get(recipient, sinceMs, JSON.stringify(kinds))?.['count']),
    async eraseOf(personId, recipients) {
      // The log of changes holds the old page until it is folded into the file and emptied.
      if (statements.eraseOf.run(personId, JSON.stringify(recipients)).changes > 0) foldIn();
    },
    async forgetBefore(beforeMs) {
      const forgotten = Number(statements.forget.run(beforeMs).changes);
      if (forgotten > 0) foldIn();
      return forgotten;
    },
    close: async () => undefined,
  };
}
