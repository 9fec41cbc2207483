import type { TillOccurrence } from './events.ts';
import type { TillsState } from './state.ts';

/** Folds an event into the state; total, never throws. */
export const evolveTills = (state: TillsState, _occurrence: TillOccurrence): TillsState => state;
