import { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { commitTogether, isWrite, readAlone } from './group-commit.ts';
import type { LogAnswer, LogCall, LogGreeting, LogThreadOptions } from './log-calls.ts';
import { migrate } from './log-schema.ts';
import { LogStore } from './log-store.ts';

/**
 * The thread that owns the database. `node:sqlite` is synchronous, so what arrives while one batch is being
 * committed waits in the port and is the next batch.
 */

/** Bounds what one commit can take, and with it how long the next one waits (architecture.md, "The idea"). */
const maximumBatch = 512;
/** A server that is started again while the one before still dies waits so long for its lock. */
const lockTimeoutMs = 2_000;

function open({ path, maximumSizeBytes }: LogThreadOptions): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: lockTimeoutMs });
  // One process owns the file: a second server over it would have a bus of its own and tell nobody.
  database.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`);
  if (maximumSizeBytes > 0) {
    const pageBytes = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
    database.exec(`PRAGMA max_page_count = ${Math.ceil(maximumSizeBytes / pageBytes)}`);
  }
  database.exec('BEGIN IMMEDIATE; COMMIT');
  migrate(database);
  return database;
}

function serve(port: MessagePort, database: DatabaseSync): void {
  const store = new LogStore(database);
  const waiting: LogCall[] = [];
  port.on('message', (calls: readonly LogCall[]) => {
    waiting.push(...calls);
    while (waiting.length > 0) {
      for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port)) {
        // The client posts nothing but lists of calls (log-thread-client.ts).
        waiting.push(...(more.message as readonly LogCall[]));
      }
      const batch = waiting.splice(0, maximumBatch);
      const answer = (answers: readonly LogAnswer[]) => answers.length > 0 && port.postMessage(answers);
      // Who wrote goes on while the others are still reading.
      answer(commitTogether(database, store, batch.filter(isWrite)));
      const closing = batch.some(({ method }) => method === 'close');
      const read = batch.filter((call) => !isWrite(call)).map((call) => readAlone(store, call));
      if (closing) database.close();
      answer(read);
      if (closing) return port.close();
    }
  });
}

function start(port: MessagePort): void {
  const greet = (greeting: LogGreeting) => port.postMessage(greeting);
  try {
    // The one who starts this thread gives these options (sqlite-event-log.ts).
    serve(port, open(workerData as LogThreadOptions));
    greet({ ready: true });
  } catch (error) {
    greet({ ready: false, reason: error instanceof Error ? error.message : String(error) });
    port.close();
  }
}

if (!parentPort) throw new Error('this file runs as a worker thread only');
start(parentPort);
