import { endAfter } from './clock.ts';
import type { AuctionEvent, BidResult } from './events.ts';
import { meetsReserve, priceAfter, standingsAfter, type Max, type Standings } from './pricing.ts';
import { bidderNumberOf } from './selectors.ts';
import type { AuctionState, Lot } from './state.ts';

type BidPlaced = Extract<AuctionEvent, { readonly type: 'bid-placed' }>;
type MaxBidChanged = Extract<AuctionEvent, { readonly type: 'max-bid-changed' }>;
export type LotOnSale = Extract<Lot, { readonly status: 'open' }>;

/** A bid that may be placed, and what it comes to. By somebody who does not lead. */
export function bidEvent(
  state: AuctionState,
  { lotId, run, terms, openRun }: LotOnSale,
  bid: Pick<BidPlaced, 'bidderId' | 'maxMinor' | 'via' | 'paddle' | 'isExact' | 'nonce' | 'readAtMs'>,
): BidPlaced {
  const { bidderId, maxMinor, isExact, readAtMs } = bid;
  const after = standingsAfter<Max>(openRun, { bidderId, maxMinor });
  const leads = after.leader?.bidderId === bidderId;
  const exactMinor = isExact && leads ? maxMinor : null;
  return {
    type: 'bid-placed',
    lotId,
    run,
    ...bid,
    bidderNumber: bidderNumberOf(state, bidderId),
    result: {
      ...outcomeOf(after, terms, { priceMinor: openRun.priceMinor, exactMinor, bidderId, maxMinor }),
      outbidId: leads ? (openRun.leader?.bidderId ?? null) : null,
      endsAtMs: endAfter(openRun, terms, readAtMs),
    },
  };
}

/** The leader's new max: moves neither price nor clock, unless it meets the reserve, which is the price then. */
export function newMaxEvent(
  { lotId, run, terms, openRun }: LotOnSale,
  change: Pick<MaxBidChanged, 'bidderId' | 'maxMinor' | 'nonce'>,
): MaxBidChanged {
  const { bidderId, maxMinor } = change;
  const after = { leader: { bidderId, maxMinor }, runnerUp: openRun.runnerUp };
  const { priceMinor } = openRun;
  return {
    type: 'max-bid-changed',
    lotId,
    run,
    ...change,
    result: {
      ...outcomeOf(after, terms, { priceMinor, exactMinor: null, bidderId, maxMinor }),
      outbidId: null,
      endsAtMs: openRun.endsAtMs,
    },
  };
}

/** Nobody leads only before the first bid, and this is after one. */
function outcomeOf(
  after: Standings,
  terms: LotOnSale['terms'],
  {
    bidderId,
    maxMinor,
    ...before
  }: Pick<BidPlaced, 'bidderId' | 'maxMinor'> & {
    readonly priceMinor: number | null;
    readonly exactMinor: number | null;
  },
): Pick<BidResult, 'priceMinor' | 'leaderId' | 'isReserveMet'> {
  const leader = after.leader ?? { bidderId, maxMinor };
  return {
    priceMinor: priceAfter(after, terms, before) ?? terms.startMinor,
    leaderId: leader.bidderId,
    isReserveMet: meetsReserve(leader.maxMinor, terms),
  };
}
