import { randomUUID } from 'node:crypto';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { LotId, MediaId, OfferId, ProductId, ShowId, SkuId } from '#domain/ids.ts';
import { stallPlaceId } from '#domain/catalogue/catalogue.ts';
import type { OfferTerms } from '#domain/shelf/shelf.ts';
import { collectComplaints, newPerson, type Screen } from '../support/browser.ts';
import { BrowserStage } from './browser-stage.ts';

/** Longer than a person needs to read a new amount; before that the page takes a tap for one on the amount before. */
const readMs = 500;

/** Somebody at the watch page who bids and buys. */
export class Bidder {
  readonly page: Page;
  readonly complaints: readonly string[];

  constructor(page: Page) {
    this.page = page;
    this.complaints = collectComplaints(page);
  }

  get bar(): Locator {
    return this.page.getByTestId('bid-bar');
  }
  get button(): Locator {
    return this.page.getByTestId('bid');
  }
  get price(): Locator {
    return this.page.getByTestId('lot-price');
  }
  /** Resolves when the button has said this for as long as it takes to be read. */
  async reads(label: string): Promise<void> {
    await this.button.getByText(label).waitFor();
    await this.page.waitForTimeout(readMs);
  }
  /** Resolves when the bar is in this mood: `open`, `leading`, `outbid`, `quiet`. */
  async mood(mood: string): Promise<void> {
    await this.page.locator(`[data-testid=bid-bar][data-mood=${mood}]`).waitFor();
  }
}

export interface LotWish {
  readonly title: string;
  readonly startMinor?: number;
  readonly reserveMinor?: number | null;
  /** null: by the hammer. */
  readonly durationMs?: number | null;
  readonly counterBidMs?: number;
  readonly lines?: readonly { readonly skuId: SkuId; readonly quantity: number }[];
  readonly productId?: ProductId | null;
  readonly mediaId?: MediaId | null;
}

/** A live show with an auction and a shelf; its host gives commands, its viewers have browsers. */
export class AuctionStand {
  readonly stage: BrowserStage;

  private constructor(stage: BrowserStage) {
    this.stage = stage;
  }

  static async open(environment: Readonly<Record<string, string>> = {}): Promise<AuctionStand> {
    const stage = await BrowserStage.open(environment);
    await stage.goLive();
    return new AuctionStand(stage);
  }

  /** On a stage that is live already; whoever opened it closes it. */
  static on(stage: BrowserStage): AuctionStand {
    return new AuctionStand(stage);
  }

  get showId(): ShowId {
    return this.stage.showId;
  }

  /** Puts a lot into the queue. */
  async addLot(wish: LotWish): Promise<LotId> {
    // A test makes its own ids; the cast is their only maker here.
    const lotId = `lot-${randomUUID()}`.slice(0, 36) as LotId;
    const { title, startMinor = 1000, reserveMinor = null, durationMs = null } = wish;
    await this.stage.host.command('auction.add-lot', {
      showId: this.showId,
      lotId,
      lot: {
        title,
        productId: wish.productId ?? null,
        mediaId: wish.mediaId ?? null,
        lines: [...(wish.lines ?? [])],
        terms: {
          kind: durationMs === null ? 'hammer' : 'timed',
          startMinor,
          reserveMinor,
          durationMs: durationMs ?? 60_000,
          counterBidMs: wish.counterBidMs ?? 10_000,
          extensionCapMs: 120_000,
          increments: null,
        },
      },
    });
    return lotId;
  }

  openLot(lotId: LotId): Promise<number> {
    return this.stage.host.command('auction.open-lot', { showId: this.showId, lotId });
  }

  /** The next call of a hammer lot on the price that the host sees. */
  call(lotId: LotId, call: 1 | 2, seenPriceMinor: number | null): Promise<number> {
    return this.stage.host.command('auction.call-going', {
      showId: this.showId,
      lotId,
      call,
      seenPriceMinor,
    });
  }

  closeLot(lotId: LotId, seenPriceMinor: number | null): Promise<number> {
    return this.stage.host.command('auction.close-lot', { showId: this.showId, lotId, seenPriceMinor });
  }

  /** A product with these variants and so many pieces of each at the stall. */
  async addProduct(
    title: string,
    variants: readonly { readonly label: string; readonly priceMinor: number; readonly pieces: number }[],
  ): Promise<{ readonly productId: ProductId; readonly skuIds: readonly SkuId[] }> {
    const productId = `product-${randomUUID()}`.slice(0, 36) as ProductId;
    const skuIds = variants.map((_, index) => `${productId}-${index}`.slice(-36) as SkuId);
    const skus = variants.map(({ label, priceMinor }, index) => ({
      skuId: skuIds[index] as SkuId,
      label,
      priceMinor,
      unit: { name: 'piece', divisions: 1, divisionName: 'piece', leastQuantity: 1 },
      barcode: null,
      isArchived: false,
    }));
    const product = { productId, title, description: '', pictures: [], taxLabel: 'incl. 19 % VAT', skus };
    await this.stage.host.command('catalogue.save-product', { product });
    for (const [index, { pieces }] of variants.entries()) {
      if (pieces === 0) continue;
      const skuId = skuIds[index] as SkuId;
      const received = { skuId, placeId: stallPlaceId, quantity: pieces, note: 'Delivery' };
      await this.stage.host.command('ledger.receive-stock', received);
    }
    return { productId, skuIds };
  }

  /** Puts an offer onto the shelf and opens it. */
  async openOffer(terms: OfferTerms): Promise<OfferId> {
    const offerId = `offer-${randomUUID()}`.slice(0, 36) as OfferId;
    const { showId } = this;
    await this.stage.host.command('shelf.add-offer', {
      showId,
      offerId,
      terms: { ...terms, items: [...terms.items] },
    });
    await this.stage.host.command('shelf.open-offer', { showId, offerId });
    return offerId;
  }

  /** Somebody at the watch page. `scripts` are files that run in each of his pages. */
  async bidder(
    screen: Screen = 'desk',
    options: BrowserContextOptions = {},
    scripts: readonly string[] = [],
  ): Promise<Bidder> {
    const context = await newPerson(this.stage.browser, screen, options);
    for (const path of scripts) await context.addInitScript({ path });
    const page = await context.newPage();
    const bidder = new Bidder(page);
    await page.goto(`${this.stage.server.origin}/watch/${this.showId}`);
    await page.locator('.chat[data-state=ready]').waitFor();
    return bidder;
  }

  close(): Promise<void> {
    return this.stage.close();
  }
}
