import type { OrderOccurrence } from './events.ts';
import type { OrderState } from './state.ts';

/** Folds an event into the state; total, never throws. */
export const evolveOrder = (state: OrderState, _occurrence: OrderOccurrence): OrderState => state;
