import { LRUCache } from 'lru-cache';
import type { StreamId } from '#domain/ids.ts';
import type { StreamRef } from './command-handler.ts';
import {
  maximumMissingEvents,
  type Conflict,
  type EventLog,
  type Position,
  type RecordedEvent,
} from './ports.ts';
import { trimByRetention } from './retention.ts';
import { positionAfter, readSince } from './recovery.ts';

/** A state, where in its stream it stands so, and when its last event was. Never changed, only replaced. */
export interface HotStream<State = unknown> {
  readonly state: State;
  readonly position: Position;
  /** 0 when it comes from a snapshot without later events; the log dates events by itself. */
  readonly atMs: number;
}

export interface HotStreamsOptions {
  readonly log: EventLog;
  /** How many streams stay in memory; the least recently used goes first and is read again when needed. */
  readonly maximumStreams: number;
  /** A snapshot is saved whenever a stream passes a multiple of this many events. */
  readonly snapshotEvery: number;
  /** And not again for so long: a stream that is written to all the time would store itself all the time. 0 by default. */
  readonly snapshotRestMs?: number;
  /** Saving a snapshot, or trimming what it covers, failed: nothing is lost, the next load is slower. */
  readonly onSnapshotError: (error: unknown) => void;
}

const pageSize = 512;
/** Of so many streams the newest events are kept, too: of auctions and rooms that are busy right now. */
const maximumTails = 64;
const maximumTail = 1_024;

/** The states of streams in memory: a cache over the log, never the truth. */
export class HotStreams {
  readonly #options: HotStreamsOptions;
  readonly #entries = new Map<StreamId, HotStream>();
  readonly #tails = new LRUCache<StreamId, readonly RecordedEvent[]>({ max: maximumTails });
  readonly #storedAtMs = new LRUCache<StreamId, number>({ max: maximumTails });

  constructor(options: HotStreamsOptions) {
    this.#options = options;
  }

  /** What memory has, perhaps behind the log: good for a decision whose append checks the version. */
  peek<State>({ streamId }: StreamRef<State>): HotStream<State> | undefined {
    const hot = this.#entries.get(streamId);
    if (hot) this.#keep(streamId, hot);
    // A stream id belongs to one kind, so what is kept under it has the state of that kind.
    return hot as HotStream<State> | undefined;
  }

  /** The stream as of now: memory or snapshot, and what the log has beyond it. */
  async load<State>(ref: StreamRef<State>): Promise<HotStream<State>> {
    const hot =
      (await this.#catchUp(ref, this.peek(ref))) ??
      (await this.#catchUp(ref, await this.#restore(ref))) ??
      (await this.#catchUp(ref, emptyStream(ref)));
    if (!hot)
      throw new Error('the log no longer holds the beginning of a stream, nor a snapshot for this program');
    const newer = this.peek(ref);
    if (newer && newer.position.version > hot.position.version) return newer;
    this.#keep(ref.streamId, hot);
    return hot;
  }

  /** Takes in events that were recorded; those it has are passed over, and a gap makes it forget the stream. */
  absorb(ref: StreamRef, recorded: readonly RecordedEvent[]): void {
    const hot = this.peek(ref);
    if (!hot) return;
    const fresh = recorded.filter(({ version }) => version > hot.position.version);
    if (fresh.length === 0) return;
    if (fresh[0]?.version !== hot.position.version + 1) return this.forget(ref.streamId);
    const next = fold(ref, hot, fresh);
    this.#keep(ref.streamId, next);
    this.#keepTail(ref.streamId, fresh);
    this.#snapshot(ref, hot.position.version, next);
  }

  /**
   * Goes on with what a conflict brought; whether memory is now where the log was at the conflict. A history that is
   * not the one memory knows makes it forget the stream.
   */
  catchUpWith(ref: StreamRef, { missing, seen }: Conflict): boolean {
    const { streamId } = ref;
    const events = missing.filter((recorded) => recorded.streamId === streamId);
    const known = seen.find((recorded) => recorded.streamId === streamId);
    const { version = 0, eventId = null } = this.peek(ref)?.position ?? {};
    if (events.length === 0 && known === undefined) return false;
    if (known?.version === version && known.eventId !== eventId) this.forget(streamId);
    this.absorb(ref, events);
    const last = events.at(-1)?.version ?? version;
    return events.length < maximumMissingEvents && this.peek(ref)?.position.version === last;
  }

  /** The events that follow a version, as far as memory has them; none when it does not have the next one. */
  tailAfter(streamId: StreamId, version: number): readonly RecordedEvent[] {
    const tail = this.#tails.get(streamId) ?? [];
    const next = version + 1 - (tail[0]?.version ?? Infinity);
    return next < 0 ? [] : tail.slice(next);
  }

  forget(streamId: StreamId): void {
    this.#entries.delete(streamId);
    this.#tails.delete(streamId);
  }

  /** From there to the newest, or undefined when the log no longer holds that place (it was trimmed, or lost its tail). */
  async #catchUp<State>(
    ref: StreamRef<State>,
    from: HotStream<State> | undefined,
  ): Promise<HotStream<State> | undefined> {
    let hot = from;
    while (hot) {
      const page = await readSince(this.#options.log, ref.streamId, hot.position, pageSize);
      if (!page) this.forget(ref.streamId);
      hot = page && fold(ref, hot, page);
      if (page) this.#keepTail(ref.streamId, page);
      if (page && page.length < pageSize) break;
    }
    return hot;
  }

  async #restore<State>(ref: StreamRef<State>): Promise<HotStream<State> | undefined> {
    const stored = await this.#options.log.loadSnapshot(ref.streamId);
    if (stored?.schemaVersion !== ref.kind.snapshotSchemaVersion) return undefined;
    // The schema version says that this is a state of the kind.
    return { state: stored.state as State, position: stored.position, atMs: 0 };
  }

  #snapshot({ streamId, kind }: StreamRef, before: number, { state, position }: HotStream): void {
    const { log, snapshotEvery, snapshotRestMs = 0, onSnapshotError } = this.#options;
    if (Math.floor(before / snapshotEvery) === Math.floor(position.version / snapshotEvery)) return;
    const nowMs = performance.now();
    if (nowMs - (this.#storedAtMs.get(streamId) ?? -Infinity) < snapshotRestMs) return;
    this.#storedAtMs.set(streamId, nowMs);
    const snapshot = { state, position, schemaVersion: kind.snapshotSchemaVersion };
    const { retention } = kind;
    const { version } = position;
    log
      .saveSnapshot(streamId, snapshot)
      .then(() => retention && trimByRetention(log, streamId, version, retention))
      .catch(onSnapshotError);
  }

  /** A tail has no gaps: what does not follow on it begins a new one. */
  #keepTail(streamId: StreamId, fresh: readonly RecordedEvent[]): void {
    const [first] = fresh;
    if (!first) return;
    const before = this.#tails.get(streamId) ?? [];
    const follows = before.at(-1)?.version === first.version - 1;
    this.#tails.set(streamId, [...(follows ? before : []), ...fresh].slice(-maximumTail));
  }

  #keep(streamId: StreamId, hot: HotStream): void {
    // A Map iterates in order of insertion, so the first key is the one used longest ago.
    this.#entries.delete(streamId);
    this.#entries.set(streamId, hot);
    if (this.#entries.size <= this.#options.maximumStreams) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}

const emptyStream = <State>({ kind }: StreamRef<State>): HotStream<State> => ({
  state: kind.initial,
  position: { version: 0, eventId: null },
  atMs: 0,
});

function fold<State>(
  { kind }: StreamRef<State>,
  hot: HotStream<State>,
  recorded: readonly RecordedEvent[],
): HotStream<State> {
  return {
    state: recorded.reduce((state, event) => kind.evolve(state, event), hot.state),
    position: positionAfter(hot.position, recorded),
    atMs: recorded.at(-1)?.atMs ?? hot.atMs,
  };
}
