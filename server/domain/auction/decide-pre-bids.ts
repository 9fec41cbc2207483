import { accepted, rejected } from '../decision.ts';
import type { PersonId } from '../ids.ts';
import type { AuctionDecision } from './commands.ts';
import { incrementAt } from './increments.ts';
import { preBidOf } from './selectors.ts';
import { maximumPreBids, type Lot } from './state.ts';

interface PreBidWish {
  readonly bidderId: PersonId;
  readonly run: number;
  readonly amountMinor: number;
}

/** Bids before the start. Always a max; only the start is asked, because nobody knows what others bid. */
export function decidePreBid({ bidderId, run, amountMinor }: PreBidWish, lot: Lot): AuctionDecision {
  const { lotId, terms } = lot;
  // A rehearsal that the bidder knows nothing of may have opened it, so earlier runs and 0 are meant well.
  if (run > lot.run) return rejected('lot-moved-on', { run: lot.run });
  const own = preBidOf(lot, bidderId);
  if (own?.maxMinor === amountMinor) return rejected('bid-unchanged');
  const minimumMinor = own ? terms.startMinor : Math.max(terms.startMinor, leastOfMany(lot));
  if (amountMinor < minimumMinor) return rejected('bid-too-low', { minimumMinor });
  return accepted({ type: 'pre-bid-placed', lotId, bidderId, maxMinor: amountMinor });
}

/** Where the list is full, the lowest gives way to whoever bids more; it would have won nothing. */
function leastOfMany({ preBids, terms }: Lot): number {
  if (preBids.length < maximumPreBids) return 0;
  const lowestMinor = Math.min(...preBids.map(({ maxMinor }) => maxMinor));
  return lowestMinor + incrementAt(terms.increments, lowestMinor);
}
