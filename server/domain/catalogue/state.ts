import type { IncrementStep } from '../auction/auction.ts';
import { defaultIncrements } from '../auction/auction.ts';
import type { MediaId, PlaceId, ProductId, SkuId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';

/** One variant. Never deleted, because orders and stock name it; archived instead. */
export interface Sku {
  readonly skuId: SkuId;
  /** 'Red / M'; empty where the product has one variant only. */
  readonly label: string;
  /** Of one whole unit. */
  readonly priceMinor: AmountMinor;
  readonly unit: Unit;
  /** EAN or the shop's own, as the scanner reads it; unique among all SKUs that are not archived. */
  readonly barcode: string | null;
  readonly isArchived: boolean;
}

/** 1 case = 12 bottles: `{ name: 'case', divisions: 12, divisionName: 'bottle', leastQuantity: 1 }`. */
export interface Unit {
  readonly name: string;
  /** 1: sold whole. */
  readonly divisions: number;
  readonly divisionName: string;
  /** The least that is sold, in divisions; quantities are multiples of it. */
  readonly leastQuantity: number;
}

export interface Product {
  readonly productId: ProductId;
  readonly title: string;
  readonly description: string;
  /** Of the full pictures, first one first. */
  readonly pictures: readonly ProductPicture[];
  /** As it stands on receipts: 'incl. 19 % VAT'. */
  readonly taxLabel: string;
  readonly skus: readonly Sku[];
  readonly isArchived: boolean;
}

export interface ProductPicture {
  readonly mediaId: MediaId;
  readonly thumbnailId: MediaId;
}

export interface Place {
  readonly placeId: PlaceId;
  readonly name: string;
  readonly kind: 'stall' | 'warehouse';
}

/** What holds for the whole shop. Times in ms. */
export interface ShopSettings {
  readonly name: string;
  /** ISO 4217; fixed once something has a price. */
  readonly currency: string;
  readonly increments: readonly IncrementStep[];
  /** Of new stock, set aside for the people in the room; rounded up. */
  readonly onSiteReservePercent: number;
  readonly holdMsSignedIn: number;
  readonly holdMsAnonymous: number;
  /** After the hammer. */
  readonly paymentDueMs: number;
  readonly secondChanceMs: number;
  /** Before the first bid. */
  readonly bidRequires: 'nothing' | 'sign-in' | 'payment-method';
  readonly shipsParcels: boolean;
  readonly shippingMinor: AmountMinor;
  /** Where and when, for the buyer. */
  readonly pickUpText: string;
  readonly places: readonly Place[];
  /** Whole shows stay on the media worker's disk after their end, to be seen again. */
  readonly keepsReplays: boolean;
}

export interface CatalogueState {
  readonly version: number;
  readonly settings: ShopSettings;
  readonly products: readonly Product[];
}

/** Every shop begins with these two. The casts are the only makers of these ids; they fit the schema. */
export const stallPlaceId = 'place-stall' as PlaceId;
export const warehousePlaceId = 'place-warehouse' as PlaceId;

export const defaultShopSettings: ShopSettings = {
  name: 'Popstage',
  currency: 'EUR',
  increments: defaultIncrements,
  onSiteReservePercent: 30,
  holdMsSignedIn: 15 * 60_000,
  holdMsAnonymous: 10 * 60_000,
  paymentDueMs: 15 * 60_000,
  secondChanceMs: 10 * 60_000,
  bidRequires: 'nothing',
  shipsParcels: false,
  shippingMinor: 0,
  pickUpText: '',
  places: [
    { placeId: stallPlaceId, name: 'Stall', kind: 'stall' },
    { placeId: warehousePlaceId, name: 'Warehouse', kind: 'warehouse' },
  ],
  keepsReplays: true,
};

export const initialCatalogueState: CatalogueState = {
  version: 0,
  settings: defaultShopSettings,
  products: [],
};

export const maximumProducts = 2_000;
export const maximumSkusPerProduct = 60;
export const maximumPicturesPerProduct = 8;
export const maximumPlaces = 20;
/** One million divisions of one unit is a micrometre of a metre. */
export const maximumDivisions = 1_000_000;
