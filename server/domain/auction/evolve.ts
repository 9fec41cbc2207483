import type { AuctionOccurrence } from './events.ts';
import type { AuctionState } from './state.ts';

/** Folds an event into the state; total, never throws. */
export const evolveAuction = (state: AuctionState, _occurrence: AuctionOccurrence): AuctionState => state;
