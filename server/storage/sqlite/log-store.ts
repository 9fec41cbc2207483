import type { DatabaseSync } from 'node:sqlite';
import { maximumDecisionAgeMs, maximumMissingEvents } from '#application/ports.ts';
import type {
  AppendStored,
  AppendToStore,
  CommandRow,
  CommandToStore,
  EventRow,
  LogReads,
  LogWrites,
} from './log-calls.ts';
import { prepareStatements, type LogStatements } from './log-statements.ts';
import { prepareTrim, type Trim } from './log-trim.ts';

/** The rules of the event log over one database. Synchronous; the caller opens and ends the transactions around writes. */
export class LogStore implements LogWrites, LogReads {
  readonly #statements: LogStatements;
  readonly #trim: Trim;

  constructor(database: DatabaseSync) {
    this.#statements = prepareStatements(database);
    this.#trim = prepareTrim(database);
  }

  /** Everything is looked at before the first row is written, so a refused append leaves no trace. */
  append(request: AppendToStore): AppendStored {
    const known = request.commands.flatMap(
      ({ actorId, commandId }) => this.findCommand(actorId, commandId) ?? [],
    );
    if (known.length > 0) return { outcome: 'known', known };
    const nowMs = Date.now();
    if (nowMs - request.decidedAtMs > maximumDecisionAgeMs) return { outcome: 'stale' };
    const heads = new Map<string, { version: number; atMs: number }>();
    const events: EventRow[] = [];
    let behind = false;
    for (const { streamId, version } of request.expected) {
      const head = this.head(streamId) ?? { version: 0, atMs: 0 };
      heads.set(streamId, { version: head.version, atMs: head.atMs });
      if (head.version === version) continue;
      behind = true;
      events.push(...this.read(streamId, version - 1, maximumMissingEvents + Math.min(version, 1)));
    }
    if (behind) return { outcome: 'conflict', events };
    return this.#record(request, heads, nowMs);
  }

  findCommand(actorId: string, commandId: string): CommandRow | undefined {
    const row = this.#statements.findCommand(actorId, commandId);
    if (!row) return undefined;
    const events = this.readFeed(row.shopId, row.afterFeedPosition, row.eventCount);
    return { actorId, commandId, digest: row.digest, events };
  }

  read(streamId: string, afterVersion: number, limit: number): readonly EventRow[] {
    return this.#statements.readStream(streamId, afterVersion, limit);
  }

  head(streamId: string): EventRow | undefined {
    return this.#statements.readHead(streamId);
  }

  feedHead(shopId: string): number {
    return this.#statements.feedHead(shopId) ?? 0;
  }

  readFeed(shopId: string, afterPosition: number, limit: number): readonly EventRow[] {
    return this.#statements.readFeed(shopId, afterPosition, limit);
  }

  loadSnapshot(streamId: string): string | undefined {
    return this.#statements.loadSnapshot(streamId);
  }

  saveSnapshot(streamId: string, body: string): void {
    this.#statements.saveSnapshot(streamId, body);
  }

  loadCursor(shopId: string, follower: string): number {
    return this.#statements.loadCursor(shopId, follower) ?? 0;
  }

  saveCursor(shopId: string, follower: string, feedPosition: number): void {
    this.#statements.saveCursor(shopId, follower, feedPosition);
  }

  trim(streamId: string, throughVersion: number, limit: number): number {
    return this.#trim(streamId, throughVersion, limit);
  }

  #record(
    request: AppendToStore,
    heads: Map<string, { version: number; atMs: number }>,
    nowMs: number,
  ): AppendStored {
    let feedPosition = this.feedHead(request.shopId);
    for (const head of heads.values()) head.atMs = Math.max(nowMs, head.atMs);
    const recordEvent = (command: CommandToStore, event: CommandToStore['events'][number]): void => {
      const head = heads.get(event.streamId);
      if (!head) throw new Error('an append writes to a stream without an expected version');
      head.version += 1;
      feedPosition += 1;
      const { actorId, commandId } = command;
      const row = { ...event, feedPosition, version: head.version, atMs: head.atMs, actorId, commandId };
      this.#statements.insertEvent(request.shopId, row);
    };
    for (const command of request.commands) {
      const { actorId, commandId, digest, events } = command;
      const { shopId } = request;
      const commandRow = { digest, shopId, afterFeedPosition: feedPosition, eventCount: events.length };
      this.#statements.insertCommand(actorId, commandId, commandRow);
      for (const event of events) recordEvent(command, event);
    }
    return { outcome: 'appended', timesMs: [...heads.values()].map(({ atMs }) => atMs) };
  }
}
