import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { stallPlaceId } from '#domain/catalogue/catalogue.ts';
import type { OfferId, OrderLineId, PersonId, ProductId, SkuId } from '#domain/ids.ts';
import type { OrderSummaryView } from '#protocol/order-views.ts';
import type { LedgerView } from '#protocol/stock-views.ts';
import type { TillsView } from '#protocol/till-views.ts';
import { launchBrowser, newPerson } from '../support/browser.ts';
import { HeadlessClient, newShowId } from '../support/headless-client.ts';
import { ServerProcess } from '../support/server-process.ts';

/** A server with a shop, its host's own session, and a browser for the pages. */
export class TillStand {
  readonly server: ServerProcess;
  readonly browser: Browser;
  host: HeadlessClient;

  private constructor(server: ServerProcess, browser: Browser, host: HeadlessClient) {
    this.server = server;
    this.browser = browser;
    this.host = host;
  }

  /** `flags`: of the browser. */
  static async open(flags: readonly string[] = []): Promise<TillStand> {
    const [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser({ flags })]);
    const host = await HeadlessClient.connect(server.origin, { link: server.adminLink });
    return new TillStand(server, browser, host);
  }

  /** A product with one variant, so many pieces of it at the stall. */
  async addProduct(
    title: string,
    priceMinor: number,
    pieces: number,
    over: {
      readonly barcode?: string;
      readonly divisions?: number;
      readonly variants?: readonly string[];
    } = {},
  ): Promise<readonly SkuId[]> {
    // A test makes its own ids; the casts are their only makers here.
    const productId = `product-${randomUUID()}`.slice(0, 28) as ProductId;
    const { barcode = null, divisions = 1, variants = [''] } = over;
    const skus = variants.map((label, index) => ({
      skuId: `${productId}-${index}` as SkuId,
      label,
      priceMinor,
      unit:
        divisions === 1
          ? { name: 'piece', divisions, divisionName: 'piece', leastQuantity: 1 }
          : { name: 'metre', divisions, divisionName: 'cm', leastQuantity: 10 },
      barcode,
      isArchived: false,
    }));
    const product = { productId, title, description: '', pictures: [], taxLabel: 'incl. 19 % VAT', skus };
    await this.host.command('catalogue.save-product', { product });
    for (const { skuId } of skus) {
      const received = { skuId, placeId: stallPlaceId, quantity: pieces * divisions, note: '' };
      await this.host.command('ledger.receive-stock', received);
    }
    return skus.map(({ skuId }) => skuId);
  }

  /** Somebody with a paddle buys one piece in a show and wants to pay at the stall. */
  async buy(skuId: SkuId, priceMinor: number, paddle: number): Promise<void> {
    const [showId, offerId] = [newShowId(), `offer-${randomUUID()}`.slice(0, 36) as OfferId];
    await this.host.command('show.create-show', { showId, title: 'Show', description: '' });
    await this.host.command('show.start-rehearsal', { showId });
    await this.host.command('show.go-live', { showId });
    const productId = skuId.replace(/-\d+$/, '') as ProductId;
    const items = [{ productId, skuId, quantity: 1 }];
    const terms = {
      ...({
        kind: 'buy-now',
        title: 'Vase',
        mediaId: null,
        priceMinor,
        insteadOfMinor: null,
        items,
      } as const),
      ...({ isChoice: false, limitTotal: null, limitPerBuyer: null, durationMs: null } as const),
      claim: 'on-hold' as const,
    };
    await this.host.command('shelf.add-offer', { showId, offerId, terms });
    await this.host.command('shelf.open-offer', { showId, offerId });
    const buyer = await HeadlessClient.connect(this.server.origin);
    const { personId } = buyer.grant.session;
    await this.host.command('auction.give-paddle', { showId, paddle, personId: personId as PersonId });
    const lineId = randomUUID() as OrderLineId;
    const taken = { showId, offerId, lineId, pieces: 1, skuId: null, seenPriceMinor: priceMinor };
    await buyer.command('order.take-offer', taken);
    const wish = { showId, delivery: 'pick-up', method: 'stall', seenTotalMinor: priceMinor } as const;
    await buyer.command('order.check-out', wish);
    buyer.close();
  }

  /** The host's browser on the shop's page about tills. */
  async openShop(): Promise<Page> {
    const context = await newPerson(this.browser);
    const page = await context.newPage();
    await page.goto(`${this.server.origin}/enter#${this.server.adminLink}`);
    await page.waitForURL('**/operator');
    await page.goto(`${this.server.origin}/shop/tills`);
    await page.getByRole('heading', { name: 'Who sells' }).waitFor();
    return page;
  }

  /** The link behind the QR code, as the new device scans it. */
  async pairingLink(shop: Page): Promise<string> {
    await shop.getByRole('button', { name: 'Add a till' }).click();
    const link = await shop.getByLabel('Link for the device').inputValue();
    await shop.getByRole('button', { name: 'Close' }).click();
    // The code names an address that other devices reach; this browser is on the machine itself.
    return `${this.server.origin}${new URL(link).pathname}${new URL(link).hash}`;
  }

  device(options: BrowserContextOptions): Promise<BrowserContext> {
    return newPerson(this.browser, 'phone', options);
  }

  /** After a restart of the server the host comes back, too. */
  async reconnectHost(): Promise<void> {
    this.host = await HeadlessClient.connect(this.server.origin, { link: this.server.adminLink });
  }

  async #view<View>(channel: string): Promise<View> {
    const answer = await this.host.socket.subscribe(channel);
    await this.host.socket.request('channel.unsubscribe', { channel });
    if (answer.recovered) throw new Error('recovered without a position');
    // The channel's snapshot has this shape by contract (protocol/order-views.ts).
    return answer.snapshot as View;
  }

  async stockOf(skuId: SkuId): Promise<{ free: number; sold: number; leased: number }> {
    const { board = [] } = await this.#view<LedgerView>('ledger');
    const place = board
      .find((row) => row.skuId === skuId)
      ?.places.find((one) => one.placeId === stallPlaceId);
    if (place === undefined) throw new Error('nothing of it lies at the stall');
    return { free: place.free, sold: place.sold, leased: place.leased };
  }

  async orders(): Promise<readonly OrderSummaryView[]> {
    return (await this.#view<{ orders: readonly OrderSummaryView[] }>('orders')).orders;
  }

  /** The pick-up code of who has the paddle, once the list of orders shows it. */
  async codeOf(paddle: number): Promise<string> {
    for (let look = 0; look < 200; look += 1) {
      const order = (await this.orders()).find(({ buyer }) => buyer?.paddle === paddle);
      if (order !== undefined && order.pickUpCode !== null) return order.pickUpCode;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`no order of paddle ${paddle} has a code`);
  }

  async tills(): Promise<TillsView['tills']> {
    return (await this.#view<TillsView>('tills')).tills;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.host.close();
    await this.server.close();
  }
}

/** Types a PIN on the pad of whoever is named. */
export const unlock = async (page: Page, name: string, pin: string): Promise<void> => {
  await page.getByRole('button', { name }).click();
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: 'Unlock' }).click();
};
