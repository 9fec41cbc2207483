import type { OfferView, ShelfView } from '#protocol/shelf-views.ts';

/** Open, or sold out so far: what comes back opens it again, so it keeps its place under the buyer's thumb. */
const isOffered = ({ status, isSoldOut }: OfferView): boolean => status === 'open' || isSoldOut;

/** What a buyer finds on the shelf: what is offered, then what is over. Pure. */
export const offersOnShelf = ({ offers }: ShelfView): readonly OfferView[] => [
  ...offers.filter(isOffered),
  ...offers.filter((offer) => offer.status === 'ended' && !isOffered(offer)),
];

/** What is held up on the stage, sold out or not; null where nothing is, or it is not offered. Pure. */
export const pinnedOffer = ({ offers, pinnedOfferId }: ShelfView): OfferView | null =>
  offers.find((offer) => offer.offerId === pinnedOfferId && isOffered(offer)) ?? null;
