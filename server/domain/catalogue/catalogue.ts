export type { CatalogueCommand, CatalogueRejectionCode } from './commands.ts';
export type { CatalogueEvent } from './events.ts';
export {
  defaultShopSettings,
  initialCatalogueState,
  maximumPlaces,
  maximumProducts,
  stallPlaceId,
  warehousePlaceId,
  type CatalogueState,
  type Place,
  type Product,
  type ProductPicture,
  type ShopSettings,
  type Sku,
  type Unit,
} from './state.ts';
export { evolveCatalogue } from './evolve.ts';
export { decideCatalogue, type CatalogueBriefing } from './decide.ts';
export { productById, skuById, titleOfSku, type SkuOfProduct } from './selectors.ts';
