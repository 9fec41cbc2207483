import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';
import type { OfferId, OrderId, OrderLineId, ShowId } from '#domain/ids.ts';
import type { OrderView } from '#protocol/order-views.ts';
import type { ChannelReader } from '#test/support/channel-reader.ts';
import { orderReading } from '#test/support/commerce-reading.ts';
import { newCommandId, type HeadlessClient } from '#test/support/headless-client.ts';
import type { Goods } from './orders-stand.ts';

const soonMs = 15_000;

/** Rejects where something is not there in time, with what is there instead. */
export async function within(ms: number, waited: Promise<void>, instead: () => string): Promise<void> {
  const late = new AbortController();
  const timeout = delay(ms, undefined, { signal: late.signal }).then(() => {
    throw new Error(`not within ${ms} ms; ${instead()}`);
  });
  try {
    await Promise.race([waited, timeout]);
  } finally {
    late.abort();
    timeout.catch(() => undefined);
  }
}

/** A guest in a show, with his order before his eyes. */
export class OrderBuyer {
  readonly client: HeadlessClient;
  readonly showId: ShowId;
  readonly orderId: OrderId;
  readonly #reader: ChannelReader<`order-${string}`>;

  private constructor(
    client: HeadlessClient,
    showId: ShowId,
    orderId: OrderId,
    reader: ChannelReader<`order-${string}`>,
  ) {
    this.client = client;
    this.showId = showId;
    this.orderId = orderId;
    this.#reader = reader;
  }

  /** Comes back by himself when the server does, until the test ends. */
  static async come(t: Test, client: HeadlessClient, showId: ShowId): Promise<OrderBuyer> {
    t.teardown(() => client.close());
    client.keepConnected(async () => undefined);
    const { orderId } = await client.request('order.mine', { showId });
    const reader = await client.read(`order-${orderId}`);
    // The server's own word for his order.
    return new OrderBuyer(client, showId, orderId as OrderId, reader);
  }

  /** As he sees it now. */
  get view(): OrderView {
    const view = orderReading(this.#reader);
    if (view === undefined) throw new Error('the order was not read yet');
    return view;
  }

  /** As the server has it, whatever came over the channel so far. */
  async readAgain(): Promise<OrderView> {
    const { view } = await this.client.read(`order-${this.orderId}` as const);
    if (view === undefined) throw new Error('the server answered without an order');
    return view;
  }

  get lineIds(): OrderLineId[] {
    return this.view.lines.map(({ lineId }) => lineId as OrderLineId);
  }

  /** Takes one piece and orders it, to be paid over Stripe. */
  async order(offerId: OfferId, goods: Goods): Promise<void> {
    await this.take(offerId, goods);
    await this.checkOut(goods.priceMinor);
  }

  async take(offerId: OfferId, { priceMinor }: Goods): Promise<void> {
    const lineId = newCommandId() as string as OrderLineId;
    const { showId } = this;
    const wish = { showId, offerId, lineId, pieces: 1, skuId: null, seenPriceMinor: priceMinor };
    await this.client.command('order.take-offer', wish);
  }

  /** `savesMethod`: he agrees that his card is kept and charged when he wins. */
  async checkOut(seenTotalMinor: number, savesMethod = false): Promise<void> {
    const { showId } = this;
    const wish = { showId, delivery: 'pick-up', method: 'stripe', seenTotalMinor, savesMethod } as const;
    await this.client.command('order.check-out', wish);
  }

  async payAgain(): Promise<void> {
    await this.client.command('order.pay-order', { showId: this.showId, method: 'stripe' });
  }

  /** The address of Stripe's page for his newest payment, once there is one. */
  async page(): Promise<string> {
    const urlOf = ({ payments }: OrderView): string | null => payments.at(-1)?.url ?? null;
    await this.until((order) => urlOf(order) !== null, 'a page to pay on');
    return urlOf(this.view) ?? '';
  }

  /** Resolves once his order looks so; rejects with how it looks instead. */
  async until(holds: (order: OrderView) => boolean, what: string, ms = soonMs): Promise<void> {
    const seen = this.#reader.until(() => holds(this.view));
    await within(ms, seen, () => `${what}: ${JSON.stringify(this.view)}`);
  }
}
