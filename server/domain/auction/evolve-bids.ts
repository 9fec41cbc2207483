import { withMaximum } from './bidder-maxima.ts';
import type { AuctionEvent } from './events.ts';
import { lotReplaced } from './lot-replaced.ts';
import { standingsAfter } from './pricing.ts';
import { bidderNumberOf, withBidder } from './selectors.ts';
import {
  maximumHistory,
  type AuctionState,
  type HistoryEntry,
  type OpenRun,
  type Standing,
} from './state.ts';

type BidPlaced = Extract<AuctionEvent, { readonly type: 'bid-placed' }>;
type MaxBidChanged = Extract<AuctionEvent, { readonly type: 'max-bid-changed' }>;

/** The book after one bid. What it led to stands in the event. */
export function evolveBids(
  state: AuctionState,
  event: BidPlaced | MaxBidChanged,
  atMs: number,
): AuctionState {
  const sequence = state.version;
  const number = bidderNumberOf(state, event.bidderId);
  const after = lotReplaced(state, event.lotId, (lot) => {
    if (lot.status !== 'open' || lot.run !== event.run) return lot;
    const openRun =
      event.type === 'bid-placed'
        ? withBid(lot.openRun, event, sequence, atMs)
        : withNewMax(lot.openRun, event, sequence, atMs);
    const maxima = withMaximum(openRun.maxima, number, event.maxMinor);
    return { ...lot, openRun: { ...openRun, maxima } };
  });
  return event.type === 'bid-placed' ? { ...after, bidders: withBidder(state, event.bidderId) } : after;
}

function withBid(run: OpenRun, event: BidPlaced, sequence: number, atMs: number): OpenRun {
  const { bidderId, bidderNumber, paddle, maxMinor, result } = event;
  const { priceMinor, endsAtMs, isReserveMet } = result;
  const via = event.via === 'floor' ? 'floor' : 'online';
  const standing: Standing = { bidderId, bidderNumber, via, paddle, maxMinor, sequence, atMs };
  const entry: HistoryEntry = { sequence, bidderId, bidderNumber, via, paddle, priceMinor, atMs };
  return {
    ...run,
    ...standingsAfter(run, standing),
    endsAtMs,
    extendedMs: run.extendedMs + ((endsAtMs ?? 0) - (run.endsAtMs ?? 0)),
    // A bid takes "going" back.
    calls: 0,
    priceMinor,
    isReserveMet,
    bidCount: run.bidCount + 1,
    history: [entry, ...run.history.slice(0, maximumHistory - 1)],
  };
}

/** A price that moved (the reserve is met) takes "going" back, because it was called for another. */
function withNewMax(run: OpenRun, event: MaxBidChanged, sequence: number, atMs: number): OpenRun {
  const { leader } = run;
  if (leader?.bidderId !== event.bidderId) return run;
  const { maxMinor, result } = event;
  const { priceMinor, isReserveMet } = result;
  return {
    ...run,
    leader: { ...leader, maxMinor, sequence, atMs },
    priceMinor,
    isReserveMet,
    calls: priceMinor === run.priceMinor ? run.calls : 0,
  };
}
