import type { Principal } from '#application/principal.ts';
import type { Rejection } from '#domain/decision.ts';
import type { PersonId } from '#domain/ids.ts';
import type { ErrorCode } from '#protocol/errors.ts';

/** What a kind of list adds to the machinery of all lists. Pure but for the names, which are loaded before. */
export interface ListKind<State, Change> {
  readonly name: string;
  /** Whether the list itself says who sees what: then rights are looked at again with each change. */
  readonly decidesRights: boolean;
  /** Whoever has the same key sees the same. */
  keyOf(principal: Principal, state: State): string;
  /** Why a principal may not read it right now; `undefined`: it may. */
  refusalOf(principal: Principal): Rejection<ErrorCode> | undefined;
  peopleIn(state: State): Iterable<PersonId>;
  peopleOf(change: Change): Iterable<PersonId>;
  /** The whole. */
  snapshot(principal: Principal, state: State): unknown;
  /** What is otherwise for this principal than before; each says the whole of what it names. */
  events(principal: Principal, before: State, after: State, changes: readonly Change[]): readonly unknown[];
}
