import type { LedgerOccurrence } from './events.ts';
import type { LedgerState } from './state.ts';

/** Folds an event into the state; total, never throws. */
export const evolveLedger = (state: LedgerState, _occurrence: LedgerOccurrence): LedgerState => state;
