import type { Logger } from 'pino';
import type { Application, Command } from '#application/application.ts';
import type { BlobStore } from '#application/blobs/blob-store.ts';
import { createProductPictures, type PictureLimits } from '#application/pictures/product-pictures.ts';
import type { IdSource } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import { stallPlaceId, type Place, type Product } from '#domain/catalogue/catalogue.ts';
import type { CommandId, LotId, OfferId, PlaceId, ProductId, ShowId, SkuId } from '#domain/ids.ts';
import type { OfferTerms } from '#domain/shelf/shelf.ts';
import { Refusal } from '#protocol/errors.ts';
import { pictureOf, wares, type Ware } from './demo-wares.ts';

interface Deps {
  readonly application: Pick<Application, 'execute' | 'read' | 'streams'>;
  readonly blobs: BlobStore;
  readonly config: PictureLimits;
  readonly ids: IdSource;
  readonly system: Principal;
  readonly logger: Pick<Logger, 'warn'>;
}

const flashMs = 10 * 60_000;

// Fixed ids, well formed by their pattern: a second start finds what the first one made.
const idOf = ({ name }: Ware) => ({
  productId: `demo-product-${name}` as ProductId,
  skuId: `demo-sku-${name}` as SkuId,
});

/**
 * Products with pictures, stock, offers and lots for the demo show. What is there already stays as it is, and what the
 * shop refuses since somebody changed it is left out: the demo starts all the same.
 */
export async function startDemoShop(deps: Deps, showId: ShowId): Promise<void> {
  for (const ware of wares) {
    try {
      await bring(deps, showId, ware);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      deps.logger.warn({ ware: ware.name, code: error.code }, 'the demo goes without a ware');
    }
  }
}

async function bring(deps: Deps, showId: ShowId, ware: Ware): Promise<void> {
  const { application } = deps;
  const { productId, skuId } = idOf(ware);
  const { state: catalogue } = await application.read(application.streams.catalogue);
  let product = catalogue.products.find((one) => one.productId === productId);
  if (product === undefined) {
    product = await productOf(deps, ware);
    const { isArchived: _isArchived, ...draft } = product;
    await command(deps, { type: 'save-product', product: draft });
  }
  const { state: ledger } = await application.read(application.streams.ledger);
  const placeId = placeFor(catalogue.settings.places);
  if (placeId !== undefined && !ledger.pools.some((pool) => pool.skuId === skuId)) {
    const quantity = ware.stock;
    await command(deps, { type: 'receive-stock', skuId, placeId, quantity, note: 'Demo' });
  }
  if (ware.sells === 'lot') await releaseOf(deps, skuId);
  // Whoever took a product off sale meanwhile does not want it offered again.
  if (!product.isArchived) await offer(deps, showId, ware, product);
}

/** The stall; where it was removed, another stall or whichever place the shop has. */
const placeFor = (places: readonly Place[]): PlaceId | undefined =>
  (
    places.find(({ placeId }) => placeId === stallPlaceId) ??
    places.find(({ kind }) => kind === 'stall') ??
    places[0]
  )?.placeId;

/** The one piece of a lot would be the room's reserve, rounded up, and then nobody could bid for it. */
async function releaseOf(deps: Deps, skuId: SkuId): Promise<void> {
  const { state } = await deps.application.read(deps.application.streams.ledger);
  const quantity = state.reserves.find((reserve) => reserve.skuId === skuId)?.remaining ?? 0;
  if (quantity > 0) await command(deps, { type: 'release-reserve', skuId, quantity });
}

async function productOf({ blobs, config }: Deps, ware: Ware): Promise<Product> {
  const { productId, skuId } = idOf(ware);
  const unit = { name: 'piece', divisions: 1, divisionName: 'piece', leastQuantity: 1 };
  const { priceMinor, title } = ware;
  const { mediaId, thumbnailId } = await createProductPictures(blobs, config).save(pictureOf(ware));
  return {
    productId,
    title,
    description: 'Part of the demo; nothing is sent.',
    pictures: [{ mediaId, thumbnailId }],
    taxLabel: 'incl. 19 % VAT',
    skus: [{ skuId, label: '', priceMinor, unit, barcode: null, isArchived: false }],
    isArchived: false,
  };
}

async function offer(deps: Deps, showId: ShowId, ware: Ware, { pictures }: Product): Promise<void> {
  const { application } = deps;
  const { name, title, priceMinor } = ware;
  const { productId, skuId } = idOf(ware);
  const mediaId = pictures[0]?.mediaId ?? null;
  if (ware.sells === 'lot') {
    const lotId = `demo-lot-${name}` as LotId;
    const { state } = await application.read(application.streams.auction(showId));
    if (state.lots.some((lot) => lot.lotId === lotId) || state.removedLotIds.includes(lotId)) return;
    const terms = {
      kind: 'hammer',
      startMinor: Math.round(priceMinor / 3),
      reserveMinor: null,
      durationMs: 60_000,
      counterBidMs: 10_000,
      extensionCapMs: 300_000,
      increments: null,
    } as const;
    const lot = { title, productId, mediaId, lines: [{ skuId, quantity: 1 }], terms };
    await command(deps, { type: 'add-lot', showId, lotId, lot });
    return;
  }
  const offerId = `demo-offer-${name}` as OfferId;
  const { state } = await application.read(application.streams.shelf(showId));
  if (state.offers.some((one) => one.offerId === offerId)) return;
  await command(deps, { type: 'add-offer', showId, offerId, terms: termsOf(ware, mediaId) });
  // The flash offer waits for the host, because its time would run out unseen.
  if (ware.sells === 'offer') await command(deps, { type: 'open-offer', showId, offerId });
}

function termsOf(ware: Ware, mediaId: OfferTerms['mediaId']): OfferTerms {
  const { title, priceMinor } = ware;
  const isFlash = ware.sells === 'flash';
  return {
    kind: isFlash ? 'flash' : 'buy-now',
    title,
    mediaId,
    priceMinor: isFlash ? Math.round(priceMinor * 0.8) : priceMinor,
    insteadOfMinor: isFlash ? priceMinor : null,
    items: [{ ...idOf(ware), quantity: 1 }],
    isChoice: false,
    limitTotal: null,
    limitPerBuyer: isFlash ? 2 : null,
    durationMs: isFlash ? flashMs : null,
    claim: 'on-hold',
  };
}

async function command({ application, ids, system }: Deps, wanted: Command): Promise<void> {
  // A fresh id of the id source is a command id by its pattern.
  const commandId = ids.next() as CommandId;
  const outcome = await application.execute({ command: wanted, commandId, principal: system });
  if (outcome.outcome === 'rejected') throw new Refusal(outcome.rejection.code, outcome.rejection.details);
}
