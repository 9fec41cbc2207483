import { audienceOf, authorise } from '#application/authorise.ts';
import type { Application } from '#application/application.ts';
import { bidderIn } from '#application/commerce/bidder-in.ts';
import type { RecordedEvent } from '#application/ports.ts';
import type { AuctionEvent, AuctionState, Lot } from '#domain/auction/auction.ts';
import { isBarred, lotById, ownMaxMinorOf } from '#domain/auction/selectors.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { ChannelKind } from '../channels/channel-kind.ts';
import { ownersOf } from './lot-owners.ts';
import { AuctionPresentation } from './present-auction.ts';
import { isUrgentInAuction, selvesOfAuctionEvent } from './auction-selves.ts';
import { presentAuctionEvent } from './present-auction-event.ts';
import { presentManyLots } from './present-many-lots.ts';

export interface OfShow {
  readonly name: string;
  readonly showId: ShowId;
  readonly show: () => ShowState;
  readonly names: Pick<Application['names'], 'nameOf'>;
}

/** `auction-<show>`: its lots and bids, for whoever may know of the show. */
export function auctionKind({ name, showId, show, names }: OfShow): ChannelKind<AuctionState, AuctionEvent> {
  const around = { showId, nameOf: (personId: PersonId) => names.nameOf(personId) };
  return {
    name,
    decidesRights: false,
    audienceOf: (principal) => audienceOf(principal, show()),
    refusalOf: (principal) => authorise(principal, 'channel.subscribe', { show: show() }),
    selfOf: (principal, state) => bidderIn(state, principal),
    peopleOf,
    peopleIn,
    present: (recorded, state, reader) => presentAuctionEvent(around, recorded, state, reader),
    presentMany: (recorded, state, reader) =>
      presentManyLots(recorded, {
        each: (one) => presentAuctionEvent(around, one, state, reader),
        whole: (lotId) => new AuctionPresentation(around, state, reader).lot(lotId),
      }),
    selvesOf: selvesOfAuctionEvent,
    snapshot: (state, reader) => new AuctionPresentation(around, state, reader).auction(),
    isApart: (state, personId) =>
      isBarred(state, personId) || state.lots.some((lot) => hasPart(state, lot, personId)),
    isRetroactive: () => false,
    isUrgent: isUrgentInAuction,
  };
}

const hasPart = (state: AuctionState, lot: Lot, personId: PersonId): boolean =>
  ownersOf(lot).has(personId) || ownMaxMinorOf(state, lot, personId) !== null;

/** Names are for the crew; those of one lot where that says which. */
function peopleOf(recorded: readonly RecordedEvent<AuctionEvent>[], state: AuctionState): Iterable<PersonId> {
  const people = new Set<PersonId>();
  for (const { event } of recorded) {
    if (!('lotId' in event)) return peopleIn(state);
    const lot = lotById(state, event.lotId);
    for (const personId of lot === undefined ? [] : ownersOf(lot)) people.add(personId);
    if (event.type === 'bid-placed') people.add(event.bidderId).add(event.result.leaderId);
  }
  return people;
}

function peopleIn({ lots, paddles, barred }: AuctionState): Iterable<PersonId> {
  const people = new Set<PersonId>();
  for (const lot of lots) for (const personId of ownersOf(lot)) people.add(personId);
  for (const { personId } of [...paddles, ...barred]) people.add(personId);
  return people;
}
