import type { Decision } from '#domain/decision.ts';
import type { OrderId, OrderLineId, PaymentId, PersonId, PlaceId, ShowId, SkuId } from '#domain/ids.ts';
import {
  evolveOrder,
  freshLine,
  initialOrderState,
  lineOf,
  notePayment,
  noteRefund,
  paymentOf,
  placeLines,
  settle,
  startPayment,
  type OrderEvent,
  type OrderLine,
  type OrderState,
  type Payment,
} from '#domain/order/order.ts';

// Brands have no maker outside the edge; examples name their ids by hand.
export const lineIdOf = (name: string): OrderLineId => name as OrderLineId;
export const paymentIdOf = (name: string): PaymentId => name as PaymentId;

const stock = {
  skuId: 'sku' as SkuId,
  placeId: 'place' as PlaceId,
  kind: 'stock',
  quantity: 1,
  fromReserve: 0,
} as const;
const parcel = { kind: 'parcel', shippingMinor: 90 } as const;

/** An order that the examples talk to: what is given happens, what is decided happens, too. */
export class OrderExample {
  state: OrderState = initialOrderState;

  constructor() {
    this.#take({
      type: 'order-opened',
      orderId: 'order' as OrderId,
      showId: 'show' as ShowId,
      buyerId: 'ada' as PersonId,
      currency: 'EUR',
    });
  }

  /** 'accepted', or the code of the refusal. */
  decide(decision: Decision<OrderEvent>): string {
    if (decision.outcome === 'rejected') return decision.rejection.code;
    for (const event of decision.events) this.#take(event);
    return 'accepted';
  }

  /** Things of 5.00 each that are ordered, as a parcel of 0.90 where it is said. */
  ordered(names: readonly string[], how: 'pick-up' | 'parcel' = 'pick-up'): this {
    for (const name of names) this.#take({ type: 'line-added', line: lineNamed(name) });
    const delivery = how === 'parcel' ? parcel : ({ kind: 'pick-up' } as const);
    const wish = { lineIds: names.map(lineIdOf), delivery, deadlineMs: null, pickUpCode: 'ACDEFG' };
    this.decide(placeLines(this.state, wish));
    return this;
  }

  /** A payment of all that is due begins. */
  started(name: string, method: Payment['method'] = 'stripe'): this {
    const wish = { paymentId: paymentIdOf(name), method, mode: 'begin', scope: 'all-due' } as const;
    this.decide(startPayment(this.state, wish));
    return this;
  }

  /** It succeeds, and what is `gone` by then goes back. */
  succeeded(name: string, gone: readonly string[] = []): this {
    const paymentId = paymentIdOf(name);
    const word = { paymentId, status: 'succeeded', providerRef: name, url: null, declineCode: null } as const;
    this.decide(notePayment(this.state, word));
    const payable = paymentOf(this.state, paymentId)?.lineIds.filter(
      (lineId) => lineOf(this.state, lineId)?.paidById === null && !gone.includes(lineId),
    );
    const sold = (payable ?? []).map((lineId) => ({ lineId, soldFrom: [stock] }));
    this.decide(settle(this.state, paymentId, sold, `back-${name}`));
    return this;
  }

  paid(name: string, method: Payment['method'] = 'stripe'): this {
    return this.started(name, method).succeeded(name);
  }

  refundNoted(refundId: string, status: 'done' | 'failed', declineCode: string | null = null): string {
    return this.decide(noteRefund(this.state, { refundId, status, declineCode }));
  }

  line(name: string): OrderLine | undefined {
    return lineOf(this.state, lineIdOf(name));
  }

  /** What went back or is on its way, by refund. */
  get refunds() {
    if (this.state.status === 'absent') return [];
    return this.state.refunds.map(({ refundId, paymentId, amountMinor, status, owed }) => ({
      refundId,
      paymentId,
      amountMinor,
      status,
      owedMinor: owed.reduce((sum, part) => sum + part.amountMinor, 0),
    }));
  }

  #take(event: OrderEvent): void {
    this.state = evolveOrder(this.state, { event, atMs: 0, actorId: 'ada' as PersonId });
  }
}

const lineNamed = (name: string): Omit<OrderLine, 'addedAtMs'> => ({
  lineId: lineIdOf(name),
  source: { kind: 'lot', lotId: name as never, run: 1 },
  title: name,
  taxLabel: '',
  pieces: 1,
  items: [],
  unitPriceMinor: 500,
  amountMinor: 500,
  status: 'in-cart',
  holdId: null,
  deadlineMs: null,
  isRehearsal: false,
  ...freshLine,
});
