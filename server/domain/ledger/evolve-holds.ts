import type { HoldId } from '../ids.ts';
import type { LedgerEvent } from './events.ts';
import { addLines, noteLines, reserveOfLines } from './evolve-pools.ts';
import { holdOf } from './selectors.ts';
import type { Hold, LedgerState } from './state.ts';

type HoldEvent = Extract<LedgerEvent, { readonly type: `hold-${string}` }>;

export function evolveHold(state: LedgerState, event: HoldEvent, atMs: number): LedgerState {
  if (event.type === 'hold-placed') {
    const { hold } = event;
    const held = reserveOfLines(addLines(state, hold.lines, { held: 1 }), hold.lines, -1);
    return { ...held, holds: [...held.holds, hold] };
  }
  const hold = holdOf(state, event.holdId);
  // Evolving is total: an event on a hold that is not there changes nothing.
  if (hold === undefined) return state;
  switch (event.type) {
    case 'hold-extended':
      return replaced(state, { ...hold, deadlineMs: event.deadlineMs });
    case 'hold-assigned':
      return replaced(state, { ...hold, owner: event.owner, deadlineMs: event.deadlineMs });
    case 'hold-released': {
      const released = addLines(without(state, hold.holdId), hold.lines, { held: -1 });
      return reserveOfLines(released, hold.lines, 1);
    }
    case 'hold-sold': {
      const sold = addLines(without(state, hold.holdId), hold.lines, { held: -1, sold: 1 });
      return noteLines(sold, 'sold', hold.lines, atMs);
    }
  }
}

const replaced = (state: LedgerState, hold: Hold): LedgerState => ({
  ...state,
  holds: state.holds.map((one) => (one.holdId === hold.holdId ? hold : one)),
});

const without = (state: LedgerState, holdId: HoldId): LedgerState => ({
  ...state,
  holds: state.holds.filter((hold) => hold.holdId !== holdId),
});
