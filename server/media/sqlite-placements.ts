import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Placement, PlacementStore } from './placement-store.ts';

/** Another process holds the lock for microseconds; longer waiting means a broken disk. */
const lockMs = 1000;

/**
 * For the servers of one machine. On the main thread, unlike the event log: it is touched when a stage opens or moves,
 * never by a message, and a row is 60 bytes. Losing it is harmless: the worker knows its incarnations, too.
 */
export function sqlitePlacements(path: string): PlacementStore {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path, { timeout: lockMs });
  chmodSync(path, 0o600);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS placement (
      show_id TEXT PRIMARY KEY, worker TEXT NOT NULL, incarnation INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
  const select = database.prepare('SELECT worker, incarnation FROM placement WHERE show_id = ?');
  const insert = database.prepare(
    'INSERT INTO placement (show_id, worker, incarnation) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const update = database.prepare(
    'UPDATE placement SET worker = ?, incarnation = ? WHERE show_id = ? AND incarnation = ?',
  );
  let isOpen = true;
  return {
    read: async (showId): Promise<Placement | null> => {
      const row = select.get(showId);
      if (row === undefined) return null;
      return { showId, worker: String(row['worker']), incarnation: Number(row['incarnation']) };
    },
    replace: async ({ showId, worker, incarnation }, expectedIncarnation) => {
      const { changes } =
        expectedIncarnation === null
          ? insert.run(showId, worker, incarnation)
          : update.run(worker, incarnation, showId, expectedIncarnation);
      return Number(changes) === 1;
    },
    close: () => {
      if (isOpen) database.close();
      isOpen = false;
    },
  };
}
