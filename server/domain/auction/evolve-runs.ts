import type { AuctionEvent } from './events.ts';
import { lotReplaced } from './lot-replaced.ts';
import { factsOf } from './selectors.ts';
import type { AuctionState, Lot, OpenRun, Sale } from './state.ts';

type RunEvent = Extract<
  AuctionEvent,
  {
    readonly type:
      | 'lot-opened'
      | 'going-called'
      | 'going-taken-back'
      | 'lot-sold'
      | 'lot-unsold'
      | 'lot-reopened'
      | 'lot-voided'
      | 'rehearsal-cleared';
  }
>;

/** A run from its opening to its end. */
export function evolveRuns(state: AuctionState, event: RunEvent, atMs: number): AuctionState {
  switch (event.type) {
    case 'lot-opened':
    case 'lot-reopened': {
      const { lotId } = event;
      return { ...lotReplaced(state, lotId, (lot) => opened(lot, event, atMs)), openLotId: lotId };
    }
    case 'going-called':
      return withCalls(state, event.lotId, event.call);
    case 'going-taken-back':
      return withCalls(state, event.lotId, 0);
    case 'lot-sold':
    case 'lot-unsold':
    case 'lot-voided': {
      const { lotId } = event;
      const { openLotId } = state;
      const closed = lotReplaced(state, lotId, (lot) => ended(lot, event, atMs));
      return { ...closed, openLotId: openLotId === lotId ? null : openLotId };
    }
    case 'rehearsal-cleared': {
      const lotIds = new Set(event.lotIds);
      const { openLotId } = state;
      return {
        ...state,
        lots: state.lots.map((lot) =>
          lotIds.has(lot.lotId) ? { ...factsOf(lot), status: 'queued' as const } : lot,
        ),
        openLotId: openLotId !== null && lotIds.has(openLotId) ? null : openLotId,
      };
    }
  }
}

function opened(
  lot: Lot,
  event: Extract<RunEvent, { readonly type: 'lot-opened' | 'lot-reopened' }>,
  atMs: number,
): Lot {
  const { run, endsAtMs, holdId } = event;
  const clock = { openedAtMs: atMs, endsAtMs, extendedMs: 0, calls: 0 as const, holdId };
  const facts = { ...factsOf(lot), run };
  if (event.type === 'lot-opened') {
    const { isRehearsal } = event;
    const isReserveMet = lot.terms.reserveMinor === null;
    const openRun: OpenRun = { ...emptyBook, ...clock, bookRun: run, isReserveMet, isRehearsal };
    // The real opening uses the pre-bids up; they are bids from then on.
    return { ...facts, status: 'open', openRun, preBids: isRehearsal ? lot.preBids : [] };
  }
  if (lot.status !== 'sold' && lot.status !== 'unsold') return lot;
  return { ...facts, status: 'open', openRun: { ...lot.lastRun, ...clock } };
}

const emptyBook = {
  priceMinor: null,
  leader: null,
  runnerUp: null,
  bidCount: 0,
  history: [],
  maxima: [],
} as const;

function ended(
  lot: Lot,
  event: Extract<RunEvent, { readonly type: 'lot-sold' | 'lot-unsold' | 'lot-voided' }>,
  atMs: number,
): Lot {
  const facts = factsOf(lot);
  if (event.type === 'lot-voided') {
    const lastRun = lot.status === 'open' ? lot.openRun : lot.status === 'sold' ? lot.lastRun : undefined;
    const { reason } = event;
    return lastRun ? { ...facts, status: 'voided', lastRun, voidedAtMs: atMs, reason } : lot;
  }
  if (lot.status !== 'open') return lot;
  const lastRun = lot.openRun;
  if (event.type === 'lot-unsold') return { ...facts, status: 'unsold', lastRun, closedAtMs: atMs };
  const { leader, runnerUp } = lastRun;
  if (leader === null) return lot;
  const { priceMinor, orderId, paymentDueAtMs } = event;
  const settlement: Sale['settlement'] =
    paymentDueAtMs === null ? { status: 'nothing-due' } : { status: 'payment-due', dueAtMs: paymentDueAtMs };
  const sale = { soldAtMs: atMs, buyer: leader, priceMinor, runnerUp, settlement, orderId };
  return { ...facts, status: 'sold', lastRun, sale: { ...sale, hasUsedSecondChance: false } };
}

const withCalls = (state: AuctionState, lotId: Lot['lotId'], calls: OpenRun['calls']): AuctionState =>
  lotReplaced(state, lotId, (lot) =>
    lot.status === 'open' ? { ...lot, openRun: { ...lot.openRun, calls } } : lot,
  );
