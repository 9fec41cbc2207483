import type { Following, OrderListChange, OrderSummary, Reading } from '#application/application.ts';
import type { EventId, OrderId } from '#domain/ids.ts';
import type { Position } from '#application/ports.ts';

/** The list of orders of a stand, in memory: put together by hand and followed. */
export class StandOrderList {
  readonly #orders = new Map<OrderId, OrderSummary>();
  readonly #listeners = new Set<(change: OrderListChange) => void>();
  #version = 0;

  get position(): Position {
    // Brands are given where ids are made; here the stand makes them.
    return { version: this.#version, eventId: `event-of-feed-${this.#version}` as EventId };
  }

  /** An order is new or otherwise now, and who follows the list hears of it. */
  put(...orders: readonly OrderSummary[]): void {
    const from = this.#version;
    this.#version += orders.length;
    for (const order of orders) this.#orders.set(order.orderId, order);
    for (const listener of this.#listeners) listener({ from, position: this.position, orders });
  }

  read(): Reading<readonly OrderSummary[]> {
    return { state: [...this.#orders.values()].toReversed(), position: this.position };
  }

  follow(after: Position, listener: (change: OrderListChange) => void): Following | undefined {
    if (after.version !== this.#version) return undefined;
    this.#listeners.add(listener);
    return { close: () => this.#listeners.delete(listener) };
  }
}
