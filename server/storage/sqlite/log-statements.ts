import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { EventRow } from './log-calls.ts';
import { snapshotVersionIn } from './log-trim.ts';

export interface StoredCommand {
  readonly digest: string;
  readonly shopId: string;
  readonly afterFeedPosition: number;
  readonly eventCount: number;
}

const eventColumns = `feed_position AS feedPosition, stream_id AS streamId, version, event_id AS eventId,
  at_ms AS atMs, actor_id AS actorId, command_id AS commandId, body`;

type Row = Record<string, SQLOutputValue>;
// The statements name exactly these columns, and the tables are STRICT, so the rows have these types.
const asEvent = (row: Row): EventRow => row as unknown as EventRow;
const asCommand = (row: Row): StoredCommand => row as unknown as StoredCommand;
const numberIn = (row: Row | undefined, column: string): number | undefined =>
  typeof row?.[column] === 'number' ? row[column] : undefined;
const textIn = (row: Row | undefined, column: string): string | undefined =>
  typeof row?.[column] === 'string' ? row[column] : undefined;

/** Every statement of the log, prepared once, as typed functions. */
export function prepareStatements(database: DatabaseSync) {
  const readStream = database.prepare(
    `SELECT ${eventColumns} FROM events WHERE stream_id = ? AND version > ? ORDER BY version LIMIT ?`,
  );
  const readHead = database.prepare(
    `SELECT ${eventColumns} FROM events WHERE stream_id = ? ORDER BY version DESC LIMIT 1`,
  );
  const readFeed = database.prepare(
    `SELECT ${eventColumns} FROM events WHERE shop_id = ? AND feed_position > ? ORDER BY feed_position LIMIT ?`,
  );
  const feedHead = database.prepare('SELECT max(feed_position) AS head FROM events WHERE shop_id = ?');
  const insertEvent = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const findCommand = database.prepare(
    `SELECT digest, shop_id AS shopId, after_feed_position AS afterFeedPosition, event_count AS eventCount
     FROM commands WHERE actor_id = ? AND command_id = ?`,
  );
  const insertCommand = database.prepare('INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?)');
  const loadSnapshot = database.prepare('SELECT body FROM snapshots WHERE stream_id = ?');
  const saveSnapshot = database.prepare(
    `INSERT INTO snapshots VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body
     WHERE ${snapshotVersionIn('excluded.body')} >= ${snapshotVersionIn('snapshots.body')}`,
  );
  const loadCursor = database.prepare('SELECT feed_position FROM cursors WHERE shop_id = ? AND follower = ?');
  const saveCursor = database.prepare('INSERT OR REPLACE INTO cursors VALUES (?, ?, ?)');
  return {
    readStream: (streamId: string, after: number, limit: number) =>
      readStream.all(streamId, after, limit).map(asEvent),
    readHead: (streamId: string) => {
      const row = readHead.get(streamId);
      return row && asEvent(row);
    },
    readFeed: (shopId: string, after: number, limit: number) =>
      readFeed.all(shopId, after, limit).map(asEvent),
    feedHead: (shopId: string) => numberIn(feedHead.get(shopId), 'head'),
    insertEvent: (shopId: string, row: EventRow) => {
      const { feedPosition, streamId, version, eventId, atMs, actorId, commandId, body } = row;
      insertEvent.run(shopId, feedPosition, streamId, version, eventId, atMs, actorId, commandId, body);
    },
    findCommand: (actorId: string, commandId: string) => {
      const row = findCommand.get(actorId, commandId);
      return row && asCommand(row);
    },
    insertCommand: (actorId: string, commandId: string, command: StoredCommand) => {
      const { digest, shopId, afterFeedPosition, eventCount } = command;
      insertCommand.run(commandId, actorId, digest, shopId, afterFeedPosition, eventCount);
    },
    loadSnapshot: (streamId: string) => textIn(loadSnapshot.get(streamId), 'body'),
    saveSnapshot: (streamId: string, body: string) => void saveSnapshot.run(streamId, body),
    loadCursor: (shopId: string, follower: string) =>
      numberIn(loadCursor.get(shopId, follower), 'feed_position'),
    saveCursor: (shopId: string, follower: string, feedPosition: number) =>
      void saveCursor.run(shopId, follower, feedPosition),
  };
}

export type LogStatements = ReturnType<typeof prepareStatements>;
