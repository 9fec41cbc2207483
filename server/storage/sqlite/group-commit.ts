import type { DatabaseSync } from 'node:sqlite';
import { writingMethods, type LogAnswer, type LogCall } from './log-calls.ts';
import type { LogStore } from './log-store.ts';

/** SQLite's primary result code for a full disk (sqlite.org/rescode.html). */
const sqliteFull = 13;

export const isWrite = (call: LogCall): boolean => writingMethods.includes(call.method);

/**
 * Carries out all writes in one transaction, durable when it returns. Each has a savepoint: one that fails is
 * undone alone. When the disk is full nothing of the batch stays, and its appends answer `storage-full`.
 */
export function commitTogether(
  database: DatabaseSync,
  store: LogStore,
  writes: readonly LogCall[],
): LogAnswer[] {
  if (writes.length === 0) return [];
  try {
    database.exec('BEGIN IMMEDIATE');
    const answers = writes.map((call) => writeAlone(database, store, call));
    database.exec('COMMIT');
    return answers;
  } catch (cause) {
    if (database.isTransaction) database.exec('ROLLBACK');
    const full = isFull(cause);
    return writes.map(({ id, method }) =>
      full && method === 'append'
        ? { id, result: { outcome: 'storage-full' } }
        : { id, error: new Error('the event log could not be written', { cause }) },
    );
  }
}

function writeAlone(database: DatabaseSync, store: LogStore, call: LogCall): LogAnswer {
  database.exec('SAVEPOINT write');
  try {
    const result = invoke(store, call);
    database.exec('RELEASE write');
    return { id: call.id, result };
  } catch (error) {
    // A full disk or a broken one ends the transaction as a whole.
    if (isFull(error) || !database.isTransaction) throw error;
    database.exec('ROLLBACK TO write; RELEASE write');
    return { id: call.id, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** Answers one call that does not write. */
export function readAlone(store: LogStore, call: LogCall): LogAnswer {
  try {
    return { id: call.id, result: invoke(store, call) };
  } catch (error) {
    return { id: call.id, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

function invoke(store: LogStore, call: LogCall): unknown {
  if (call.method === 'close') return undefined;
  // `LogCall` pairs each method with its own arguments; a union of pairs is beyond the checker here.
  const method = store[call.method] as (...args: LogCall['args']) => unknown;
  return method.apply(store, call.args);
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === sqliteFull;
