import type { DatabaseSync } from 'node:sqlite';

/** What an event's removal must know. */
interface StoredPlace {
  readonly shopId: string;
  readonly feedPosition: number;
  readonly actorId: string;
  readonly commandId: string;
}

/** The version of a stored snapshot, as SQL over its column. */
export const snapshotVersionIn = (body: string): string => `json_extract(${body}, '$.position.version')`;

export type Trim = (streamId: string, throughVersion: number, limit: number) => number;

/** Removes the oldest events of a stream that its snapshot covers, at most `limit`; returns how many. */
export function prepareTrim(database: DatabaseSync): Trim {
  const snapshotVersion = database.prepare(
    `SELECT ${snapshotVersionIn('body')} AS version FROM snapshots WHERE stream_id = ?`,
  );
  const oldest = database.prepare(
    `SELECT shop_id AS shopId, feed_position AS feedPosition, actor_id AS actorId, command_id AS commandId
     FROM events WHERE stream_id = ? AND version <= ? ORDER BY version LIMIT ?`,
  );
  const deleteEvent = database.prepare('DELETE FROM events WHERE shop_id = ? AND feed_position = ?');
  // One that was forgotten with its first event may have been accepted anew.
  const deleteCommand = database.prepare(
    `DELETE FROM commands WHERE actor_id = ? AND command_id = ?
     AND ? > after_feed_position AND ? <= after_feed_position + event_count`,
  );
  const deleteCommandsWithoutEvents = database.prepare(
    'DELETE FROM commands WHERE shop_id = ? AND event_count = 0 AND after_feed_position < ?',
  );
  return (streamId, throughVersion, limit) => {
    const covered = Number(snapshotVersion.get(streamId)?.['version'] ?? 0);
    const rows = oldest.all(streamId, Math.min(throughVersion, covered - 1), limit);
    // The statement names exactly these columns, and the table is STRICT.
    const places = rows as unknown as readonly StoredPlace[];
    for (const { shopId, feedPosition, actorId, commandId } of places) {
      deleteEvent.run(shopId, feedPosition);
      deleteCommand.run(actorId, commandId, feedPosition, feedPosition);
    }
    const newest = places.at(-1);
    if (newest) deleteCommandsWithoutEvents.run(newest.shopId, newest.feedPosition);
    return places.length;
  };
}
