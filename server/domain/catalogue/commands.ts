import type { Decision, DecisionContext } from '../decision.ts';
import type { PersonId, ProductId } from '../ids.ts';
import type { CatalogueEvent } from './events.ts';
import type { Product, ShopSettings } from './state.ts';

/** Commands on the catalogue of the shop. Ids of products and SKUs are client-made. */
export type CatalogueCommand =
  /**
   * Makes the product or replaces what is said of it. SKUs that are missing in the new list are archived; those with
   * another unit than before are refused, because stock is counted in it.
   */
  | {
      readonly type: 'save-product';
      readonly product: Omit<Product, 'isArchived'>;
    }
  | { readonly type: 'archive-product'; readonly productId: ProductId }
  | { readonly type: 'restore-product'; readonly productId: ProductId }
  /** Only what changes. */
  | { readonly type: 'set-shop'; readonly changes: Partial<ShopSettings> };

export type CatalogueRejectionCode =
  | 'product-not-found'
  | 'product-limit-reached'
  | 'sku-taken'
  | 'sku-unit-fixed'
  | 'barcode-taken'
  | 'currency-fixed'
  | 'increments-invalid'
  | 'place-in-use'
  | 'place-doubled'
  | 'catalogue-unchanged';

export type CatalogueContext = DecisionContext<PersonId>;
export type CatalogueDecision = Decision<CatalogueEvent, CatalogueRejectionCode>;
