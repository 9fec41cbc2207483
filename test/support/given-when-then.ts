import type { Test } from 'tap';
import type { Decision, DecisionContext, Occurrence, Rejection } from '#domain/decision.ts';

interface Decider<Command, Event, State, Id> {
  readonly initial: State;
  decide(command: Command, state: State, context: DecisionContext<Id>): Decision<Event>;
  evolve(state: State, occurrence: Occurrence<Event, Id>): State;
}

/**
 * A specification of a decider: `given(events).when(command).then(events)`. Events of the past happened at
 * `pastMs`, the command comes at `nowMs`; the same actor did and does everything unless `by` says otherwise.
 */
export function specification<Command, Event, State, Id>(
  decider: Decider<Command, Event, State, Id>,
  times: { readonly pastMs: number; readonly nowMs: number; readonly actor: Id },
) {
  return (t: Test, ...past: readonly Event[]) => {
    const { pastMs: atMs, nowMs, actor: actorId } = times;
    const state = past.reduce(
      (before, event) => decider.evolve(before, { event, atMs, actorId }),
      decider.initial,
    );
    return {
      state,
      when(command: Command, context: Partial<DecisionContext<Id>> = {}) {
        const decision = decider.decide(command, state, { nowMs, actor: actorId, ...context });
        return {
          then: (...events: readonly Event[]) => t.same(decision, { outcome: 'accepted', events }),
          refused: (code: string, details?: Rejection['details']) =>
            t.same(decision, {
              outcome: 'rejected',
              rejection: details === undefined ? { code } : { code, details },
            }),
        };
      },
    };
  };
}
