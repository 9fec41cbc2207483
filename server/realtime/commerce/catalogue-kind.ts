import { isOfShop } from '#application/authorise.ts';
import type { StreamChange } from '#application/application.ts';
import type { CatalogueEvent, CatalogueState, Product } from '#domain/catalogue/catalogue.ts';
import type { CatalogueChannelEvent, CatalogueView } from '#protocol/catalogue-views.ts';
import type { Principal } from '#application/principal.ts';
import type { ListKind } from '../channels/list-kind.ts';

type Change = StreamChange<CatalogueState, CatalogueEvent>;

/** `catalogue`: what the shop is and sells. Everybody may know it; archived products are for who works there. */
export const catalogueKind = (
  name: string,
  paymentMethods: CatalogueView['paymentMethods'],
): ListKind<CatalogueState, Change> => ({
  name,
  decidesRights: false,
  keyOf: (principal) => (isOfShop(principal) ? 'shop' : 'everybody'),
  refusalOf: () => undefined,
  peopleIn: () => [],
  peopleOf: () => [],
  snapshot: (principal, state): CatalogueView => ({
    settings: state.settings,
    products: seenBy(principal, state),
    paymentMethods,
  }),
  events: (principal, before, after): readonly CatalogueChannelEvent[] => {
    const was = new Map(seenBy(principal, before).map((product) => [product.productId, product]));
    const is = seenBy(principal, after);
    const here = new Set(is.map(({ productId }) => productId));
    const gone = [...was.keys()].filter((productId) => !here.has(productId));
    return [
      ...(before.settings === after.settings
        ? []
        : [{ type: 'catalogue.shop' as const, settings: after.settings }]),
      ...gone.map((productId) => ({ type: 'catalogue.product-gone' as const, productId })),
      // A product that did not change is the same object still.
      ...is
        .filter((product) => was.get(product.productId) !== product)
        .map((product) => ({ type: 'catalogue.product' as const, product })),
    ];
  },
});

const seenBy = (principal: Principal, { products }: CatalogueState): readonly Product[] =>
  isOfShop(principal) ? products : products.filter(({ isArchived }) => !isArchived);
