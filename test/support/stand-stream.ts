import type { Following, Reading, RecoveryLimits, StreamChange } from '#application/application.ts';
import type { StreamRef } from '#application/command-handler.ts';
import type { Position, RecordedEvent } from '#application/ports.ts';
import type { CommandId, EventId, PersonId } from '#domain/ids.ts';

interface Follower<State, Event> {
  readonly listener: (change: StreamChange<State, Event>) => void;
  readonly onLost: (() => void) | undefined;
}

/** One stream of a stand, in memory: appended by hand, followed, and able to lose its tail as a log may. */
export class StandStream<State, Event> {
  readonly ref: StreamRef<State, Event>;
  readonly #nowMs: () => number;
  readonly #followers = new Set<Follower<State, Event>>();
  readonly #recorded: RecordedEvent<Event>[] = [];
  #state: State;
  /** After a loss the same versions come again with other ids. */
  #epoch = 0;

  constructor(ref: StreamRef<State, Event>, nowMs: () => number) {
    this.ref = ref;
    this.#nowMs = nowMs;
    this.#state = ref.kind.initial;
  }

  get recorded(): readonly RecordedEvent<Event>[] {
    return this.#recorded;
  }

  get version(): number {
    return this.#recorded.length;
  }

  get followers(): number {
    return this.#followers.size;
  }

  get state(): State {
    return this.#state;
  }

  get position(): Position {
    return this.#positionAt(this.version);
  }

  /** The stream moves on, and who follows it hears of it. */
  append(actorId: PersonId, events: readonly Event[]): void {
    const from = this.version;
    const recorded = events.map((event, index) => this.#record(actorId, event, from + index + 1));
    this.#recorded.push(...recorded);
    this.#state = this.#fold(this.#state, recorded);
    const change = { from, position: this.position, recorded, state: this.state };
    for (const { listener } of this.#followers) listener(change);
  }

  /** Its last events are gone, as after a failover; who was told of them hears that. */
  loseTail(count: number): void {
    this.#recorded.splice(Math.max(0, this.version - count));
    this.#state = this.#fold(this.ref.kind.initial, this.#recorded);
    this.#epoch += 1;
    const followers = [...this.#followers];
    this.#followers.clear();
    for (const { onLost } of followers) onLost?.();
  }

  async read(): Promise<Reading<State>> {
    return { state: this.state, position: this.position };
  }

  async follow(
    after: Position,
    listener: (change: StreamChange<State, Event>) => void,
    onLost?: () => void,
  ): Promise<Following | undefined> {
    if (!this.#holds(after)) return undefined;
    const follower = { listener, onLost };
    this.#followers.add(follower);
    const missed = this.#recorded.slice(after.version);
    if (missed.length > 0) {
      listener({ from: after.version, position: this.position, recorded: missed, state: this.state });
    }
    return { close: () => this.#followers.delete(follower) };
  }

  async eventsSince(
    after: Position,
    limits: RecoveryLimits,
  ): Promise<readonly RecordedEvent<Event>[] | undefined> {
    const recorded = this.#recorded.slice(after.version);
    return this.#holds(after) && recorded.length <= limits.events ? recorded : undefined;
  }

  #fold(state: State, recorded: readonly RecordedEvent<Event>[]): State {
    return recorded.reduce((before, one) => this.ref.kind.evolve(before, one), state);
  }

  #holds({ version, eventId }: Position): boolean {
    return version <= this.version && this.#positionAt(version).eventId === eventId;
  }

  #positionAt(version: number): Position {
    return { version, eventId: this.#recorded[version - 1]?.eventId ?? null };
  }

  #record(actorId: PersonId, event: Event, version: number): RecordedEvent<Event> {
    return {
      // Brands are given where ids are made; here the stand makes them.
      eventId: `event-${this.#epoch}-${version}` as EventId,
      streamId: this.ref.streamId,
      version,
      atMs: this.#nowMs(),
      actorId,
      commandId: `command-${version}` as CommandId,
      event,
    };
  }
}
