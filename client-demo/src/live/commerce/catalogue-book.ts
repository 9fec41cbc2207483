import { assertNever } from '#domain/decision.ts';
import type { CatalogueChannelEvent, CatalogueView } from '#protocol/catalogue-views.ts';
import { followView, type FollowOptions, type Followed } from './follow-view.ts';
import { withItem } from './listed.ts';

/** The catalogue after one event. Pure. */
export const applyCatalogueEvent = (view: CatalogueView, event: CatalogueChannelEvent): CatalogueView => {
  switch (event.type) {
    case 'catalogue.product': {
      const products = withItem(view.products, event.product, ({ productId }) => productId);
      return { ...view, products };
    }
    case 'catalogue.product-gone':
      return { ...view, products: view.products.filter(({ productId }) => productId !== event.productId) };
    case 'catalogue.shop':
      return { ...view, settings: event.settings };
    default:
      return assertNever(event);
  }
};

/** What the shop has and how it sells. */
export const followCatalogue = ({ socket, time }: FollowOptions): Followed<CatalogueView> =>
  followView<CatalogueView, CatalogueChannelEvent>({
    socket,
    time,
    channel: 'catalogue',
    apply: applyCatalogueEvent,
  });
