import type { EventId, PersonId, CommandId, ShopId, StreamId } from '#domain/ids.ts';
import {
  maximumDecisionAgeMs,
  maximumMissingEvents,
  type AppendRequest,
  type AppendResult,
  type CommandAppend,
  type EventLog,
  type FeedEntry,
  type IdSource,
  type KnownCommand,
  type Position,
  type RecordedEvent,
  type StoredSnapshot,
} from '#application/ports.ts';
import { assertWellFormed } from '../append-request.ts';
import { conflictOf } from '../conflict.ts';

export interface MemoryEventLogOptions {
  readonly ids: IdSource;
  /** Store time, ms since the epoch. */
  readonly nowMs: () => number;
}

interface RememberedCommand extends KnownCommand {
  readonly afterFeedPosition: number;
}

/** The log of tests: every rule of the port, and nothing that outlives the process. */
export class MemoryEventLog implements EventLog {
  readonly #options: MemoryEventLogOptions;
  readonly #streams = new Map<StreamId, RecordedEvent[]>();
  readonly #feeds = new Map<ShopId, FeedEntry[]>();
  readonly #commands = new Map<string, RememberedCommand>();
  readonly #snapshots = new Map<StreamId, string>();
  readonly #cursors = new Map<string, number>();

  constructor(options: MemoryEventLogOptions) {
    this.#options = options;
  }

  nowMs(): number {
    return this.#options.nowMs();
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    assertWellFormed(request);
    const known = request.commands.flatMap(({ actorId, commandId }) => this.#known(actorId, commandId) ?? []);
    if (known.length > 0) return { outcome: 'known', known };
    if (this.nowMs() - request.decidedAtMs > maximumDecisionAgeMs) return { outcome: 'stale' };
    const conflicts = request.expected.filter(({ streamId, version }) => this.#version(streamId) !== version);
    if (conflicts.length > 0) {
      const events = conflicts.flatMap(({ streamId, version }) =>
        this.#after(streamId, version - 1, maximumMissingEvents + Math.min(version, 1)),
      );
      return conflictOf(conflicts, events);
    }
    return {
      outcome: 'appended',
      recorded: request.commands.map((command) => this.#record(request.shopId, command)),
    };
  }

  async findCommand(actorId: PersonId, commandId: CommandId): Promise<KnownCommand | undefined> {
    return this.#known(actorId, commandId);
  }

  async read(streamId: StreamId, afterVersion: number, limit: number): Promise<readonly RecordedEvent[]> {
    return this.#after(streamId, afterVersion, limit);
  }

  async head(streamId: StreamId): Promise<Position> {
    const last = this.#stream(streamId).at(-1);
    return last ? { version: last.version, eventId: last.eventId } : { version: 0, eventId: null };
  }

  async feedHead(shopId: ShopId): Promise<number> {
    return this.#feed(shopId).at(-1)?.feedPosition ?? 0;
  }

  async readFeed(shopId: ShopId, afterPosition: number, limit: number): Promise<readonly FeedEntry[]> {
    const later = this.#feed(shopId).filter(({ feedPosition }) => feedPosition > afterPosition);
    return later.slice(0, limit);
  }

  async loadSnapshot(streamId: StreamId): Promise<StoredSnapshot | undefined> {
    const stored = this.#snapshots.get(streamId);
    // Only `saveSnapshot` puts something there.
    return stored === undefined ? undefined : (JSON.parse(stored) as StoredSnapshot);
  }

  async saveSnapshot(streamId: StreamId, snapshot: StoredSnapshot): Promise<void> {
    const stored = await this.loadSnapshot(streamId);
    if (stored && stored.position.version > snapshot.position.version) return;
    this.#snapshots.set(streamId, JSON.stringify(snapshot));
  }

  async trim(streamId: StreamId, throughVersion: number): Promise<void> {
    const snapshot = await this.loadSnapshot(streamId);
    const keptFrom = Math.min(throughVersion + 1, snapshot?.position.version ?? 0);
    const trimmed = (recorded: RecordedEvent): boolean =>
      recorded.streamId === streamId && recorded.version < keptFrom;
    const stream = this.#stream(streamId);
    this.#streams.set(
      streamId,
      stream.filter((recorded) => !trimmed(recorded)),
    );
    for (const [shopId, feed] of this.#feeds) {
      const lastTrimmed = feed.findLast(({ recorded }) => trimmed(recorded))?.feedPosition;
      if (lastTrimmed === undefined) continue;
      this.#feeds.set(
        shopId,
        feed.filter(({ recorded }) => !trimmed(recorded)),
      );
      for (const [key, { recorded, afterFeedPosition }] of this.#commands) {
        const isBefore = recorded.length === 0 && afterFeedPosition < lastTrimmed;
        if (isBefore || recorded.some(trimmed)) this.#commands.delete(key);
      }
    }
  }

  async loadCursor(shopId: ShopId, follower: string): Promise<number> {
    return this.#cursors.get(keyOf(shopId, follower)) ?? 0;
  }

  async saveCursor(shopId: ShopId, follower: string, feedPosition: number): Promise<void> {
    this.#cursors.set(keyOf(shopId, follower), feedPosition);
  }

  async close(): Promise<void> {
    // Nothing is held.
  }

  #record(shopId: ShopId, { actorId, commandId, digest, events }: CommandAppend): readonly RecordedEvent[] {
    const feed = this.#feed(shopId);
    const feedHead = (): number => feed.at(-1)?.feedPosition ?? 0;
    const afterFeedPosition = feedHead();
    const recorded = events.map(({ streamId, event }) => {
      const stream = this.#stream(streamId);
      const entry: RecordedEvent = {
        // The id source gives plain text; here it becomes an event's id.
        eventId: this.#options.ids.next() as EventId,
        streamId,
        version: (stream.at(-1)?.version ?? 0) + 1,
        atMs: Math.max(this.nowMs(), stream.at(-1)?.atMs ?? 0),
        actorId,
        commandId,
        // What a log gives back went through JSON; so does this one, or tests would see more than production.
        event: JSON.parse(JSON.stringify(event)),
      };
      stream.push(entry);
      feed.push({ feedPosition: feedHead() + 1, recorded: entry });
      return entry;
    });
    this.#commands.set(keyOf(actorId, commandId), {
      actorId,
      commandId,
      digest,
      recorded,
      afterFeedPosition,
    });
    return recorded;
  }

  #known(actorId: PersonId, commandId: CommandId): KnownCommand | undefined {
    const remembered = this.#commands.get(keyOf(actorId, commandId));
    return remembered && { actorId, commandId, digest: remembered.digest, recorded: remembered.recorded };
  }

  #version(streamId: StreamId): number {
    return this.#stream(streamId).at(-1)?.version ?? 0;
  }

  #after(streamId: StreamId, version: number, limit: number): readonly RecordedEvent[] {
    const stream = this.#stream(streamId);
    const trimmed = (stream[0]?.version ?? 1) - 1;
    const start = Math.max(version - trimmed, 0);
    return stream.slice(start, start + limit);
  }

  #stream(streamId: StreamId): RecordedEvent[] {
    return getOrAdd(this.#streams, streamId);
  }

  #feed(shopId: ShopId): FeedEntry[] {
    return getOrAdd(this.#feeds, shopId);
  }
}

const keyOf = (scope: string, id: string): string => `${scope} ${id}`;

function getOrAdd<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
