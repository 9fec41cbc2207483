import type { Audience } from '#application/authorise.ts';
import type { RecordedEvent } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import type { Rejection } from '#domain/decision.ts';
import type { PersonId } from '#domain/ids.ts';
import type { ErrorCode } from '#protocol/errors.ts';

/** Through whose eyes something is presented: one person's, or those of anybody in an audience (`null`). */
export interface Reader {
  readonly audience: Audience;
  readonly personId: PersonId | null;
}

/**
 * What a kind of channel adds to the machinery of all channels: a view of one stream. Everything is presented from the
 * state as it is **now**, so that no replay shows what was taken back. All pure but for the names, which are loaded
 * before.
 */
export interface ChannelKind<State, Event> {
  /** `room-<id>`: what a client subscribes to. */
  readonly name: string;
  /** Whether this very stream says who may read: then rights are looked at again with each of its changes. */
  readonly decidesRights: boolean;
  audienceOf(principal: Principal): Audience;
  /** Why a principal may not read it right now; `undefined`: it may. */
  refusalOf(principal: Principal): Rejection<ErrorCode> | undefined;
  /** As whom somebody reads who was a guest before he signed in; where absent, as himself. */
  selfOf?(principal: Principal, state: State): PersonId;
  /** Whose names a push of these events needs. */
  peopleOf(recorded: readonly RecordedEvent<Event>[], state: State): Iterable<PersonId>;
  /** Whose names a snapshot needs. */
  peopleIn(state: State): Iterable<PersonId>;
  /** Messages for the wire; none when the event is hidden from this reader. Each can be applied twice without harm. */
  present(recorded: RecordedEvent<Event>, state: State, reader: Reader): readonly unknown[];
  /** For whom this event is presented apart from their audience. */
  selvesOf(recorded: RecordedEvent<Event>, state: State): readonly PersonId[];
  /** The whole, for a reader without a position. */
  snapshot(state: State, reader: Reader): unknown;
  /** Whether a snapshot for this person differs from that of their audience. */
  isApart(state: State, personId: PersonId): boolean;
  /**
   * What several events say together, where that is shorter than what `present` says of one after the other.
   */
  presentMany?(recorded: readonly RecordedEvent<Event>[], state: State, reader: Reader): readonly unknown[];
  /** Whether the event changes how earlier ones are presented: what was serialised of them is void. */
  isRetroactive(event: Event): boolean;
  /** Whether it goes out at once, whatever the pace of the channel. */
  isUrgent(event: Event): boolean;
}

/** As whom a principal reads a channel. */
export const selfIn = <State, Event>(
  kind: Pick<ChannelKind<State, Event>, 'selfOf'>,
  principal: Principal,
  state: State,
): PersonId => kind.selfOf?.(principal, state) ?? principal.personId;
