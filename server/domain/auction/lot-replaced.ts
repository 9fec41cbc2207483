import type { LotId } from '../ids.ts';
import type { AuctionState, Lot } from './state.ts';

/** The state with another lot in this one's place; as it was where there is none. */
export function lotReplaced(state: AuctionState, lotId: LotId, replace: (lot: Lot) => Lot): AuctionState {
  const index = state.lots.findIndex((lot) => lot.lotId === lotId);
  const lot = state.lots[index];
  return lot ? { ...state, lots: state.lots.with(index, replace(lot)) } : state;
}
