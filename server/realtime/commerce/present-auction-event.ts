import type { RecordedEvent } from '#application/ports.ts';
import { assertNever } from '#domain/decision.ts';
import type { AuctionEvent, AuctionState } from '#domain/auction/auction.ts';
import type { LotId, PersonId } from '#domain/ids.ts';
import type { AuctionChannelEvent } from '#protocol/commerce-views.ts';
import type { Reader } from '../channels/channel-kind.ts';
import { lotOf, ownersOf } from './auction-index.ts';
import { AuctionPresentation } from './present-auction.ts';
import { movesPrice, presentBid, presentNewMaximum } from './present-bid.ts';
import type { AuctionSurroundings } from './present-lot.ts';

/** Events of a run that the public does not hear of when it was a rehearsal. */
const isHiddenRun = (view: AuctionPresentation, state: AuctionState, lotId: LotId): boolean => {
  const lot = lotOf(state, lotId);
  return lot !== undefined && lot.status !== 'queued' && !view.lots.seesRun(lot);
};

/** What one reader is told of an event, from the auction as it is **now**. Empty where it is none of his business. */
export function presentAuctionEvent(
  around: AuctionSurroundings,
  recorded: RecordedEvent<AuctionEvent>,
  state: AuctionState,
  reader: Reader,
): readonly AuctionChannelEvent[] {
  const view = new AuctionPresentation(around, state, reader);
  const { event } = recorded;
  if ('run' in event && isHiddenRun(view, state, event.lotId)) return [];
  switch (event.type) {
    case 'lot-added':
    case 'lot-edited':
    case 'pre-bid-placed':
    case 'pre-bid-withdrawn':
    case 'lot-opened':
    case 'going-called':
    case 'going-taken-back':
    case 'lot-sold':
    case 'lot-unsold':
    case 'lot-reopened':
    case 'lot-voided':
    case 'second-chance-accepted':
      return view.lot(event.lotId);
    case 'lot-moved':
    case 'lot-removed':
      return view.order();
    case 'lot-requeued':
      return [...view.lot(event.lotId), ...view.order()];
    case 'bid-placed':
      return presentBid(view, { ...recorded, event }, state, reader);
    case 'max-bid-changed':
      return presentNewMaximum(view, { ...recorded, event }, state, reader);
    case 'lot-paid':
    case 'lot-unpaid':
    case 'second-chance-offered':
    case 'second-chance-ended':
      // Nothing of it shows to anybody else, and not even when it happened is their business.
      return concerns(recorded, state, reader) ? view.lot(event.lotId) : [];
    case 'rehearsal-cleared':
      return view.lots.isStaff ? [...event.lotIds.flatMap((lotId) => view.lot(lotId)), ...view.order()] : [];
    case 'paddle-given':
    case 'paddle-returned':
      return view.paddles();
    case 'bidder-barred':
    case 'bidder-unbarred':
      return view.bar(event.personId);
    default:
      return assertNever(event);
  }
}

/** For whom an event is presented apart: those whose own part of the lot goes with it. */
export function selvesOfAuctionEvent(
  recorded: RecordedEvent<AuctionEvent>,
  state: AuctionState,
): readonly PersonId[] {
  const { event } = recorded;
  switch (event.type) {
    case 'bid-placed':
      return [event.bidderId, event.result.leaderId, event.result.outbidId].filter((one) => one !== null);
    case 'max-bid-changed':
      return movesPrice({ ...recorded, event }, state)
        ? [event.bidderId, ...owners(state, event.lotId)]
        : [event.bidderId];
    case 'pre-bid-withdrawn':
    case 'second-chance-offered':
    case 'second-chance-accepted':
    case 'second-chance-ended':
      return [event.bidderId, ...owners(state, event.lotId)];
    case 'lot-added':
    case 'lot-edited':
    case 'pre-bid-placed':
    case 'lot-opened':
    case 'going-called':
    case 'going-taken-back':
    case 'lot-sold':
    case 'lot-unsold':
    case 'lot-reopened':
    case 'lot-voided':
    case 'lot-requeued':
    case 'lot-paid':
    case 'lot-unpaid':
      return owners(state, event.lotId);
    case 'rehearsal-cleared':
      return event.lotIds.flatMap((lotId) => owners(state, lotId));
    case 'bidder-barred':
    case 'bidder-unbarred':
      return [event.personId];
    case 'lot-moved':
    case 'lot-removed':
    case 'paddle-given':
    case 'paddle-returned':
      return [];
    default:
      return assertNever(event);
  }
}

/** What must not wait for the pace: whoever still sees a button presses it. */
export const isUrgentInAuction = ({ type }: AuctionEvent): boolean => urgent.has(type);

const urgent: ReadonlySet<AuctionEvent['type']> = new Set([
  'lot-opened',
  'going-called',
  'going-taken-back',
  'lot-sold',
  'lot-unsold',
  'lot-reopened',
  'lot-voided',
]);

const owners = (state: AuctionState, lotId: LotId): readonly PersonId[] => {
  const lot = lotOf(state, lotId);
  return lot === undefined ? [] : [...ownersOf(lot)];
};

const concerns = (
  recorded: RecordedEvent<AuctionEvent>,
  state: AuctionState,
  { audience, personId }: Reader,
): boolean =>
  audience === 'staff' || (personId !== null && selvesOfAuctionEvent(recorded, state).includes(personId));
