import type { OfferId, PersonId } from '../ids.ts';
import type { Offer, ShelfState } from './state.ts';

export const offerById = ({ offers }: ShelfState, offerId: OfferId): Offer | undefined =>
  offers.find((offer) => offer.offerId === offerId);

/** Pieces left of the limit; null where stock alone limits it. */
export const leftOf = ({ terms, taken }: Offer): number | null =>
  terms.limitTotal === null ? null : Math.max(0, terms.limitTotal - taken);

/** What one buyer has of an offer, where that is limited. */
export const takenByOf = ({ takenBy }: Offer, personId: PersonId): number =>
  takenBy.find((one) => one.personId === personId)?.pieces ?? 0;

/** Its last piece went, and none of it came back: not over, but nothing of it is left. */
export const isSoldOut = (offer: Offer): boolean =>
  offer.status === 'ended' && offer.reason === 'sold-out' && leftOf(offer) === 0;

/** Sold out, and what comes back of it in its time opens it again. */
export const mayComeBack = (offer: Offer, nowMs: number): boolean =>
  offer.status === 'ended' &&
  offer.reason === 'sold-out' &&
  (offer.endsAtMs === null || nowMs < offer.endsAtMs);

/** Open by the server's time: the clock's event may come a moment later. */
export const isOpenAt = (offer: Offer, nowMs: number): boolean =>
  offer.status === 'open' && (offer.endsAtMs === null || nowMs < offer.endsAtMs);
