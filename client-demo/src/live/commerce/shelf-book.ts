import { assertNever } from '#domain/decision.ts';
import type { OfferView, ShelfChannelEvent, ShelfView } from '#protocol/shelf-views.ts';
import { followView, type FollowShowOptions, type Followed } from './follow-view.ts';
import { inOrder, withItem } from './listed.ts';

const offerIdOf = ({ offerId }: OfferView): string => offerId;

/** The shelf after one event. Pure. */
export const applyShelfEvent = (view: ShelfView, event: ShelfChannelEvent): ShelfView => {
  switch (event.type) {
    case 'shelf.offer':
      return { ...view, offers: withItem(view.offers, event.offer, offerIdOf) };
    case 'shelf.offer-gone':
      return {
        ...view,
        offers: view.offers.filter(({ offerId }) => offerId !== event.offerId),
        pinnedOfferId: view.pinnedOfferId === event.offerId ? null : view.pinnedOfferId,
      };
    case 'shelf.order':
      return { ...view, offers: inOrder(view.offers, event.offerIds, offerIdOf) };
    case 'shelf.pinned':
      return { ...view, pinnedOfferId: event.offerId };
    default:
      return assertNever(event);
  }
};

/** What a show sells at a fixed price. How many are left stands in the ledger. */
export const followShelf = ({ socket, time, showId }: FollowShowOptions): Followed<ShelfView> =>
  followView<ShelfView, ShelfChannelEvent>({
    socket,
    time,
    channel: `shelf-${showId}`,
    apply: applyShelfEvent,
  });
