import type { AuctionEvent, AuctionOccurrence } from './events.ts';
import { maximumBarred, type AuctionState } from './state.ts';

type BidderEvent = Extract<
  AuctionEvent,
  { readonly type: 'paddle-given' | 'paddle-returned' | 'bidder-barred' | 'bidder-unbarred' }
>;

/** Who may bid, after one event. Where too many are barred, the one of longest ago goes free. */
export function evolveBidders(
  state: AuctionState,
  { event, actorId, atMs }: AuctionOccurrence<BidderEvent>,
): AuctionState {
  switch (event.type) {
    case 'paddle-given': {
      const { paddle, personId } = event;
      return { ...state, paddles: [...state.paddles, { paddle, personId }] };
    }
    case 'paddle-returned':
      return { ...state, paddles: state.paddles.filter(({ paddle }) => paddle !== event.paddle) };
    case 'bidder-barred': {
      const { personId, reason } = event;
      const barred = [...state.barred, { personId, reason, byId: actorId, atMs }];
      return { ...state, barred: barred.slice(-maximumBarred) };
    }
    case 'bidder-unbarred':
      return { ...state, barred: state.barred.filter(({ personId }) => personId !== event.personId) };
  }
}
