import type { RecordedEvent } from '#application/ports.ts';
import { assertNever } from '#domain/decision.ts';
import type { AuctionEvent, AuctionState } from '#domain/auction/auction.ts';
import { lotById } from '#domain/auction/selectors.ts';
import type { LotId, PersonId } from '#domain/ids.ts';
import { ownersOf } from './lot-owners.ts';
import { movesPrice } from './present-bid.ts';

/** Of these everybody is told the lot, as it is now. */
const ofLot = [
  'lot-added',
  'lot-edited',
  'pre-bid-placed',
  'pre-bid-withdrawn',
  'lot-opened',
  'going-called',
  'going-taken-back',
  'lot-sold',
  'lot-unsold',
  'lot-reopened',
  'lot-voided',
  'second-chance-accepted',
] as const;
/** Of these, the crew and those whose lot it is. */
const ofOwners = ['lot-paid', 'lot-unpaid', 'second-chance-offered', 'second-chance-ended'] as const;

type OfType<Types extends readonly string[]> = Extract<AuctionEvent, { readonly type: Types[number] }>;

const isOneOf = <Types extends readonly string[]>(
  event: AuctionEvent,
  types: Types,
): event is OfType<Types> => types.includes(event.type);

export const isOfLot = (event: AuctionEvent): event is OfType<typeof ofLot> => isOneOf(event, ofLot);
export const isOfOwners = (event: AuctionEvent): event is OfType<typeof ofOwners> => isOneOf(event, ofOwners);

/** For whom an event is presented apart: those whose own part of the lot goes with it. */
export function selvesOfAuctionEvent(
  recorded: RecordedEvent<AuctionEvent>,
  state: AuctionState,
): readonly PersonId[] {
  const { event } = recorded;
  if (isOfLot(event) || isOfOwners(event)) {
    const theirs = owners(state, event.lotId);
    // Whose part it was may have none by now.
    return 'bidderId' in event ? [...theirs, event.bidderId] : theirs;
  }
  switch (event.type) {
    case 'bid-placed':
      return [event.bidderId, event.result.leaderId, event.result.outbidId].filter((one) => one !== null);
    case 'max-bid-changed': {
      const others = movesPrice({ ...recorded, event }, state) ? owners(state, event.lotId) : [];
      return [...others, event.bidderId];
    }
    case 'lot-requeued':
      return owners(state, event.lotId);
    case 'bidder-barred':
    case 'bidder-unbarred':
      return [event.personId];
    case 'rehearsal-cleared':
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
const urgent = [
  'lot-opened',
  'going-called',
  'going-taken-back',
  'lot-sold',
  'lot-unsold',
  'lot-reopened',
  'lot-voided',
] as const;

export const isUrgentInAuction = (event: AuctionEvent): boolean => isOneOf(event, urgent);

const owners = (state: AuctionState, lotId: LotId): readonly PersonId[] => {
  const lot = lotById(state, lotId);
  return lot === undefined ? [] : [...ownersOf(lot)];
};
