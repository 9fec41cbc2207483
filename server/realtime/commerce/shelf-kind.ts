import { audienceOf, authorise } from '#application/authorise.ts';
import type { RecordedEvent } from '#application/ports.ts';
import { assertNever } from '#domain/decision.ts';
import type { PersonId } from '#domain/ids.ts';
import { isSoldOut } from '#domain/shelf/selectors.ts';
import type { Offer, ShelfEvent, ShelfState } from '#domain/shelf/shelf.ts';
import type { OfferView, ShelfChannelEvent, ShelfView } from '#protocol/shelf-views.ts';
import type { ChannelKind, Reader } from '../channels/channel-kind.ts';
import type { OfShow } from './auction-kind.ts';

/** `shelf-<show>`: what it sells at fixed prices. Planned offers are the crew's. */
export function shelfKind({
  name,
  showId,
  show,
}: Omit<OfShow, 'names'>): ChannelKind<ShelfState, ShelfEvent> {
  return {
    name,
    decidesRights: false,
    audienceOf: (principal) => audienceOf(principal, show()),
    refusalOf: (principal) => authorise(principal, 'channel.subscribe', { show: show() }),
    peopleOf: () => [],
    peopleIn: () => [],
    present: presentShelfEvent,
    presentMany: presentRush,
    selvesOf: ({ event }, state) => takersOf(state, event),
    snapshot: (state, reader): ShelfView => ({
      showId,
      offers: seenBy(state, reader).map((offer) => presentOffer(offer, reader)),
      pinnedOfferId: pinnedFor(state, reader),
    }),
    isApart: (state, personId) =>
      state.offers.some(({ takenBy }) => takenBy.some((taken) => taken.personId === personId)),
    isRetroactive: () => false,
    isUrgent: ({ type }) => type === 'offer-opened' || type === 'offer-ended' || type === 'offer-pinned',
  };
}

/** What one reader is told of an event, from the shelf as it is **now**. */
function presentShelfEvent(
  { event }: RecordedEvent<ShelfEvent>,
  state: ShelfState,
  reader: Reader,
): readonly ShelfChannelEvent[] {
  const seen = seenBy(state, reader);
  const offerNow = (offerId: string): readonly ShelfChannelEvent[] =>
    seen
      .filter((offer) => offer.offerId === offerId)
      .map((offer) => ({ type: 'shelf.offer', offer: presentOffer(offer, reader) }));
  const order: ShelfChannelEvent = { type: 'shelf.order', offerIds: seen.map(({ offerId }) => offerId) };
  switch (event.type) {
    case 'offer-added':
    case 'offer-edited':
    case 'offer-ended':
    case 'offer-taken':
    case 'offer-given-back':
      return offerNow(event.offerId);
    case 'offer-opened':
      // To the public it is new, and its place is not the last.
      return [...offerNow(event.offerId), order];
    case 'offer-moved':
      return offerNow(event.offerId).length === 0 ? [] : [order];
    case 'offer-removed':
      return [{ type: 'shelf.offer-gone', offerId: event.offerId }];
    case 'offer-pinned':
      return [{ type: 'shelf.pinned', offerId: pinnedFor(state, reader) }];
    default:
      return assertNever(event);
  }
}

/** Of many who take the same, only the last changes what is left. */
function presentRush(
  recorded: readonly RecordedEvent<ShelfEvent>[],
  state: ShelfState,
  reader: Reader,
): readonly ShelfChannelEvent[] {
  const last = new Map(recorded.flatMap(({ event }) => (isTaking(event) ? [[event.offerId, event]] : [])));
  const told = recorded.filter(({ event }) => !isTaking(event) || last.get(event.offerId) === event);
  return told.flatMap((one) => presentShelfEvent(one, state, reader));
}

type Taking = Extract<ShelfEvent, { readonly type: 'offer-taken' | 'offer-given-back' }>;

const isTaking = (event: ShelfEvent): event is Taking =>
  event.type === 'offer-taken' || event.type === 'offer-given-back';

function presentOffer(offer: Offer, { audience, personId }: Reader): OfferView {
  const { offerId, terms, status, taken, takenBy } = offer;
  return {
    offerId,
    terms,
    status,
    isSoldOut: isSoldOut(offer),
    openedAtMs: offer.status === 'open' ? offer.openedAtMs : null,
    endsAtMs: offer.status === 'open' ? offer.endsAtMs : null,
    left: terms.limitTotal === null ? null : Math.max(0, terms.limitTotal - taken),
    ownPieces: takenBy.find((one) => one.personId === personId)?.pieces ?? 0,
    ...(audience === 'staff' ? { taken } : {}),
  };
}

const seenBy = ({ offers }: ShelfState, { audience }: Reader): readonly Offer[] =>
  audience === 'staff' ? offers : offers.filter(({ status }) => status !== 'planned');

function pinnedFor(state: ShelfState, reader: Reader): string | null {
  const pinned = seenBy(state, reader).find(({ offerId }) => offerId === state.pinnedOfferId);
  return pinned?.offerId ?? null;
}

const takers = new WeakMap<Offer, readonly PersonId[]>();

/** Whose own pieces stand in what is told of the offer, and whose changed. */
function takersOf({ offers }: ShelfState, event: ShelfEvent): readonly PersonId[] {
  const offer = offers.find(({ offerId }) => 'offerId' in event && offerId === event.offerId);
  if (offer === undefined || event.type === 'offer-pinned') return [];
  const known = takers.get(offer) ?? offer.takenBy.map(({ personId }) => personId);
  takers.set(offer, known);
  const isKnown = !isTaking(event) || known.length === 0 || known.includes(event.personId);
  return isKnown ? known : [...known, event.personId];
}
