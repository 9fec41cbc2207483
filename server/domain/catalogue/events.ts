import type { Occurrence } from '../decision.ts';
import type { PersonId, ProductId } from '../ids.ts';
import type { Product, ShopSettings } from './state.ts';

/** Events of the stream `catalogue`. */
export type CatalogueEvent =
  | { readonly type: 'product-saved'; readonly product: Product }
  | { readonly type: 'product-archived'; readonly productId: ProductId }
  | { readonly type: 'product-restored'; readonly productId: ProductId }
  | { readonly type: 'shop-set'; readonly changes: Partial<ShopSettings> };

export type CatalogueOccurrence<Event extends CatalogueEvent = CatalogueEvent> = Occurrence<Event, PersonId>;
