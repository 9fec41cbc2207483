import type { AuctionEvent } from './events.ts';
import { factsOf } from './selectors.ts';
import {
  maximumLots,
  maximumPreBids,
  maximumRemovedLots,
  type AuctionState,
  type Lot,
  type PreBid,
} from './state.ts';
import { lotReplaced } from './lot-replaced.ts';

type QueueEvent = Extract<
  AuctionEvent,
  {
    readonly type:
      | 'lot-added'
      | 'lot-edited'
      | 'lot-moved'
      | 'lot-removed'
      | 'lot-requeued'
      | 'pre-bid-placed'
      | 'pre-bid-withdrawn';
  }
>;

/** The queue after one event. */
export function evolveQueue(state: AuctionState, event: QueueEvent, atMs: number): AuctionState {
  const { lotId } = event;
  switch (event.type) {
    case 'lot-added': {
      const lot: Lot = { ...event.facts, status: 'queued', preBids: [], run: 0 };
      return { ...state, showId: event.showId, lots: [...state.lots, lot].slice(-maximumLots) };
    }
    case 'lot-edited':
      return lotReplaced(state, lotId, (lot) => ({ ...lot, ...event.facts }));
    case 'lot-moved':
      return { ...state, lots: moved(state.lots, lotId, event.beforeLotId) };
    case 'lot-removed':
      return {
        ...state,
        lots: state.lots.filter((lot) => lot.lotId !== lotId),
        removedLotIds: [lotId, ...state.removedLotIds].slice(0, maximumRemovedLots),
      };
    case 'lot-requeued': {
      const queued = lotReplaced(state, lotId, (lot) => ({ ...factsOf(lot), status: 'queued' }));
      const first = state.lots.find((lot) => lot.status === 'queued')?.lotId ?? null;
      return { ...queued, lots: moved(queued.lots, lotId, first) };
    }
    case 'pre-bid-placed': {
      const { bidderId, maxMinor } = event;
      const preBid = { bidderId, maxMinor, atMs };
      return lotReplaced(state, lotId, (lot) => ({ ...lot, preBids: withPreBid(lot, preBid) }));
    }
    case 'pre-bid-withdrawn':
      return lotReplaced(state, lotId, (lot) => ({
        ...lot,
        preBids: lot.preBids.filter(({ bidderId }) => bidderId !== event.bidderId),
      }));
  }
}

function moved(lots: readonly Lot[], lotId: Lot['lotId'], beforeLotId: Lot['lotId'] | null): readonly Lot[] {
  const lot = lots.find((one) => one.lotId === lotId);
  if (!lot || beforeLotId === lotId) return lots;
  const others = lots.filter((one) => one !== lot);
  const index = others.findIndex((one) => one.lotId === beforeLotId);
  return others.toSpliced(index === -1 ? others.length : index, 0, lot);
}

/** A new amount goes last, because on a tie the earlier max leads, and this one is of now. */
function withPreBid({ preBids }: Lot, preBid: PreBid): readonly PreBid[] {
  const others = preBids.filter(({ bidderId }) => bidderId !== preBid.bidderId);
  return others.length < maximumPreBids ? [...others, preBid] : [...withoutLowest(others), preBid];
}

/** Of equals the latest goes. */
function withoutLowest(preBids: readonly PreBid[]): readonly PreBid[] {
  const lowestMinor = Math.min(...preBids.map(({ maxMinor }) => maxMinor));
  return preBids.toSpliced(
    preBids.findLastIndex(({ maxMinor }) => maxMinor === lowestMinor),
    1,
  );
}
