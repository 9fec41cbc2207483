import type { Test } from 'tap';
import type {
  HoldId,
  LotId,
  OfferId,
  OrderId,
  OrderLineId,
  PaymentId,
  PersonId,
  PlaceId,
  ShowId,
  SkuId,
} from '#domain/ids.ts';
import {
  evolveOrder,
  freshLine,
  initialOrderState,
  type Delivery,
  type OrderEvent,
  type OrderLine,
  type OrderState,
  type Payment,
} from '#domain/order/order.ts';
import type { Decision } from '#domain/decision.ts';
import { Given, type Noun } from '../given.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
export const lineIdOf = (name: string): OrderLineId => `line-${name}` as OrderLineId;
export const paymentIdOf = (name: string): PaymentId => `payment-${name}` as PaymentId;
export const holdIdOf = (name: string): HoldId => `hold-${name}` as HoldId;
export const skuIdOf = (name: string): SkuId => `sku-${name}` as SkuId;
export const [a, b, c] = [lineIdOf('a'), lineIdOf('b'), lineIdOf('c')];
export const dueMs = 3_000_000;

export const opening = {
  orderId: 'order-0001' as OrderId,
  showId: 'show-0001' as ShowId,
  buyerId: 'person-ada' as PersonId,
  currency: 'EUR',
};

/** What an order is asked: one of its decisions, with all that it takes but the order. */
type Asked = (order: OrderState, context: { readonly nowMs: number }) => Decision<OrderEvent> | undefined;

const order: Noun<OrderState, OrderEvent, Asked> = {
  initial: initialOrderState,
  evolve: evolveOrder,
  decide: (asked, state, context) => asked(state, context),
};

export const absent = (t: Test) => new Given(order, t, order.initial);
/** An order that is there, and what happened to it. */
export function given(t: Test, ...history: readonly OrderEvent[]) {
  const opened: OrderEvent = { type: 'order-opened', ...opening };
  return new Given(order, t, order.initial, [opened, ...history]);
}

type Line = Omit<OrderLine, 'addedAtMs'>;

/** Two pieces of 5.00 in the cart, held until `dueMs`. */
export const lineOf = (lineId: OrderLineId, parts: Partial<Line> = {}): Line => ({
  lineId,
  source: { kind: 'offer', offerId: 'offer-0001' as OfferId },
  title: 'a cup',
  taxLabel: '',
  pieces: 2,
  items: [{ skuId: skuIdOf('cup'), quantity: 6 }],
  unitPriceMinor: 500,
  amountMinor: 1_000,
  status: 'in-cart',
  holdId: holdIdOf('first'),
  deadlineMs: dueMs,
  isRehearsal: false,
  ...freshLine,
  ...parts,
});

export const added = (lineId: OrderLineId, parts: Partial<Line> = {}): OrderEvent => ({
  type: 'line-added',
  line: lineOf(lineId, parts),
});

/** A win of 9.00 that is to be paid until `dueMs`. */
export const won = (lineId: OrderLineId, parts: Partial<Line> = {}): OrderEvent =>
  added(lineId, {
    source: { kind: 'lot', lotId: 'lot-0001' as LotId, run: 1 },
    pieces: 1,
    unitPriceMinor: 900,
    amountMinor: 900,
    status: 'placed',
    ...parts,
  });

export const pickUp: Delivery = { kind: 'pick-up' };
export const parcel: Delivery = { kind: 'parcel', shippingMinor: 90 };
export const placed = (
  lineIds: readonly OrderLineId[],
  delivery: Delivery = pickUp,
  deadlineMs: number | null = dueMs,
): OrderEvent => ({
  type: 'lines-placed',
  lineIds,
  delivery,
  deadlineMs,
  pickUpCode: delivery.kind === 'pick-up' ? 'ACDEFG' : null,
});

export const lapsed = (lineId: OrderLineId): OrderEvent => ({ type: 'line-lapsed', lineId });
export const overdue = (lineId: OrderLineId): OrderEvent => ({ type: 'line-overdue', lineId });
export const withdrawn = (lineId: OrderLineId, by: 'buyer' | 'shop' = 'buyer'): OrderEvent => ({
  type: 'line-withdrawn',
  lineId,
  by,
});

export const started = (
  name: string,
  amountMinor: number,
  lineIds: readonly OrderLineId[],
  parts: Partial<Payment> = {},
): OrderEvent => ({
  type: 'payment-started',
  payment: {
    paymentId: paymentIdOf(name),
    method: 'stripe',
    mode: 'begin',
    amountMinor,
    lineIds,
    shippingMinor: 0,
    status: 'started',
    providerRef: null,
    url: null,
    declineCode: null,
    ...parts,
  },
});

type Noted = Extract<OrderEvent, { readonly type: 'payment-noted' }>;
export const noted = (name: string, status: Noted['status'], parts: Partial<Noted> = {}): Noted => ({
  type: 'payment-noted',
  paymentId: paymentIdOf(name),
  status,
  providerRef: null,
  url: null,
  declineCode: null,
  ...parts,
});

export const soldFrom = [
  { kind: 'stock', skuId: skuIdOf('cup'), placeId: 'place-0001' as PlaceId, quantity: 6, fromReserve: 0 },
] as const;
export const paid = (name: string, ...lineIds: readonly OrderLineId[]): OrderEvent => ({
  type: 'lines-paid',
  paymentId: paymentIdOf(name),
  lines: lineIds.map((lineId) => ({ lineId, soldFrom })),
});

/** Ordered, and paid by this payment. */
export const bought = (
  name: string,
  lineIds: readonly OrderLineId[],
  delivery: Delivery = pickUp,
): readonly OrderEvent[] => [
  ...lineIds.map((lineId) => added(lineId)),
  placed(lineIds, delivery),
  started(name, lineIds.length * 1_000 + (delivery.kind === 'parcel' ? delivery.shippingMinor : 0), lineIds, {
    shippingMinor: delivery.kind === 'parcel' ? delivery.shippingMinor : 0,
  }),
  noted(name, 'succeeded'),
  paid(name, ...lineIds),
];
