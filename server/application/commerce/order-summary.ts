import type { LotId, OrderId, OrderLineId, PaymentId, PersonId, ShowId } from '#domain/ids.ts';
import {
  dueMinor,
  liveLines,
  mayComeThroughUntilMs,
  needsAttention,
  openPayments,
  parcelPaidMinor,
  shippingDueMinor,
  standingOf,
  sumOf,
  type OrderStanding,
  type OrderState,
} from '#domain/order/order.ts';

/** One line of the order board, of the pick-up list and of "my orders". Names and show titles are looked up by whoever shows it. */
export interface OrderSummary {
  readonly orderId: OrderId;
  readonly showId: ShowId | null;
  readonly buyerId: PersonId | null;
  readonly status: OrderStanding;
  readonly currency: string;
  /** Of all that stands in it, the parcel included. */
  readonly totalMinor: number;
  readonly dueMinor: number;
  readonly pieces: number;
  /** Of its first lines. */
  readonly titles: readonly string[];
  readonly delivery: 'pick-up' | 'parcel' | null;
  readonly pickUpCode: string | null;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  /** What falls due in it, for timers. */
  readonly deadlines: readonly { readonly lineId: OrderLineId; readonly deadlineMs: number }[];
  /** Unpaid and without an end until the show ends. */
  readonly isOpenEnded: boolean;
  readonly hasRehearsal: boolean;
  /** The provider may still say something about these. */
  readonly openPaymentIds: readonly PaymentId[];
  /** Until when he may say that one came through that was given up; 0: there is none. */
  readonly givenUpUntilMs: number;
  readonly startedRefundIds: readonly string[];
  readonly lotIds: readonly LotId[];
  /** Money that is the buyer's is still here: the provider refused to give it back, and nobody made up for it. */
  readonly needsAttention?: boolean;
}

const maximumTitles = 5;

/** `undefined` of an order that nothing ever happened to. */
export function summaryOfOrder(order: OrderState, changedAtMs: number): OrderSummary | undefined {
  if (order.status === 'absent') return undefined;
  const { orderId, showId, buyerId, currency, delivery, pickUpCode, createdAtMs, lines } = order;
  const live = liveLines(order);
  const unpaid = lines.filter(({ status }) => ['in-cart', 'placed', 'overdue'].includes(status));
  const isOrdered = ({ status }: (typeof lines)[number]) => status === 'placed' || status === 'overdue';
  const shippingMinor = parcelPaidMinor(order) + shippingDueMinor(order);
  return {
    orderId,
    showId,
    buyerId,
    status: standingOf(order),
    currency,
    totalMinor: sumOf(live) + shippingMinor,
    dueMinor: dueMinor(order),
    pieces: live.reduce((sum, { pieces }) => sum + pieces, 0),
    titles: live.slice(0, maximumTitles).map(({ title }) => title),
    delivery: delivery?.kind ?? null,
    pickUpCode,
    createdAtMs,
    changedAtMs,
    deadlines: unpaid.flatMap(({ lineId, deadlineMs }) =>
      deadlineMs === null ? [] : [{ lineId, deadlineMs }],
    ),
    isOpenEnded: unpaid.some((line) => isOrdered(line) && line.deadlineMs === null && !line.isRehearsal),
    hasRehearsal: live.some(({ isRehearsal }) => isRehearsal),
    openPaymentIds: openPayments(order)
      .filter(({ method }) => method === 'stripe')
      .map(({ paymentId }) => paymentId),
    givenUpUntilMs: Math.max(0, ...order.payments.map(mayComeThroughUntilMs)),
    startedRefundIds: order.refunds
      .filter(({ status }) => status === 'started')
      .map(({ refundId }) => refundId),
    ...(needsAttention(order) ? { needsAttention: true } : {}),
    lotIds: lines.flatMap(({ source }) => (source.kind === 'lot' ? [source.lotId] : [])),
  };
}
