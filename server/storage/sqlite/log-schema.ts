import type { DatabaseSync } from 'node:sqlite';

/**
 * Every version of the schema, in order; a database at version n has had the first n applied.
 * What was once released is never edited: a change is a further entry.
 */
const migrations: readonly string[] = [
  `
  -- The one order of a shop is the table's own; the stream's order is the unique index beside it.
  CREATE TABLE events (
    shop_id TEXT NOT NULL,
    feed_position INTEGER NOT NULL,
    stream_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    actor_id TEXT NOT NULL,
    command_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (shop_id, feed_position)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX events_by_stream ON events (stream_id, version);

  -- The events of a command stand together in the feed.
  CREATE TABLE commands (
    actor_id TEXT NOT NULL,
    command_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    shop_id TEXT NOT NULL,
    after_feed_position INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    PRIMARY KEY (actor_id, command_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE snapshots (stream_id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE cursors (
    shop_id TEXT NOT NULL,
    follower TEXT NOT NULL,
    feed_position INTEGER NOT NULL,
    PRIMARY KEY (shop_id, follower)
  ) STRICT, WITHOUT ROWID;
  `,
  // What `trim` looks for; the commands with events are found through those.
  `CREATE INDEX commands_without_events ON commands (shop_id, after_feed_position) WHERE event_count = 0`,
  // Ids of commands begin with a time, so under this key new rows stand together whoever sends them.
  `
  CREATE TABLE commands_by_id (
    command_id TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    shop_id TEXT NOT NULL,
    after_feed_position INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    PRIMARY KEY (command_id, actor_id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO commands_by_id
    SELECT command_id, actor_id, digest, shop_id, after_feed_position, event_count FROM commands;
  DROP TABLE commands;
  ALTER TABLE commands_by_id RENAME TO commands;
  CREATE INDEX commands_without_events ON commands (shop_id, after_feed_position) WHERE event_count = 0;
  `,
];

/** Brings the database to the newest schema, each step in its own transaction. Throws on one of a later program. */
export function migrate(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA user_version').get();
  const current = Number(row?.['user_version'] ?? 0);
  if (current > migrations.length) {
    throw new Error(`schema ${current} of the database is newer than this program (${migrations.length})`);
  }
  migrations.slice(current).forEach((sql, index) => {
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${current + index + 1}; COMMIT`);
  });
}
