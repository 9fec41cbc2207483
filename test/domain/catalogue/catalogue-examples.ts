import type { Test } from 'tap';
import {
  decideCatalogue,
  evolveCatalogue,
  initialCatalogueState,
  type CatalogueCommand,
  type CatalogueEvent,
  type CatalogueState,
  type Product,
  type ShopSettings,
  type Sku,
} from '#domain/catalogue/catalogue.ts';
import type { PlaceId, ProductId, SkuId } from '#domain/ids.ts';
import { Given, type Noun } from '../given.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
export const productIdOf = (name: string): ProductId => `product-${name}` as ProductId;
export const skuIdOf = (name: string): SkuId => `sku-${name}` as SkuId;
export const placeIdOf = (name: string): PlaceId => `place-${name}` as PlaceId;

/** With stock in these places. */
export const catalogueWith = (
  placesInUse: readonly PlaceId[],
): Noun<CatalogueState, CatalogueEvent, CatalogueCommand> => ({
  initial: initialCatalogueState,
  evolve: evolveCatalogue,
  decide: (command, state, context) =>
    decideCatalogue(command, state, { ...context, briefing: { placesInUse } }),
});

export const given = (t: Test, ...history: readonly CatalogueEvent[]) =>
  new Given(catalogueWith([]), t, initialCatalogueState, history);

export const skuOf = (name: string, parts: Partial<Sku> = {}): Sku => ({
  skuId: skuIdOf(name),
  label: '',
  priceMinor: 500,
  unit: { name: 'piece', divisions: 1, divisionName: 'piece', leastQuantity: 1 },
  barcode: null,
  isArchived: false,
  ...parts,
});

export const productOf = (
  name: string,
  skus: readonly Sku[] = [skuOf(name)],
  parts: Partial<Product> = {},
): Product => ({
  productId: productIdOf(name),
  title: name,
  description: '',
  pictures: [],
  taxLabel: 'incl. 19 % VAT',
  skus,
  isArchived: false,
  ...parts,
});

export const saved = (product: Product): CatalogueEvent => ({ type: 'product-saved', product });
export const save = ({ isArchived: _isArchived, ...product }: Product): CatalogueCommand => ({
  type: 'save-product',
  product,
});
export const archived = (name: string): CatalogueEvent => ({
  type: 'product-archived',
  productId: productIdOf(name),
});
export const restored = (name: string): CatalogueEvent => ({
  type: 'product-restored',
  productId: productIdOf(name),
});
export const archive = (name: string): CatalogueCommand => ({
  type: 'archive-product',
  productId: productIdOf(name),
});
export const restore = (name: string): CatalogueCommand => ({
  type: 'restore-product',
  productId: productIdOf(name),
});
export const setShop = (changes: Partial<ShopSettings>): CatalogueCommand => ({ type: 'set-shop', changes });
