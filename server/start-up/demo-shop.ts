import type { Application, Command } from '#application/application.ts';
import type { BlobStore } from '#application/blobs/blob-store.ts';
import { createProductPictures, type PictureLimits } from '#application/pictures/product-pictures.ts';
import type { IdSource } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import { stallPlaceId, type Product } from '#domain/catalogue/catalogue.ts';
import type { CommandId, LotId, OfferId, ProductId, ShowId, SkuId } from '#domain/ids.ts';
import type { OfferTerms } from '#domain/shelf/shelf.ts';
import { Refusal } from '#protocol/errors.ts';

interface Deps {
  readonly application: Pick<Application, 'execute' | 'read' | 'streams'>;
  readonly blobs: BlobStore;
  readonly config: PictureLimits;
  readonly ids: IdSource;
  readonly system: Principal;
}

interface Ware {
  readonly name: string;
  readonly title: string;
  readonly priceMinor: number;
  readonly stock: number;
  readonly colour: string;
  /** A path in a square of 100. */
  readonly shape: string;
  readonly sells: 'offer' | 'flash' | 'lot';
}

const wares: readonly Ware[] = [
  {
    name: 'mug',
    title: 'Stoneware mug',
    priceMinor: 1_800,
    stock: 24,
    colour: '#b3552e',
    shape: 'M28 30h38v8h10v26h-10v10H28zM66 46v10h3V46z',
    sells: 'offer',
  },
  {
    name: 'print',
    title: 'Screen print, signed',
    priceMinor: 4_500,
    stock: 12,
    colour: '#27548a',
    shape: 'M24 20h52v60H24zM32 28h36v44H32zM50 36l14 28H36z',
    sells: 'flash',
  },
  {
    name: 'vase',
    title: 'Hand-thrown vase',
    priceMinor: 6_000,
    stock: 1,
    colour: '#3f6b3a',
    shape: 'M42 18h16v16q14 10 14 26t-10 22H38q-10-6-10-22t14-26z',
    sells: 'lot',
  },
  {
    name: 'lamp',
    title: 'Brass table lamp',
    priceMinor: 9_000,
    stock: 1,
    colour: '#8a6d1b',
    shape: 'M38 20h24l12 28H26zM47 48h6v26h14v8H33v-8h14z',
    sells: 'lot',
  },
];

const flashMs = 10 * 60_000;

// Fixed ids, well formed by their pattern: a second start finds what the first one made.
const idOf = ({ name }: Ware) => ({
  productId: `demo-product-${name}` as ProductId,
  skuId: `demo-sku-${name}` as SkuId,
});

/** Products with pictures, stock, offers and lots for the demo show. What is there already stays as it is. */
export async function startDemoShop(deps: Deps, showId: ShowId): Promise<void> {
  const { application } = deps;
  for (const ware of wares) {
    const { productId, skuId } = idOf(ware);
    const { state: catalogue } = await application.read(application.streams.catalogue);
    let product = catalogue.products.find((one) => one.productId === productId);
    if (product === undefined) {
      product = await productOf(deps, ware);
      const { isArchived: _isArchived, ...draft } = product;
      await command(deps, { type: 'save-product', product: draft });
    }
    const { state: ledger } = await application.read(application.streams.ledger);
    if (!ledger.pools.some((pool) => pool.skuId === skuId)) {
      const quantity = ware.stock;
      await command(deps, { type: 'receive-stock', skuId, placeId: stallPlaceId, quantity, note: 'Demo' });
    }
    if (ware.sells === 'lot') await releaseOf(deps, skuId);
    // Whoever took a product off sale meanwhile does not want it offered again.
    if (!product.isArchived) await offer(deps, showId, ware, product);
  }
}

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

/** Drawn, so that the demo needs no files. */
async function* pictureOf({ colour, shape }: Ware): AsyncGenerator<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="800" height="800">' +
    `<rect width="100" height="100" fill="#f3efe7"/><path d="${shape}" fill="${colour}" fill-rule="evenodd"/></svg>`;
  yield await sharp(Buffer.from(drawing)).png().toBuffer();
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
