import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { LotId, PersonId, PlaceId, ProductId, ShowId, SkuId } from '#domain/ids.ts';
import type { BidAcknowledged, BidReceipt } from '#protocol/auction-views.ts';
import { Refusal } from '#protocol/errors.ts';
import { newCommandId } from '#test/support/headless-client.ts';
import type { MethodParams } from '#test/support/headless-socket.ts';
import { goLive } from '#test/support/headless-stage.ts';
import { Roamer } from './roamer.ts';

/** A bid whose answer came: it must stand in the log, once, as it was answered. */
export interface Acknowledged {
  readonly commandId: string;
  readonly personId: PersonId;
  readonly lotId: LotId;
  readonly amountMinor: number;
  readonly version: number;
  readonly receipt: BidReceipt | null;
}

export interface BidStormOptions {
  /** Servers of one shop; clients go on with another one when theirs is gone. */
  readonly origins: readonly string[];
  readonly adminLink: string;
  readonly bidders: number;
  readonly stock: number;
}

// Brands are for ids that came over a wire; a test makes its own.
const idOf = <Id>(name: string): Id => `${name}-${randomUUID()}`.slice(0, 36) as Id;

/** A live show with stock, and people who bid for one lot after the other as quickly as they are answered. */
export class BidStorm {
  readonly showId: ShowId;
  readonly skuId: SkuId;
  readonly acknowledged: Acknowledged[] = [];
  readonly #host: Roamer;
  readonly #bidders: readonly Roamer[];
  #amountMinor = 0;

  private constructor(showId: ShowId, skuId: SkuId, host: Roamer, bidders: readonly Roamer[]) {
    this.showId = showId;
    this.skuId = skuId;
    this.#host = host;
    this.#bidders = bidders;
  }

  static async gather({ origins, adminLink, bidders, stock }: BidStormOptions): Promise<BidStorm> {
    const host = await Roamer.join(origins, 0, adminLink);
    const showId = await goLive(host.client);
    const crowd = await Promise.all(Array.from({ length: bidders }, (_, turn) => Roamer.join(origins, turn)));
    const storm = new BidStorm(showId, idOf<SkuId>('sku'), host, crowd);
    await storm.#fillShop(stock);
    return storm;
  }

  /** Opens a lot of one unit; bidding goes on until `stop`, which closes the lot with the hammer. */
  async lot(): Promise<{ stop(): Promise<void> }> {
    const { showId } = this;
    const lotId = idOf<LotId>('lot');
    const terms = {
      kind: 'hammer' as const,
      startMinor: 100,
      reserveMinor: null,
      durationMs: 0,
      counterBidMs: 0,
      extensionCapMs: 0,
      increments: [{ fromMinor: 0, incrementMinor: 1 }],
    };
    const lot = {
      title: 'Lamp',
      productId: null,
      mediaId: null,
      lines: [{ skuId: this.skuId, quantity: 1 }],
      terms,
    };
    await this.#command('auction.add-lot', { showId, lotId, lot });
    await this.#command('auction.open-lot', { showId, lotId });
    this.#amountMinor = 100;
    let isOver = false;
    const bidding = this.#bidders.map((bidder) => this.#bid(bidder, lotId, () => isOver));
    return {
      stop: async () => {
        isOver = true;
        await Promise.all(bidding);
        await this.#hammer(lotId);
      },
    };
  }

  close(): void {
    for (const roamer of [this.#host, ...this.#bidders]) roamer.close();
  }

  async #bid(bidder: Roamer, lotId: LotId, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      this.#amountMinor += 1;
      const amountMinor = this.#amountMinor;
      const commandId = newCommandId();
      const bid = { commandId, showId: this.showId, lotId, run: 1, amountMinor, isExact: true };
      // A repeat after a lost connection is the same command with the same moment: of the moment, or nothing.
      const params = { ...bid, tappedAtMs: Date.now() };
      try {
        const answer: BidAcknowledged = await bidder.insist((socket) =>
          socket.request('auction.place-bid', params),
        );
        const { personId } = bidder.client.grant.session;
        const { version, receipt } = answer;
        // The session's id of a person is one that the server made.
        this.acknowledged.push({
          commandId,
          personId: personId as PersonId,
          lotId,
          amountMinor,
          version,
          receipt,
        });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { minimumMinor } = error.details ?? {};
        if (error.code === 'bid-too-low' && typeof minimumMinor === 'number')
          this.#amountMinor = minimumMinor;
        else if (error.code !== 'bid-expired' && error.code !== 'bid-unchanged') throw error;
      }
      await delay(1);
    }
  }

  /** The host looks at the price and lets the hammer fall; a bid in between would make him look again. */
  async #hammer(lotId: LotId): Promise<void> {
    const { showId } = this;
    for (;;) {
      const answer = await this.#host.insist((socket) =>
        socket.subscribe(`auction-${showId}` as const, undefined),
      );
      if (answer.recovered) throw new Error('without a position the whole was asked for');
      const lot = answer.snapshot.lots.find((one) => one.lotId === lotId);
      const price = lot?.current?.priceMinor ?? null;
      const params = { commandId: newCommandId(), showId, lotId, seenPriceMinor: price };
      try {
        await this.#host.insist((socket) => socket.request('auction.close-lot', params));
        return;
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'price-changed') throw error;
        await delay(20);
      }
    }
  }

  /** Repeated until it is answered, as one command. */
  async #command<
    M extends 'auction.add-lot' | 'auction.open-lot' | 'catalogue.save-product' | 'ledger.receive-stock',
  >(method: M, fields: Omit<MethodParams<M>, 'commandId'>): Promise<void> {
    // Omit forgets that what is left and the id together are the parameters again.
    const params = { ...fields, commandId: newCommandId() } as unknown as MethodParams<M>;
    await this.#host.insist((socket) => socket.request(method, params));
  }

  async #fillShop(quantity: number): Promise<void> {
    const unit = { name: 'piece', divisions: 1, divisionName: 'piece', leastQuantity: 1 };
    const { skuId } = this;
    const sku = { skuId, label: '', priceMinor: 1_000, unit, barcode: null, isArchived: false };
    const product = {
      productId: idOf<ProductId>('product'),
      title: 'Lamp',
      description: '',
      pictures: [],
      taxLabel: '',
      skus: [sku],
    };
    await this.#command('catalogue.save-product', { product });
    const placeId = 'place-warehouse' as PlaceId;
    await this.#command('ledger.receive-stock', { skuId, placeId, quantity, note: '' });
  }
}
