/** What passes between the event log on the main thread and the thread that owns the database: plain data only. */

/** One event as its row has it. */
export interface EventRow {
  readonly feedPosition: number;
  readonly streamId: string;
  readonly version: number;
  readonly eventId: string;
  readonly atMs: number;
  readonly actorId: string;
  readonly commandId: string;
  /** The event as JSON. */
  readonly body: string;
}

export interface CommandRow {
  readonly actorId: string;
  readonly commandId: string;
  readonly digest: string;
  readonly events: readonly EventRow[];
}

export interface CommandToStore {
  readonly actorId: string;
  readonly commandId: string;
  readonly digest: string;
  readonly events: readonly { readonly streamId: string; readonly eventId: string; readonly body: string }[];
}

export interface AppendToStore {
  readonly shopId: string;
  readonly decidedAtMs: number;
  readonly expected: readonly { readonly streamId: string; readonly version: number }[];
  readonly commands: readonly CommandToStore[];
}

export type AppendStored =
  /** Of the events of each expected stream, in the order of those. */
  | { readonly outcome: 'appended'; readonly timesMs: readonly number[] }
  | { readonly outcome: 'known'; readonly known: readonly CommandRow[] }
  /** Of each stream that is at another version: the events from the expected version on. */
  | { readonly outcome: 'conflict'; readonly events: readonly EventRow[] }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'storage-full' };

/** Calls that write; those that wait together are committed together. */
export interface LogWrites {
  append(request: AppendToStore): AppendStored;
  saveSnapshot(streamId: string, body: string): void;
  saveCursor(shopId: string, follower: string, feedPosition: number): void;
  /** Removes at most `limit` events, the oldest first; how many it removed. */
  trim(streamId: string, throughVersion: number, limit: number): number;
}

export interface LogReads {
  findCommand(actorId: string, commandId: string): CommandRow | undefined;
  read(streamId: string, afterVersion: number, limit: number): readonly EventRow[];
  head(streamId: string): EventRow | undefined;
  feedHead(shopId: string): number;
  readFeed(shopId: string, afterPosition: number, limit: number): readonly EventRow[];
  loadSnapshot(streamId: string): string | undefined;
  loadCursor(shopId: string, follower: string): number;
}

export type LogMethods = LogWrites & LogReads & { close(): void };
export type LogMethod = keyof LogMethods;
export const writingMethods: readonly LogMethod[] = ['append', 'saveSnapshot', 'saveCursor', 'trim'];

export type LogCall = {
  readonly [Method in LogMethod]: {
    readonly id: number;
    readonly method: Method;
    readonly args: Parameters<LogMethods[Method]>;
  };
}[LogMethod];

export type LogAnswer =
  { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: Error };

/** First word of the thread: it serves, or says why it cannot. */
export type LogGreeting = { readonly ready: true } | { readonly ready: false; readonly reason: string };

export interface LogThreadOptions {
  readonly path: string;
  /** The database refuses to grow beyond; 0 means the disk is the only limit. */
  readonly maximumSizeBytes: number;
}
