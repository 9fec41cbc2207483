import type { Product, ShopSettings } from '#domain/catalogue/catalogue.ts';

/** Snapshot of the channel `catalogue`; everybody may read it. Archived products are for the crew only. */
export interface CatalogueView {
  readonly settings: ShopSettings;
  readonly products: readonly Product[];
  /** What a buyer may pay with; `stripe` where it is set up. */
  readonly paymentMethods: readonly ('stall' | 'stripe')[];
}
export type CatalogueChannelEvent =
  | { readonly type: 'catalogue.product'; readonly product: Product }
  | { readonly type: 'catalogue.product-gone'; readonly productId: string }
  | { readonly type: 'catalogue.shop'; readonly settings: ShopSettings };
