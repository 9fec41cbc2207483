import type { CommandId, EventId, PersonId, ShopId, StreamId } from '#domain/ids.ts';

/** An event as the log holds it. `version` counts from 1 within its stream, without gaps. */
export interface RecordedEvent<Event = unknown> {
  readonly eventId: EventId;
  readonly streamId: StreamId;
  readonly version: number;
  /** Store time of the append, ms since the epoch; never before the stream's previous event. */
  readonly atMs: number;
  readonly actorId: PersonId;
  readonly commandId: CommandId;
  readonly event: Event;
}

/** A place in a stream: recover only if the log still holds `eventId` at `version`. `null` id at version 0. */
export interface Position {
  readonly version: number;
  readonly eventId: EventId | null;
}

/** One stream's share of an append. */
export interface StreamAppend {
  readonly streamId: StreamId;
  readonly expectedVersion: number;
  readonly events: readonly unknown[];
}

export interface AppendRequest {
  readonly shopId: ShopId;
  readonly actorId: PersonId;
  readonly commandId: CommandId;
  /** A digest of the command: the same id with another digest is `command-id-reused`. */
  readonly commandDigest: string;
  /** Store time of the decision; an append refuses one older than 500 ms. */
  readonly decidedAtMs: number;
  /** All or nothing. Streams without events are only checked for their version. */
  readonly appends: readonly StreamAppend[];
}

export type AppendResult =
  | { readonly outcome: 'appended'; readonly recorded: readonly RecordedEvent[] }
  /** Another writer was first; the events the caller has not seen come along. */
  | { readonly outcome: 'conflict'; readonly missing: readonly RecordedEvent[] }
  /** The command id was accepted before: its events, to be answered as the first time. */
  | { readonly outcome: 'duplicate'; readonly recorded: readonly RecordedEvent[] }
  | { readonly outcome: 'command-id-reused' }
  | { readonly outcome: 'stale' };

/** A reference in a shop's feed; `feedPosition` grows by 1 per event. */
export interface FeedEntry {
  readonly feedPosition: number;
  readonly recorded: RecordedEvent;
}

export interface StoredSnapshot {
  readonly position: Position;
  readonly schemaVersion: number;
  readonly state: unknown;
}

/**
 * The log: the truth. Durable when `append` resolves. Implementations: storage/sqlite (embedded default),
 * storage/memory (tests), storage/redis (clusters). One contract suite runs over all (test/contract).
 */
export interface EventLog {
  /** Store time, ms since the epoch. */
  nowMs(): number;
  append(request: AppendRequest): Promise<AppendResult>;
  /** The events of an accepted command, or undefined. Commands are scoped to their actor. */
  findCommand(
    actorId: PersonId,
    commandId: CommandId,
  ): Promise<{ digest: string; recorded: readonly RecordedEvent[] } | undefined>;
  /** At most `limit` events after `afterVersion`, in order. */
  read(streamId: StreamId, afterVersion: number, limit: number): Promise<readonly RecordedEvent[]>;
  head(streamId: StreamId): Promise<Position>;
  readFeed(shopId: ShopId, afterPosition: number, limit: number): Promise<readonly FeedEntry[]>;
  loadSnapshot(streamId: StreamId): Promise<StoredSnapshot | undefined>;
  saveSnapshot(streamId: StreamId, snapshot: StoredSnapshot): Promise<void>;
  loadCursor(shopId: ShopId, follower: string): Promise<number>;
  saveCursor(shopId: ShopId, follower: string, feedPosition: number): Promise<void>;
  close(): Promise<void>;
}

/** Wakes others up; may lose and repeat messages. Whoever sees a gap reads the log. */
export interface Bus {
  publish(topic: string, message: BusMessage): void;
  /** Returns the way to stop listening. */
  subscribe(topic: string, listener: (message: BusMessage) => void): () => void;
  close(): Promise<void>;
}

export interface BusMessage {
  readonly recorded: readonly RecordedEvent[];
}

/** Personal data beside the log, with its own retention, so that a person can be erased. */
export interface Person {
  readonly personId: PersonId;
  readonly displayName: string;
  readonly createdAtMs: number;
}

export interface PeopleStore {
  save(person: Person): Promise<void>;
  find(personId: PersonId): Promise<Person | undefined>;
  findMany(personIds: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>>;
  /** Removes what is personal; events keep the bare id. */
  erase(personId: PersonId): Promise<void>;
}

/** Randomness arrives from here, so tests can make ids repeatable. */
export interface IdSource {
  /** A fresh id of 20 or more URL-safe characters. */
  next(): string;
}
