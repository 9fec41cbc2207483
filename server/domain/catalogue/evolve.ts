import { assertNever } from '../decision.ts';
import type { ProductId } from '../ids.ts';
import type { CatalogueOccurrence } from './events.ts';
import type { CatalogueState, Product } from './state.ts';

/** Folds an event into the state; total, never throws. */
export function evolveCatalogue(state: CatalogueState, { event }: CatalogueOccurrence): CatalogueState {
  const next = { ...state, version: state.version + 1 };
  switch (event.type) {
    case 'product-saved':
      return { ...next, products: withProduct(state.products, event.product) };
    case 'product-archived':
      return { ...next, products: archived(state.products, event.productId, true) };
    case 'product-restored':
      return { ...next, products: archived(state.products, event.productId, false) };
    case 'shop-set':
      return { ...next, settings: { ...state.settings, ...event.changes } };
    default:
      return assertNever(event);
  }
}

/** In its place, or last. */
function withProduct(products: readonly Product[], product: Product): readonly Product[] {
  const index = products.findIndex(({ productId }) => productId === product.productId);
  return index === -1 ? [...products, product] : products.with(index, product);
}

const archived = (
  products: readonly Product[],
  productId: ProductId,
  isArchived: boolean,
): readonly Product[] =>
  products.map((product) => (product.productId === productId ? { ...product, isArchived } : product));
