import type { CommandId, EventId, PersonId, ShopId, StreamId } from '#domain/ids.ts';
import type {
  AppendRequest,
  AppendResult,
  EventLog,
  FeedEntry,
  IdSource,
  KnownCommand,
  Position,
  RecordedEvent,
  StoredSnapshot,
} from '#application/ports.ts';
import { assertWellFormed } from '../append-request.ts';
import { conflictOf } from '../conflict.ts';
import { recordedOf, toStore } from '../stored-commands.ts';
import type { CommandRow, EventRow } from './log-calls.ts';
import { LogThreadClient } from './log-thread-client.ts';

export interface SqliteEventLogOptions {
  /** The database file; its folder must exist. One process at a time may have it open. */
  readonly path: string;
  readonly ids: IdSource;
  /** The thread died; nothing can be read or written any more. */
  readonly onFailure: (error: Error) => void;
  /** The database refuses to grow beyond; 0 (the default) means the disk is the only limit. */
  readonly maximumSizeBytes?: number;
}

/** Opens the embedded event log: one SQLite file, durable at every answered append (WAL, synchronous=FULL). */
export async function openSqliteEventLog(options: SqliteEventLogOptions): Promise<EventLog> {
  const { path, maximumSizeBytes = 0 } = options;
  return new SqliteEventLog(
    await LogThreadClient.start({ path, maximumSizeBytes }, options.onFailure),
    options.ids,
  );
}

/** Appends wait for a commit that trims, so it takes a few milliseconds at most. */
const trimmedAtOnce = 256;

class SqliteEventLog implements EventLog {
  readonly #thread: LogThreadClient;
  readonly #ids: IdSource;
  #lastNowMs = 0;

  constructor(thread: LogThreadClient, ids: IdSource) {
    this.#thread = thread;
    this.#ids = ids;
  }

  nowMs(): number {
    this.#lastNowMs = Math.max(this.#lastNowMs, Date.now());
    return this.#lastNowMs;
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    assertWellFormed(request);
    const { shopId, decidedAtMs, expected } = request;
    const commands = request.commands.map((command) => toStore(command, this.#ids));
    const stored = await this.#thread.call('append', { shopId, decidedAtMs, expected, commands });
    switch (stored.outcome) {
      case 'appended':
        return { outcome: 'appended', recorded: recordedOf(commands, expected, stored.timesMs) };
      case 'known':
        return { outcome: 'known', known: stored.known.map(knownOf) };
      case 'conflict':
        return conflictOf(expected, stored.events.map(eventIn));
      case 'stale':
      case 'storage-full':
        return stored;
    }
  }

  async findCommand(actorId: PersonId, commandId: CommandId): Promise<KnownCommand | undefined> {
    const row = await this.#thread.call('findCommand', actorId, commandId);
    return row && knownOf(row);
  }

  async read(streamId: StreamId, afterVersion: number, limit: number): Promise<readonly RecordedEvent[]> {
    const rows = await this.#thread.call('read', streamId, afterVersion, limit);
    return rows.map(eventIn);
  }

  async head(streamId: StreamId): Promise<Position> {
    const row = await this.#thread.call('head', streamId);
    const head = row && eventIn(row);
    return { version: head?.version ?? 0, eventId: head?.eventId ?? null };
  }

  feedHead(shopId: ShopId): Promise<number> {
    return this.#thread.call('feedHead', shopId);
  }

  async readFeed(shopId: ShopId, afterPosition: number, limit: number): Promise<readonly FeedEntry[]> {
    const rows = await this.#thread.call('readFeed', shopId, afterPosition, limit);
    return rows.map((row) => ({ feedPosition: row.feedPosition, recorded: eventIn(row) }));
  }

  async loadSnapshot(streamId: StreamId): Promise<StoredSnapshot | undefined> {
    const body = await this.#thread.call('loadSnapshot', streamId);
    // Only `saveSnapshot` writes that column.
    return body === undefined ? undefined : (JSON.parse(body) as StoredSnapshot);
  }

  async saveSnapshot(streamId: StreamId, snapshot: StoredSnapshot): Promise<void> {
    await this.#thread.call('saveSnapshot', streamId, JSON.stringify(snapshot));
  }

  async trim(streamId: StreamId, throughVersion: number): Promise<void> {
    let removed = trimmedAtOnce;
    while (removed === trimmedAtOnce) {
      removed = await this.#thread.call('trim', streamId, throughVersion, trimmedAtOnce);
    }
  }

  async loadCursor(shopId: ShopId, follower: string): Promise<number> {
    return this.#thread.call('loadCursor', shopId, follower);
  }

  async saveCursor(shopId: ShopId, follower: string, feedPosition: number): Promise<void> {
    await this.#thread.call('saveCursor', shopId, follower, feedPosition);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}

/** The ids of a row were written by `append` from branded ones. */
function eventIn(row: EventRow): RecordedEvent {
  return {
    eventId: row.eventId as EventId,
    streamId: row.streamId as StreamId,
    version: row.version,
    atMs: row.atMs,
    actorId: row.actorId as PersonId,
    commandId: row.commandId as CommandId,
    event: JSON.parse(row.body),
  };
}

/** As above: branded when they were written. */
const knownOf = (row: CommandRow): KnownCommand => ({
  actorId: row.actorId as PersonId,
  commandId: row.commandId as CommandId,
  digest: row.digest,
  recorded: row.events.map(eventIn),
});
