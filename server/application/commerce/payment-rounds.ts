import type { OrderId } from '#domain/ids.ts';
import type { OrderEvent } from '#domain/order/order.ts';
import type { Application, Following } from '../application.ts';
import type { Follower } from '../followers.ts';
import type { Policy } from '../policy.ts';
import { orderIdOfStream } from '../streams.ts';
import type { OrderSummary } from './order-summary.ts';
import type { PaymentDesk } from './payment-desk.ts';

export interface PaymentRoundsDeps {
  readonly application: Pick<Application, 'nowMs' | 'startPolicy' | 'listOrders'>;
  readonly desk: Pick<PaymentDesk, 'attend'>;
  readonly onError: (error: unknown, where: string) => void;
}

/** A flash sale asks for hundreds of payments in a second; a provider of Stripe's size takes 25 writes at once. */
const maximumAtOnce = 16;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

interface Waiting {
  dueAtMs: number;
  failures: number;
}

/**
 * Sees to it that every order that waits for the provider is attended to: at once when something begins, again when it
 * failed, and from time to time while it stays open. What waits is derived from the orders, so a crash loses nothing.
 * Bounded by the open orders.
 */
export class PaymentRounds implements Follower {
  readonly #deps: PaymentRoundsDeps;
  readonly #waiting = new Map<OrderId, Waiting>();
  readonly #running = new Map<OrderId, Promise<void>>();
  #timeout: NodeJS.Timeout | undefined;
  #policy: Following | undefined;
  #closed = false;

  private constructor(deps: PaymentRoundsDeps) {
    this.#deps = deps;
  }

  /** Resolves once it hears of all that begins; what waits already is found in the background. */
  static async start(deps: PaymentRoundsDeps): Promise<PaymentRounds> {
    const rounds = new PaymentRounds(deps);
    rounds.#policy = await deps.application.startPolicy(rounds.#listening());
    rounds.#findWaiting().catch((error: unknown) => deps.onError(error, 'payments'));
    return rounds;
  }

  /** Attends to an order as soon as there is room. */
  add(orderId: OrderId): void {
    this.#waiting.set(orderId, { dueAtMs: this.#deps.application.nowMs(), failures: 0 });
    this.wake();
  }

  /** Starts what is due. */
  wake(): void {
    if (this.#closed) return;
    const nowMs = this.#deps.application.nowMs();
    for (const [orderId, { dueAtMs }] of this.#waiting) {
      if (this.#running.size >= maximumAtOnce) return;
      if (dueAtMs > nowMs || this.#running.has(orderId)) continue;
      this.#begin(orderId);
    }
    this.#waitForNext(nowMs);
  }

  /** Resolves when nothing is under way. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timeout);
    this.#policy?.close();
    await Promise.all(this.#running.values());
  }

  #begin(orderId: OrderId): void {
    const entry = this.#waiting.get(orderId);
    if (!entry) return;
    const running = this.#attend(orderId, entry).finally(() => {
      this.#running.delete(orderId);
      this.wake();
    });
    this.#running.set(orderId, running);
  }

  async #attend(orderId: OrderId, entry: Waiting): Promise<void> {
    const { desk, application, onError } = this.#deps;
    try {
      const isOpen = await desk.attend(orderId);
      // Something began meanwhile: that entry stands for it.
      if (this.#waiting.get(orderId) !== entry) return;
      if (!isOpen) this.#waiting.delete(orderId);
      else this.#waiting.set(orderId, { dueAtMs: application.nowMs() + longestRetryMs, failures: 0 });
    } catch (error) {
      onError(error, 'payments');
      if (this.#waiting.get(orderId) !== entry) return;
      const failures = entry.failures + 1;
      const delayMs = Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);
      this.#waiting.set(orderId, { dueAtMs: application.nowMs() + delayMs, failures });
    }
  }

  #waitForNext(nowMs: number): void {
    clearTimeout(this.#timeout);
    const idle = [...this.#waiting].filter(([orderId]) => !this.#running.has(orderId));
    if (idle.length === 0) return;
    const nextMs = Math.min(...idle.map(([, { dueAtMs }]) => dueAtMs));
    this.#timeout = setTimeout(() => this.wake(), Math.max(0, Math.min(nextMs - nowMs, longestRetryMs)));
  }

  #listening(): Policy {
    return {
      name: 'payments',
      startsAt: 'now',
      cursor: 'none',
      handle: async ({ recorded }) => {
        const orderId = orderIdOfStream(recorded.streamId);
        if (orderId === undefined) return;
        // An order's stream holds order events only.
        const event = recorded.event as OrderEvent;
        if (needsProvider(event)) this.add(orderId);
      },
    };
  }

  async #findWaiting(): Promise<void> {
    const { application } = this.#deps;
    const orders = await application.listOrders();
    const nowMs = application.nowMs();
    for (const order of orders) if (isWaitedFor(order, nowMs)) this.add(order.orderId);
  }
}

/** What began, and what was given up on a page of the provider's. */
const needsProvider = (event: OrderEvent): boolean =>
  event.type === 'payment-started' ||
  event.type === 'refund-started' ||
  (event.type === 'payment-noted' && event.status === 'cancelled' && event.providerRef !== null);

const isWaitedFor = (order: OrderSummary, nowMs: number): boolean =>
  order.openPaymentIds.length > 0 || order.startedRefundIds.length > 0 || order.givenUpUntilMs > nowMs;
