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

/** What one accepted command adds. Its events stand together in the feed, in this order. */
export interface CommandAppend {
  readonly actorId: PersonId;
  readonly commandId: CommandId;
  /** A digest of the command: the same id with another digest is `command-id-reused`. */
  readonly digest: string;
  readonly events: readonly { readonly streamId: StreamId; readonly event: unknown }[];
}

/** The version a stream must have before an append; streams without events are only checked. */
export interface ExpectedVersion {
  readonly streamId: StreamId;
  readonly version: number;
}

/**
 * One atomic write: all of it or nothing. It carries several commands where they were decided one upon the other,
 * so that a hot stream costs one append for many commands while each keeps its own id.
 */
export interface AppendRequest {
  readonly shopId: ShopId;
  /** Store time of the decision; an append refuses one older than `maximumDecisionAgeMs`. */
  readonly decidedAtMs: number;
  /** Every stream that the events name, and those the decision relied upon. */
  readonly expected: readonly ExpectedVersion[];
  /** In order of decision; no command id twice. */
  readonly commands: readonly CommandAppend[];
}

/** Bids are read on every server and a lot closes 100 ms after its end (architecture.md): later decisions are void. */
export const maximumDecisionAgeMs = 500;
/** A conflict hands over at most so many events per stream; whoever is further behind reads on. */
export const maximumMissingEvents = 512;

/** A command that was accepted before, with its events as they were recorded then. */
export interface KnownCommand {
  readonly actorId: PersonId;
  readonly commandId: CommandId;
  readonly digest: string;
  readonly recorded: readonly RecordedEvent[];
}

/**
 * Another writer was first. The events the caller has not seen come along, at most `maximumMissingEvents` a stream; none
 * when the caller is ahead: load anew. `seen` are the events at the expected versions: whoever knows others there saw a
 * tail that the log lost.
 */
export interface Conflict {
  readonly outcome: 'conflict';
  readonly missing: readonly RecordedEvent[];
  readonly seen: readonly RecordedEvent[];
}

/** Only `appended` changed anything. Looked at in this order: known commands, age, versions. */
export type AppendResult =
  /** One list per command, in the order of the request. */
  | { readonly outcome: 'appended'; readonly recorded: readonly (readonly RecordedEvent[])[] }
  /** Some of the commands were accepted before: answer those, decide the others again. */
  | { readonly outcome: 'known'; readonly known: readonly KnownCommand[] }
  | { readonly outcome: 'stale' }
  | Conflict
  /** The disk cannot take it. */
  | { readonly outcome: 'storage-full' };

/**
 * A place in a shop's feed, the one order over all its streams; `feedPosition` counts from 1, without gaps but for
 * what was trimmed.
 */
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
  /** An accepted command, or undefined; one that lost an event to `trim` is forgotten. Commands are scoped to their actor. */
  findCommand(actorId: PersonId, commandId: CommandId): Promise<KnownCommand | undefined>;
  /**
   * At most `limit` events after `afterVersion`, in order. Where those were trimmed the first is a later one, so look
   * at its version (application/recovery.ts does).
   */
  read(streamId: StreamId, afterVersion: number, limit: number): Promise<readonly RecordedEvent[]>;
  head(streamId: StreamId): Promise<Position>;
  /** The last position of a shop's feed, 0 when it is empty. */
  feedHead(shopId: ShopId): Promise<number>;
  /** At most `limit` entries after `afterPosition`, in order; fewer only at the end. Trimmed ones are passed over. */
  readFeed(shopId: ShopId, afterPosition: number, limit: number): Promise<readonly FeedEntry[]>;
  loadSnapshot(streamId: StreamId): Promise<StoredSnapshot | undefined>;
  /** One of an older position than the stored one changes nothing: servers save at their own pace. */
  saveSnapshot(streamId: StreamId, snapshot: StoredSnapshot): Promise<void>;
  /**
   * Removes events up to and with `throughVersion`, their feed entries, and the memory of their commands: those sent
   * again later are decided anew. Commands without events go with the first event that is later in the feed.
   *
   * Never removes more than the stored snapshot covers, and leaves the event at its position, which proves that
   * position to whoever loads it: without a snapshot nothing goes, and `head` and `feedHead` never change. A snapshot of
   * a trimmed stream is the only way to its state, so a later program must be able to read it; and a feed follower
   * whose cursor is behind misses what went. Not atomic: cut in the middle, the oldest events are gone.
   */
  trim(streamId: StreamId, throughVersion: number): Promise<void>;
  loadCursor(shopId: ShopId, follower: string): Promise<number>;
  saveCursor(shopId: ShopId, follower: string, feedPosition: number): Promise<void>;
  close(): Promise<void>;
}

/** Wakes others up; may lose and repeat messages. Whoever sees a gap reads the log. */
export interface Bus {
  /** Never throws and never calls a listener before it returns. */
  publish(topic: string, message: BusMessage): void;
  /** Returns the way to stop listening. */
  subscribe(topic: string, listener: (message: BusMessage) => void): () => void;
  close(): Promise<void>;
}

export interface BusMessage {
  /** Without events (and without a note) it says: something may have been missed, read the log. */
  readonly recorded: readonly RecordedEvent[];
  /** Something of the moment that nobody records (presence, reactions): JSON, on topics of its own. */
  readonly note?: unknown;
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
