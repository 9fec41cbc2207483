import type { OrderId, PersonId, ShowId, StreamId } from '#domain/ids.ts';
import type { OrderState } from '#domain/order/order.ts';
import type { Reading } from '../application.ts';
import { FeedReader, nowhere, type FeedSource, type FeedTaker } from '../feed-reader.ts';
import type { FeedEntry, Position } from '../ports.ts';
import { orderIdOfStream } from '../streams.ts';
import { summaryOfOrder, type OrderSummary } from './order-summary.ts';

/** Grows with the shape of what is stored; an older store is rebuilt from the feed. */
const schemaVersion = 3;
/** At most so many entries are read again at the next start. */
const saveEvery = 5_000;

/** An order and the place in the feed of its last event. */
interface Line {
  readonly order: OrderSummary;
  readonly changedAt: number;
}

interface Stored {
  readonly lines: readonly Line[];
  readonly position: Position;
}

/** What became of the list of orders. */
export interface OrderListChange {
  /** Place in the shop's feed before the change: the `position` of the one before it. */
  readonly from: number;
  readonly position: Position;
  /** The orders that changed, each once and as it is now. */
  readonly orders: readonly OrderSummary[];
}

/** Which orders somebody wants; all parts must fit. */
export interface OrderFilter {
  readonly buyerId?: PersonId;
  readonly showId?: ShowId;
  readonly pickUpCode?: string;
}

export interface OrderListDeps extends FeedSource {
  readonly readOrder: (orderId: OrderId) => Promise<OrderState>;
}

/**
 * All orders of the shop in one line each, kept up to date from the feed: it says which orders changed, their streams
 * say what they are now. An order is never archived, so what is known only grows.
 */
export class OrderList implements FeedTaker {
  readonly #deps: OrderListDeps;
  readonly #lines = new Map<OrderId, Line>();
  /** Changed according to the feed, and not read yet: place and time of the last event. */
  readonly #changed = new Map<OrderId, { readonly changedAt: number; readonly atMs: number }>();
  #reader: FeedReader;
  /** What changed after this place is known, what changed before it is not. */
  #horizon = 0;
  #position: Position = nowhere;
  #savedVersion = 0;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(deps: OrderListDeps) {
    this.#deps = deps;
    this.#reader = new FeedReader(deps, this);
  }

  /** Loads what was stored, once and before all else; `catchUp` does the rest. */
  async restore(): Promise<void> {
    const stored = await this.#deps.log.loadSnapshot(this.#storedAs());
    if (stored?.schemaVersion !== schemaVersion) return;
    // The schema version says that this is what `save` wrote.
    const { lines, position } = stored.state as Stored;
    this.#position = position;
    this.#savedVersion = stored.position.version;
    this.#reader = new FeedReader(this.#deps, this, stored.position);
    for (const line of lines) this.#lines.set(line.order.orderId, line);
  }

  get kept(): Position {
    return this.#position;
  }

  /** As memory has it. */
  find(orderId: OrderId): OrderSummary | undefined {
    return this.#lines.get(orderId)?.order;
  }

  /** The newest change first. */
  list({ buyerId, showId, pickUpCode }: OrderFilter = {}): readonly OrderSummary[] {
    return [...this.#lines.values()]
      .filter(
        ({ order }) =>
          (buyerId === undefined || order.buyerId === buyerId) &&
          (showId === undefined || order.showId === showId) &&
          (pickUpCode === undefined || order.pickUpCode === pickUpCode),
      )
      .toSorted((a, b) => b.changedAt - a.changedAt)
      .map(({ order }) => order);
  }

  /** All orders, and where in the feed they stand so. */
  read(): Reading<readonly OrderSummary[]> {
    return { state: this.list(), position: this.#position };
  }

  /** Whether it can be told what changed since; the feed must still hold the event there. */
  async holds(position: Position): Promise<boolean> {
    return this.changesSince(position.version) !== undefined && (await this.#reader.holds(position));
  }

  /** What changed after a place in the feed; undefined when the feed never was there. */
  changesSince(after: number): OrderListChange | undefined {
    if (after < this.#horizon || after > this.#position.version) return undefined;
    const changed = [...this.#lines.values()].filter(({ changedAt }) => changedAt > after);
    const orders = changed.toSorted((a, b) => a.changedAt - b.changedAt).map(({ order }) => order);
    return { from: after, position: this.#position, orders };
  }

  /** Resolves once everything appended before the call is in. Calls that come meanwhile share one reading. */
  catchUp(): Promise<void> {
    this.#next ??= this.#running.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#next;
  }

  /** Stores the list with its place in the feed, so that the next start is quick. */
  async save(): Promise<void> {
    const { position: read } = this.#reader;
    if (read.version === this.#savedVersion || this.#changed.size > 0) return;
    const state: Stored = { lines: [...this.#lines.values()], position: this.#position };
    await this.#deps.log.saveSnapshot(this.#storedAs(), { position: read, schemaVersion, state });
    this.#savedVersion = read.version;
  }

  take({ feedPosition, recorded }: FeedEntry): void {
    const orderId = orderIdOfStream(recorded.streamId);
    if (orderId === undefined) return;
    this.#changed.set(orderId, { changedAt: feedPosition, atMs: recorded.atMs });
    this.#position = { version: feedPosition, eventId: recorded.eventId };
  }

  startAnew(): void {
    this.#horizon = Math.max(this.#horizon, this.#position.version) + 1;
    this.#lines.clear();
    this.#changed.clear();
    this.#position = nowhere;
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    this.#running = this.#advance();
    return this.#running;
  }

  async #advance(): Promise<void> {
    let hasMore = true;
    while (hasMore) {
      hasMore = await this.#reader.readOn();
      await this.#readChanged();
    }
    if (this.#reader.position.version - this.#savedVersion >= saveEvery) await this.save();
  }

  /** One that cannot be read stays noted, and the reading after this one tries again. */
  async #readChanged(): Promise<void> {
    for (const [orderId, { changedAt, atMs }] of this.#changed) {
      const order = summaryOfOrder(await this.#deps.readOrder(orderId), atMs);
      this.#changed.delete(orderId);
      if (order) this.#lines.set(orderId, { order, changedAt });
    }
  }

  /** No stream has this id; the snapshot's version is the place in the feed. */
  #storedAs(): StreamId {
    return `{${this.#deps.shopId}}:projection-order-list` as StreamId;
  }
}
