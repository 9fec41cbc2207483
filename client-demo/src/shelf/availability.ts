import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { OfferView } from '#protocol/shelf-views.ts';
import type { LedgerView } from '#protocol/stock-views.ts';

/** What may be said of how much there is. `pieces` null: enough. */
export type Availability =
  | { readonly state: 'there'; readonly pieces: number | null }
  /** Nothing free, but something is only held: it may come back. */
  | { readonly state: 'held' }
  /** What is left is for the people in the room. */
  | { readonly state: 'on-site' }
  | { readonly state: 'gone' };

type Item = OfferView['terms']['items'][number];

const ofItem = ({ skuId, quantity }: Item, ledger: LedgerView): Availability => {
  const level = ledger.levels.find((candidate) => candidate.skuId === skuId);
  if (level === undefined) return { state: 'gone' };
  const pieces = level.available === null ? null : Math.floor(level.available / quantity);
  if (pieces === null || pieces > 0) return { state: 'there', pieces };
  if (level.state === 'reserved') return { state: 'on-site' };
  return { state: level.state === 'ordered' ? 'held' : 'gone' };
};

const fewer = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);

const withLimit = (available: Availability, left: number | null): Availability => {
  if (available.state !== 'there' || left === null) return available;
  return left <= 0 ? { state: 'gone' } : { state: 'there', pieces: fewer(available.pieces, left) };
};

/** From worst to best, for a bundle that needs all of its items. */
const order = ['gone', 'on-site', 'held', 'there'] as const;

const worse = (one: Availability, other: Availability): Availability => {
  if (one.state === 'there' && other.state === 'there')
    return { state: 'there', pieces: fewer(one.pieces, other.pieces) };
  return order.indexOf(one.state) <= order.indexOf(other.state) ? one : other;
};

/** For an offer with a choice, that has enough as long as one of its variants has. */
const better = (one: Availability, other: Availability): Availability => {
  if (one.state === 'there' && other.state === 'there') {
    const isEnough = one.pieces === null || other.pieces === null;
    return { state: 'there', pieces: isEnough ? null : Math.max(one.pieces, other.pieces) };
  }
  return order.indexOf(one.state) >= order.indexOf(other.state) ? one : other;
};

/** Of one variant of an offer with a choice. Pure. */
export const variantAvailability = (offer: OfferView, item: Item, ledger: LedgerView): Availability =>
  withLimit(ofItem(item, ledger), offer.left);

/** Of the offer: of its best variant, or of all its items together. Pure. */
export const availabilityOf = (offer: OfferView, ledger: LedgerView): Availability => {
  const each = offer.terms.items.map((item) => ofItem(item, ledger));
  // An offer has at least one item (methods/shelf.ts).
  const whole = each.reduce(offer.terms.isChoice ? better : worse, each[0] ?? { state: 'gone' });
  return withLimit(whole, offer.left);
};

/** How many more this person may take; null: as many as there are. Pure. */
export const leftForOne = ({ terms, ownPieces }: OfferView): number | null =>
  terms.limitPerBuyer === null ? null : Math.max(0, terms.limitPerBuyer - ownPieces);

/** What a variant is called: its label, else the title of its product. Pure. */
export const variantLabel = (item: Item, catalogue: CatalogueView | null): string => {
  const product = catalogue?.products.find(({ productId }) => productId === item.productId);
  const sku = product?.skus.find(({ skuId }) => skuId === item.skuId);
  return sku !== undefined && sku.label !== '' ? sku.label : (product?.title ?? item.skuId);
};

/** The offer's own picture, else the first of its products; null while there is none. Pure. */
export const offerPicture = ({ terms }: OfferView, catalogue: CatalogueView | null): string | null => {
  if (terms.mediaId !== null) return terms.mediaId;
  for (const { productId } of terms.items) {
    const product = catalogue?.products.find((candidate) => candidate.productId === productId);
    const picture = product?.pictures[0];
    if (picture !== undefined) return picture.thumbnailId;
  }
  return null;
};
