import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';
import { warehousePlaceId } from '#domain/catalogue/catalogue.ts';
import type { LotId, OfferId, ProductId, ShowId, SkuId } from '#domain/ids.ts';
import type { Outbox, OutboxEntry } from '#protocol/buyer-views.ts';
import type { ChannelReader } from '#test/support/channel-reader.ts';
import { ledgerReading } from '#test/support/commerce-reading.ts';
import { HeadlessClient } from '#test/support/headless-client.ts';
import { goLive } from '#test/support/headless-stage.ts';
import { ServerProcess } from '#test/support/server-process.ts';
import type { StripeNotice } from '#test/support/stripe-double/notices.ts';
import { StripeDouble } from '#test/support/stripe-double/stripe-double.ts';
import { OrderBuyer, within } from './order-buyer.ts';
import type { Sale } from './order-ending.ts';

/** Far longer than anything takes here but for the look after a lost notice. */
const soonMs = 15_000;
const lookMs = 50;

// Brands are for ids that came over a wire; a test makes its own.
const idOf = <Id>(name: string): Id => `${name}-${randomUUID()}`.slice(0, 36) as Id;

/** What is sold in one case, so that its stock is that case's alone. */
export interface Goods {
  readonly title: string;
  readonly productId: ProductId;
  readonly skuId: SkuId;
  readonly priceMinor: number;
  readonly pieces: number;
}

export interface Ordered extends Sale {
  readonly page: string;
}

/** All places of one kind of goods together. */
export interface Stock {
  readonly capacity: number;
  readonly sold: number;
  readonly held: number;
  readonly free: number;
}

function stockOn(board: ChannelReader<'ledger'>, { skuId }: Goods): Stock {
  const places = ledgerReading(board).board?.find((row) => row.skuId === skuId)?.places ?? [];
  const sum = (key: keyof Stock) => places.reduce((total, place) => total + place[key], 0);
  return { capacity: sum('capacity'), sold: sum('sold'), held: sum('held'), free: sum('free') };
}

/** A shop on a real server that takes money over a Stripe on loopback, in the middle of a show. */
export class OrdersStand {
  readonly server: ServerProcess;
  readonly stripe: StripeDouble;
  readonly #host: HeadlessClient;
  readonly #ledger: ChannelReader<'ledger'>;
  readonly #showId: ShowId;

  private constructor(parts: {
    readonly server: ServerProcess;
    readonly stripe: StripeDouble;
    readonly host: HeadlessClient;
    readonly ledger: ChannelReader<'ledger'>;
    readonly showId: ShowId;
  }) {
    this.server = parts.server;
    this.stripe = parts.stripe;
    this.#host = parts.host;
    this.#ledger = parts.ledger;
    this.#showId = parts.showId;
  }

  /** Nothing of Stripe's comes by itself: its notices wait until a case delivers them. */
  static async open(t: Test, environment: Readonly<Record<string, string>> = {}): Promise<OrdersStand> {
    const stripe = await StripeDouble.start(t);
    const server = await ServerProcess.start({ environment: { ...stripe.env, ...environment } });
    t.teardown(() => server.close());
    const host = await HeadlessClient.connect(server.origin, { link: server.adminLink });
    t.teardown(() => host.close());
    host.keepConnected(async () => undefined);
    await host.command('catalogue.set-shop', { changes: { onSiteReservePercent: 0 } });
    const showId = await goLive(host);
    return new OrdersStand({ server, stripe, host, ledger: await host.read('ledger'), showId });
  }

  get showId(): ShowId {
    return this.#showId;
  }

  get host(): HeadlessClient {
    return this.#host;
  }

  get noticesUrl(): string {
    return `${this.server.origin}/api/payment-notices/stripe`;
  }

  /** Killed as by a power cut, and started again; resolves when host and buyer are back. */
  async crash(buyer: OrderBuyer): Promise<void> {
    await this.server.killHard();
    await this.server.startAgain();
    await Promise.all([this.#host, buyer.client].map((client) => this.#back(client)));
  }

  async #back(client: HeadlessClient): Promise<void> {
    const answers = async (): Promise<void> => {
      // What is asked on a socket that was cut is never answered; the client opens another one by itself.
      const answer = () => client.request('order.mine', { showId: this.#showId }).catch(() => undefined);
      while ((await Promise.race([answer(), delay(lookMs * 4)])) === undefined) await delay(lookMs);
    };
    await within(soonMs, answers(), () => 'somebody does not come back');
  }

  /** Goods and what of them there is. */
  async addGoods(title: string, priceMinor: number, pieces: number): Promise<Goods> {
    const [productId, skuId] = [idOf<ProductId>('product'), idOf<SkuId>('sku')];
    const unit = { name: 'piece', divisions: 1, divisionName: 'piece', leastQuantity: 1 };
    const sku = { skuId, label: '', priceMinor, unit, barcode: null, isArchived: false };
    const product = { productId, title, description: '', pictures: [], taxLabel: '', skus: [sku] };
    await this.#host.command('catalogue.save-product', { product });
    const placeId = warehousePlaceId;
    await this.#host.command('ledger.receive-stock', { skuId, placeId, quantity: pieces, note: '' });
    return { title, productId, skuId, priceMinor, pieces };
  }

  async openOffer(goods: Goods): Promise<OfferId> {
    const [showId, offerId] = [this.#showId, idOf<OfferId>('offer')];
    const { title, priceMinor, productId, skuId } = goods;
    const terms = {
      ...{ kind: 'buy-now' as const, title, priceMinor, mediaId: null, insteadOfMinor: null },
      items: [{ productId, skuId, quantity: 1 }],
      ...{ isChoice: false, limitTotal: null, limitPerBuyer: null, durationMs: null },
      claim: 'on-hold' as const,
    };
    await this.#host.command('shelf.add-offer', { showId, offerId, terms });
    await this.#host.command('shelf.open-offer', { showId, offerId });
    return offerId;
  }

  /** Somebody new in tonight's show. */
  async buyer(t: Test): Promise<OrderBuyer> {
    return OrderBuyer.come(t, await HeadlessClient.connect(this.server.origin), this.#showId);
  }

  /** Somebody who ordered one of some goods, and is on his way to Stripe's page. */
  async ordered(t: Test, title: string, priceMinor: number, pieces: number): Promise<Ordered> {
    const goods = await this.addGoods(title, priceMinor, pieces);
    const buyer = await this.buyer(t);
    await buyer.order(await this.openOffer(goods), goods);
    return { buyer, goods, page: await buyer.page() };
  }

  /** Somebody new in tonight's show who saved this card on Stripe's page first. */
  async buyerWithCard(t: Test, number: string): Promise<OrderBuyer> {
    const buyer = await this.buyer(t);
    // What the route answers with (server/http/routes/payment-method.ts).
    const page = (await buyer.client.http('POST', '/api/me/payment-method', {})) as { readonly url: string };
    const { html } = await this.stripe.press(page.url, 'pay', number);
    if (html.includes('Is it you?')) await this.stripe.press(page.url, 'authenticate');
    return buyer;
  }

  /** Somebody bids for the goods and gets them. Resolves once the hammer fell, with its moment by this machine's clock. */
  async hammer(winner: OrderBuyer, goods: Goods): Promise<{ readonly atMs: number; readonly lotId: LotId }> {
    const [showId, lotId] = [this.#showId, idOf<LotId>('lot')];
    const amountMinor = goods.priceMinor;
    const terms = {
      ...{ kind: 'hammer' as const, startMinor: amountMinor, reserveMinor: null, increments: null },
      ...{ durationMs: 0, counterBidMs: 0, extensionCapMs: 0 },
    };
    const { title, productId, skuId } = goods;
    const lot = { title, productId, mediaId: null, lines: [{ skuId, quantity: 1 }], terms };
    await this.#host.command('auction.add-lot', { showId, lotId, lot });
    await this.#host.command('auction.open-lot', { showId, lotId });
    const bid = { showId, lotId, run: 1, amountMinor, isExact: true, tappedAtMs: Date.now() };
    await winner.client.command('auction.place-bid', bid);
    const atMs = performance.now();
    await this.#host.command('auction.close-lot', { showId, lotId, seenPriceMinor: amountMinor });
    return { atMs, lotId };
  }

  /** What Stripe told so far about a buyer's order, delivered or not. */
  noticesOf({ orderId }: OrderBuyer, type?: string): readonly StripeNotice[] {
    return this.stripe.notices.told.filter(
      (notice) => (type === undefined || notice.type === type) && notice.body.includes(orderId),
    );
  }

  /** One after the other; throws where the server does not take one. */
  async deliver(notices: readonly StripeNotice[]): Promise<void> {
    for (const notice of notices) {
      const status = await this.stripe.notices.deliver(notice, this.noticesUrl);
      if (status !== 204) throw new Error(`${notice.type} was answered with ${status}`);
    }
  }

  /** As the server has it, whatever came over the channel so far. */
  async readStock(goods: Goods): Promise<Stock> {
    return stockOn(await this.#host.read('ledger'), goods);
  }

  /** Resolves once the board says so; rejects with what it says instead. */
  async untilStock(goods: Goods, holds: (stock: Stock) => boolean): Promise<void> {
    const seen = this.#ledger.until((board) => holds(stockOn(board, goods)));
    await within(
      soonMs,
      seen,
      () => `stock of ${goods.title}: ${JSON.stringify(stockOn(this.#ledger, goods))}`,
    );
  }

  /** Resolves once something holds that no channel tells. */
  async until(holds: () => boolean, what: string): Promise<void> {
    let isOver = false;
    const look = async (): Promise<void> => {
      while (!holds() && !isOver) await delay(lookMs);
    };
    await within(soonMs, look(), () => what).finally(() => {
      isOver = true;
    });
  }

  /** Resolves once nobody can pay on a page any more. */
  async untilClosed(page: string): Promise<void> {
    const session = this.stripe.books.sessions.get(page.split('/').at(-1) ?? '');
    await this.until(() => session?.status === 'expired', 'the page is open still');
  }

  /** What Stripe took for a buyer's order and did not give back, in minor units. */
  takenMinor({ orderId }: OrderBuyer): number {
    return [...this.stripe.books.charges.values()]
      .filter(({ metadata, status }) => metadata['orderId'] === orderId && status === 'succeeded')
      .reduce((sum, { amount, amount_refunded: back }) => sum + amount - back, 0);
  }

  /** Charges that were begun for it, whatever became of them. */
  intentsOf({ orderId }: OrderBuyer): number {
    return [...this.stripe.books.intents.values()].filter(({ metadata }) => metadata['orderId'] === orderId)
      .length;
  }

  /** Pages that were opened for it. */
  pagesOf({ orderId }: OrderBuyer): number {
    return [...this.stripe.books.sessions.values()].filter(({ metadata }) => metadata['orderId'] === orderId)
      .length;
  }

  /** How often money went back for it. */
  refundsOf({ orderId }: OrderBuyer): number {
    const { charges, refunds } = this.stripe.books;
    return [...refunds.values()].filter(({ charge }) => charges.get(charge)?.metadata['orderId'] === orderId)
      .length;
  }

  /** How often money was taken for it at all. */
  chargesOf({ orderId }: OrderBuyer): number {
    return [...this.stripe.books.charges.values()].filter(
      ({ metadata, status }) => metadata['orderId'] === orderId && status === 'succeeded',
    ).length;
  }

  /** What somebody is written of this kind, once he is. */
  async untilWritten({ client }: OrderBuyer, kind: string): Promise<readonly OutboxEntry[]> {
    const { personId } = client.grant.session;
    let written: readonly OutboxEntry[] = [];
    const look = async (): Promise<void> => {
      while (written.length === 0) {
        // What the route answers with (server/http/routes/outbox.ts).
        const { messages } = (await this.#host.http('GET', '/api/outbox')) as Outbox;
        written = messages.filter((one) => one.personId === personId && one.kind === kind);
        await delay(lookMs);
      }
    };
    await within(soonMs, look(), () => `nobody wrote ${kind}`);
    return written;
  }
}
