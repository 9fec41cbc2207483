import type { RecordedEvent } from '#application/ports.ts';
import { assertNever } from '#domain/decision.ts';
import type { AuctionEvent, AuctionState } from '#domain/auction/auction.ts';
import { lotById } from '#domain/auction/selectors.ts';
import type { LotId } from '#domain/ids.ts';
import type { AuctionChannelEvent } from '#protocol/auction-views.ts';
import type { Reader } from '../channels/channel-kind.ts';
import { isOfLot, isOfOwners, selvesOfAuctionEvent } from './auction-selves.ts';
import { AuctionPresentation } from './present-auction.ts';
import { presentBid, presentNewMaximum } from './present-bid.ts';
import type { AuctionSurroundings } from './present-lot.ts';

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
  if (isOfLot(event)) return view.lot(event.lotId);
  // Nothing of it shows to anybody else, and not even when it happened is their business.
  if (isOfOwners(event)) return concerns(recorded, state, reader) ? view.lot(event.lotId) : [];
  switch (event.type) {
    case 'lot-moved':
    case 'lot-removed':
      return view.order();
    case 'lot-requeued':
      return [...view.lot(event.lotId), ...view.order()];
    case 'bid-placed':
      return presentBid(view, { ...recorded, event }, state, reader);
    case 'max-bid-changed':
      return presentNewMaximum(view, { ...recorded, event }, state, reader);
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

/** The public does not hear of a rehearsal. */
function isHiddenRun(view: AuctionPresentation, state: AuctionState, lotId: LotId): boolean {
  const lot = lotById(state, lotId);
  return lot !== undefined && lot.status !== 'queued' && !view.lots.seesRun(lot);
}

const concerns = (
  recorded: RecordedEvent<AuctionEvent>,
  state: AuctionState,
  { audience, personId }: Reader,
): boolean =>
  audience === 'staff' || (personId !== null && selvesOfAuctionEvent(recorded, state).includes(personId));
