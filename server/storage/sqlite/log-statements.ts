import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { EventRow } from './log-calls.ts';

export interface StoredCommand {
  readonly digest: string;
  readonly shopId: string;
  readonly afterFeedPosition: number;
  readonly eventCount: number;
}

/** What an event's removal must know. */
export interface StoredPlace {
  readonly shopId: string;
  readonly feedPosition: number;
  readonly actorId: string;
  readonly commandId: string;
}

const eventColumns = `feed_position AS feedPosition, stream_id AS streamId, version, event_id AS eventId,
  at_ms AS atMs, actor_id AS actorId, command_id AS commandId, body`;

type Row = Record<string, SQLOutputValue>;
// The statements name exactly these columns, and the tables are STRICT, so the rows have these types.
const asEvent = (row: Row): EventRow => row as unknown as EventRow;
const asCommand = (row: Row): StoredCommand => row as unknown as StoredCommand;
const asPlace = (row: Row): StoredPlace => row as unknown as StoredPlace;
const numberIn = (row: Row | undefined, column: string): number | undefined =>
  typeof row?.[column] === 'number' ? row[column] : undefined;
const textIn = (row: Row | undefined, column: string): string | undefined =>
  typeof row?.[column] === 'string' ? row[column] : undefined;

const snapshotVersionIn = (body: string): string => `json_extract(${body}, '$.position.version')`;

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
  const snapshotVersion = database.prepare(
    `SELECT ${snapshotVersionIn('body')} AS version FROM snapshots WHERE stream_id = ?`,
  );
  const oldestOfStream = database.prepare(
    `SELECT shop_id AS shopId, feed_position AS feedPosition, actor_id AS actorId, command_id AS commandId
     FROM events WHERE stream_id = ? AND version <= ? ORDER BY version LIMIT ?`,
  );
  const deleteEvent = database.prepare('DELETE FROM events WHERE shop_id = ? AND feed_position = ?');
  const deleteCommand = database.prepare('DELETE FROM commands WHERE actor_id = ? AND command_id = ?');
  const deleteCommandsWithoutEvents = database.prepare(
    'DELETE FROM commands WHERE shop_id = ? AND event_count = 0 AND after_feed_position < ?',
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
      insertCommand.run(actorId, commandId, digest, shopId, afterFeedPosition, eventCount);
    },
    loadSnapshot: (streamId: string) => textIn(loadSnapshot.get(streamId), 'body'),
    saveSnapshot: (streamId: string, body: string) => void saveSnapshot.run(streamId, body),
    snapshotVersion: (streamId: string) => numberIn(snapshotVersion.get(streamId), 'version'),
    oldestOfStream: (streamId: string, throughVersion: number, limit: number) =>
      oldestOfStream.all(streamId, throughVersion, limit).map(asPlace),
    deleteEvent: (shopId: string, feedPosition: number) => void deleteEvent.run(shopId, feedPosition),
    deleteCommand: (actorId: string, commandId: string) => void deleteCommand.run(actorId, commandId),
    deleteCommandsWithoutEvents: (shopId: string, beforeFeedPosition: number) =>
      void deleteCommandsWithoutEvents.run(shopId, beforeFeedPosition),
    loadCursor: (shopId: string, follower: string) =>
      numberIn(loadCursor.get(shopId, follower), 'feed_position'),
    saveCursor: (shopId: string, follower: string, feedPosition: number) =>
      void saveCursor.run(shopId, follower, feedPosition),
  };
}

export type LogStatements = ReturnType<typeof prepareStatements>;
