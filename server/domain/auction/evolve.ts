import type { AuctionOccurrence } from './events.ts';
import { evolveBidders } from './evolve-bidders.ts';
import { evolveBids } from './evolve-bids.ts';
import { evolveQueue } from './evolve-queue.ts';
import { evolveRuns } from './evolve-runs.ts';
import { evolveSales } from './evolve-sales.ts';
import type { AuctionState } from './state.ts';

/**
 * The auction after one event. Pure and total: never throws, and an event that does not fit the state (which
 * `decideAuction` never makes) changes nothing but the count.
 */
export function evolveAuction(state: AuctionState, occurrence: AuctionOccurrence): AuctionState {
  const counted = { ...state, version: state.version + 1 };
  const { event, actorId, atMs } = occurrence;
  switch (event.type) {
    case 'bid-placed':
    case 'max-bid-changed':
      return evolveBids(counted, event, atMs);
    case 'lot-added':
    case 'lot-edited':
    case 'lot-moved':
    case 'lot-removed':
    case 'lot-requeued':
    case 'pre-bid-placed':
    case 'pre-bid-withdrawn':
      return evolveQueue(counted, event, atMs);
    case 'lot-opened':
    case 'lot-reopened':
    case 'going-called':
    case 'going-taken-back':
    case 'lot-sold':
    case 'lot-unsold':
    case 'lot-voided':
    case 'rehearsal-cleared':
      return evolveRuns(counted, event, atMs);
    case 'lot-paid':
    case 'lot-unpaid':
    case 'second-chance-offered':
    case 'second-chance-accepted':
    case 'second-chance-ended':
      return evolveSales(counted, event, atMs);
    case 'paddle-given':
    case 'paddle-returned':
    case 'bidder-barred':
    case 'bidder-unbarred':
      return evolveBidders(counted, { event, actorId, atMs });
    default:
      return forgotten(event, counted);
  }
}

/** An event of a later version of this program stands in the log: an older one must still run, and still count. */
function forgotten(event: never, state: AuctionState): AuctionState {
  void event;
  return state;
}
