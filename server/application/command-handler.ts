import type { Decision, Occurrence } from '#domain/decision.ts';
import type { PersonId, StreamId } from '#domain/ids.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { Principal } from './principal.ts';

/** How the events of one kind of stream become a state. Written as methods, so that kinds of any state fit one list. */
export interface StreamKind<State = unknown, Event = unknown> {
  readonly initial: State;
  /** Grows whenever a stored state would no longer be read rightly; older snapshots are then ignored. */
  readonly snapshotSchemaVersion: number;
  /** What of the stream is trimmed once a snapshot covers it; absent: it is kept for ever. */
  readonly retention?: Retention;
  evolve(state: State, occurrence: Occurrence<Event, PersonId>): State;
}

/** An event goes when it is older than `ageMs`, or beyond the newest `events` and older than `leastMs`. */
export interface Retention {
  readonly events: number;
  readonly leastMs: number;
  readonly ageMs: number;
}

export interface StreamRef<State = unknown, Event = unknown> {
  readonly streamId: StreamId;
  readonly kind: StreamKind<State, Event>;
}

export interface StreamEvent<Event = unknown> {
  readonly streamId: StreamId;
  readonly event: Event;
}

export interface CommandContext<Briefing = unknown> {
  /** Store time of the decision, ms since the epoch; never before the last event of a stream it reads. */
  readonly nowMs: number;
  readonly principal: Principal;
  /** What `brief` gathered; undefined for handlers without it. */
  readonly briefing: Briefing;
}

/** What `execute` must know of a kind of command. */
export interface CommandHandler<
  Command,
  States extends readonly unknown[] = readonly unknown[],
  Briefing = unknown,
> {
  /** The streams that the decision reads and writes; commands queue by the first (see `queuesBy`). */
  streamsOf(
    command: Command,
    principal: Principal,
  ): { readonly [Index in keyof States]: StreamRef<States[Index]> };
  /** The stream that commands queue by, where it is not the first: one that many share, so that they are one batch. */
  queuesBy?(command: Command, principal: Principal): StreamId;
  /**
   * Gathers what the decision must know beside the streams and needs I/O or much time (people, word filters). Once
   * per command, before it queues; commands of one person for one stream still queue in the order they came.
   */
  brief?(command: Command, principal: Principal): Promise<Briefing>;
  /** Pure: whether this principal may, and what happens then. `states` are those of `streamsOf`, in its order. */
  decide(
    command: Command,
    states: States,
    context: CommandContext<Briefing>,
  ): Decision<StreamEvent, ErrorCode>;
}
