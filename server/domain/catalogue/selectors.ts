import type { ProductId, SkuId } from '../ids.ts';
import type { CatalogueState, Product, Sku } from './state.ts';

export const productById = ({ products }: CatalogueState, productId: ProductId): Product | undefined =>
  products.find((product) => product.productId === productId);

export interface SkuOfProduct {
  readonly sku: Sku;
  readonly product: Product;
}

/** Keyed by the immutable list, so that it is made once for each change of the catalogue. */
const indices = new WeakMap<readonly Product[], ReadonlyMap<SkuId, SkuOfProduct>>();

function indexOf(products: readonly Product[]): ReadonlyMap<SkuId, SkuOfProduct> {
  const known = indices.get(products);
  if (known !== undefined) return known;
  const made = new Map(
    products.flatMap((product) => product.skus.map((sku) => [sku.skuId, { sku, product }] as const)),
  );
  indices.set(products, made);
  return made;
}

/** A variant and what it is a variant of; archived ones too, because orders and stock name them. */
export const skuById = ({ products }: CatalogueState, skuId: SkuId): SkuOfProduct | undefined =>
  indexOf(products).get(skuId);

/** What stands on receipts and lots: 'Lamp · red'. */
export const titleOfSku = ({ sku, product }: SkuOfProduct): string =>
  sku.label === '' ? product.title : `${product.title} · ${sku.label}`;
