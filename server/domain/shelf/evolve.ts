import type { ShelfOccurrence } from './events.ts';
import type { ShelfState } from './state.ts';

/** Folds an event into the state; total, never throws. */
export const evolveShelf = (state: ShelfState, _occurrence: ShelfOccurrence): ShelfState => state;
