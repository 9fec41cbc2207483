import type { IncrementStep } from '../auction/auction.ts';
import { accepted, assertNever, rejected } from '../decision.ts';
import type { PlaceId } from '../ids.ts';
import type { CatalogueCommand, CatalogueContext, CatalogueDecision } from './commands.ts';
import { productById, skuById } from './selectors.ts';
import { maximumProducts, type CatalogueState, type Product, type ShopSettings, type Sku } from './state.ts';

type Draft = Omit<Product, 'isArchived'>;

/** What the decision must know of the ledger: where stock lies, so that no place is taken away under it. */
export interface CatalogueBriefing {
  readonly placesInUse: readonly PlaceId[];
}

/** Commands on the catalogue. Pure. */
export function decideCatalogue(
  command: CatalogueCommand,
  state: CatalogueState,
  { briefing }: CatalogueContext & { readonly briefing: CatalogueBriefing },
): CatalogueDecision {
  switch (command.type) {
    case 'save-product':
      return decideSaved(command.product, state);
    case 'archive-product':
    case 'restore-product': {
      const { productId } = command;
      const product = productById(state, productId);
      if (product === undefined) return rejected('product-not-found');
      const isArchived = command.type === 'archive-product';
      if (product.isArchived === isArchived) return rejected('catalogue-unchanged');
      // Another product may have got its barcode meanwhile.
      const other = isArchived ? undefined : otherWithBarcode(product, state);
      if (other !== undefined) return rejected('barcode-taken', { skuId: other });
      return accepted({ type: isArchived ? 'product-archived' : 'product-restored', productId });
    }
    case 'set-shop':
      return decideSettings(command.changes, state, briefing);
    default:
      return assertNever(command);
  }
}

function decideSaved(draft: Draft, state: CatalogueState): CatalogueDecision {
  const before = productById(state, draft.productId);
  if (before === undefined && state.products.length >= maximumProducts)
    return rejected('product-limit-reached');
  const taken = draft.skus.find(({ skuId }) => {
    const owner = skuById(state, skuId)?.product.productId;
    return owner !== undefined && owner !== draft.productId;
  });
  const ids = new Set(draft.skus.map(({ skuId }) => skuId));
  if (taken !== undefined || ids.size !== draft.skus.length) return rejected('sku-taken');
  const fixed = draft.skus.find((sku) => isUnitChanged(before, sku));
  if (fixed !== undefined) return rejected('sku-unit-fixed', { skuId: fixed.skuId });
  const gone = (before?.skus ?? [])
    .filter(({ skuId }) => !ids.has(skuId))
    .map((sku) => ({ ...sku, isArchived: true }));
  const product = { ...draft, skus: [...draft.skus, ...gone], isArchived: before?.isArchived ?? false };
  // What is not on sale is scanned by nobody; its barcode must be free when it is restored.
  const other = product.isArchived ? undefined : otherWithBarcode(product, state);
  if (other !== undefined) return rejected('barcode-taken', { skuId: other });
  return accepted({ type: 'product-saved', product });
}

/** Stock is counted in it, so it is fixed from the first time it is saved. */
function isUnitChanged(before: Product | undefined, { skuId, unit }: Sku): boolean {
  const known = before?.skus.find((sku) => sku.skuId === skuId)?.unit;
  return (
    known !== undefined && (known.divisions !== unit.divisions || known.leastQuantity !== unit.leastQuantity)
  );
}

/** Whose barcode is the same, among all that are on sale. */
function otherWithBarcode(product: Product, { products }: CatalogueState): string | undefined {
  const seen = new Map<string, string>();
  const others = products.filter(
    ({ productId, isArchived }) => productId !== product.productId && !isArchived,
  );
  for (const { skus } of [...others, product]) {
    for (const { skuId, barcode, isArchived } of skus) {
      if (barcode === null || isArchived) continue;
      const first = seen.get(barcode);
      if (first !== undefined) return first;
      seen.set(barcode, skuId);
    }
  }
  return undefined;
}

function decideSettings(
  changes: Partial<ShopSettings>,
  { settings, products }: CatalogueState,
  { placesInUse }: CatalogueBriefing,
): CatalogueDecision {
  const { currency, increments, places } = changes;
  if (currency !== undefined && currency !== settings.currency && products.length > 0)
    return rejected('currency-fixed');
  if (increments !== undefined && !isTable(increments)) return rejected('increments-invalid');
  if (places !== undefined) {
    const kept = new Set(places.map(({ placeId }) => placeId));
    if (kept.size !== places.length) return rejected('place-doubled');
    const lost = placesInUse.find((placeId) => !kept.has(placeId));
    if (lost !== undefined) return rejected('place-in-use', { placeId: lost });
  }
  const before = JSON.stringify(settings);
  if (JSON.stringify({ ...settings, ...changes }) === before) return rejected('catalogue-unchanged');
  return accepted({ type: 'shop-set', changes });
}

/** Begins at 0 and rises, and each increment is something. */
const isTable = (steps: readonly IncrementStep[]): boolean =>
  steps[0]?.fromMinor === 0 &&
  steps.every(({ fromMinor, incrementMinor }, index) => {
    const before = steps[index - 1];
    return incrementMinor > 0 && (before === undefined || before.fromMinor < fromMinor);
  });
