import { assertNever } from '../decision.ts';
import type { PersonId } from '../ids.ts';
import type { ShelfEvent, ShelfOccurrence } from './events.ts';
import { maximumTakenBy, type Offer, type ShelfState, type Taken } from './state.ts';

/** Folds an event into the state; total, never throws. */
export const evolveShelf = (state: ShelfState, { event, atMs }: ShelfOccurrence): ShelfState => ({
  ...apply(state, event, atMs),
  version: state.version + 1,
});

function apply(state: ShelfState, event: ShelfEvent, atMs: number): ShelfState {
  switch (event.type) {
    case 'offer-added': {
      const { showId, offerId, terms } = event;
      const offer: Offer = { status: 'planned', offerId, terms, taken: 0, takenBy: [] };
      return { ...state, showId, offers: [...state.offers, offer] };
    }
    case 'offer-moved':
      return { ...state, offers: moved(state.offers, event.offerId, event.beforeOfferId) };
    case 'offer-removed':
      return {
        ...state,
        offers: state.offers.filter(({ offerId }) => offerId !== event.offerId),
        pinnedOfferId: state.pinnedOfferId === event.offerId ? null : state.pinnedOfferId,
      };
    case 'offer-pinned':
      return { ...state, pinnedOfferId: event.offerId };
    case 'offer-edited':
      return changed(state, event.offerId, (offer) => edited(offer, event.terms));
    case 'offer-opened':
    case 'offer-ended':
      return changed(state, event.offerId, (offer) => opened(offer, event, atMs));
    case 'offer-taken':
      return changed(state, event.offerId, (offer) => taken(offer, event.personId, event.pieces));
    case 'offer-given-back':
      return changed(state, event.offerId, (offer) => taken(offer, event.personId, -event.pieces));
    default:
      return assertNever(event);
  }
}

const changed = (
  state: ShelfState,
  offerId: Offer['offerId'],
  change: (offer: Offer) => Offer,
): ShelfState => ({
  ...state,
  offers: state.offers.map((offer) => (offer.offerId === offerId ? change(offer) : offer)),
});

type Opening = Extract<ShelfEvent, { readonly type: 'offer-opened' | 'offer-ended' }>;

function opened(offer: Offer, event: Opening, atMs: number): Offer {
  const { offerId, terms, taken: pieces, takenBy } = offer;
  const base = { offerId, terms, taken: pieces, takenBy };
  if (event.type === 'offer-opened')
    return { ...base, status: 'open', openedAtMs: atMs, endsAtMs: event.endsAtMs };
  const endsAtMs = offer.status === 'planned' ? null : offer.endsAtMs;
  return { ...base, status: 'ended', endedAtMs: atMs, reason: event.reason, endsAtMs };
}

/** Who has how many is counted as long as there is a limit per buyer, and from nothing when there is one again. */
function edited(offer: Offer, terms: Offer['terms']): Offer {
  return { ...offer, terms, takenBy: terms.limitPerBuyer === null ? [] : offer.takenBy };
}

function taken(offer: Offer, personId: PersonId, pieces: number): Offer {
  const sum = offer.taken + pieces;
  if (offer.terms.limitPerBuyer === null) return { ...offer, taken: sum };
  const before = offer.takenBy.find((one) => one.personId === personId)?.pieces ?? 0;
  const others = offer.takenBy.filter((one) => one.personId !== personId);
  const own: readonly Taken[] = before + pieces > 0 ? [{ personId, pieces: before + pieces }] : [];
  return { ...offer, taken: sum, takenBy: [...others, ...own].slice(-maximumTakenBy) };
}

function moved(
  offers: readonly Offer[],
  offerId: Offer['offerId'],
  beforeOfferId: Offer['offerId'] | null,
): readonly Offer[] {
  const offer = offers.find((one) => one.offerId === offerId);
  if (offer === undefined) return offers;
  const others = offers.filter((one) => one.offerId !== offerId);
  const at = others.findIndex((one) => one.offerId === beforeOfferId);
  return at === -1 ? [...others, offer] : others.toSpliced(at, 0, offer);
}
