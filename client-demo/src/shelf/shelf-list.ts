import type { OfferView, ShelfView } from '#protocol/shelf-views.ts';

/** What a buyer finds on the shelf: what is open, then what is over. Pure. */
export const offersOnShelf = ({ offers }: ShelfView): readonly OfferView[] => [
  ...offers.filter(({ status }) => status === 'open'),
  ...offers.filter(({ status }) => status === 'ended'),
];

/** What is held up on the stage; null where nothing is, or it is not open. Pure. */
export const pinnedOffer = ({ offers, pinnedOfferId }: ShelfView): OfferView | null =>
  offers.find(({ offerId, status }) => offerId === pinnedOfferId && status === 'open') ?? null;
