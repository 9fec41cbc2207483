import type { Decision, Occurrence } from '#domain/decision.ts';
import type { PersonId, StreamId } from '#domain/ids.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { Principal } from './principal.ts';

/** How the events of one kind of stream become a state. Written as methods, so that kinds of any state fit one list. */
export interface StreamKind<State = unknown, Event = unknown> {
  readonly initial: State;
  /** Grows whenever a stored state would no longer be read rightly; older snapshots are then ignored. */
  readonly snapshotSchemaVersion: number;
  evolve(state: State, occurrence: Occurrence<Event, PersonId>): State;
}

export interface StreamRef<State = unknown, Event = unknown> {
  readonly streamId: StreamId;
  readonly kind: StreamKind<State, Event>;
}

export interface StreamEvent<Event = unknown> {
  readonly streamId: StreamId;
  readonly event: Event;
}

export interface CommandContext {
  /** Store time of the decision, ms since the epoch; never before the last event of a stream it reads. */
  readonly nowMs: number;
  readonly principal: Principal;
}

/** What `execute` must know of a kind of command. */
export interface CommandHandler<Command, States extends readonly unknown[] = readonly unknown[]> {
  /** The streams that the decision reads and writes; commands queue by the first. */
  streamsOf(command: Command): { readonly [Index in keyof States]: StreamRef<States[Index]> };
  /** Pure: whether this principal may, and what happens then. `states` are those of `streamsOf`, in its order. */
  decide(command: Command, states: States, context: CommandContext): Decision<StreamEvent, ErrorCode>;
}
