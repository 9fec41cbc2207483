import type { LotId, OrderLineId, PaymentId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import { parcelPaidMinor } from './owed.ts';
import type { LineStatus, OrderLine, OrderState, Payment } from './state.ts';

export type PresentOrder = Extract<OrderState, { readonly status: 'present' }>;

/** How people name a whole order. */
export type OrderStanding =
  | 'empty'
  | 'cart'
  | 'awaiting-payment'
  | 'overdue'
  | 'paid'
  | 'partly-handed-out'
  | 'done'
  | 'withdrawn'
  | 'refunded';

const linesOf = (order: OrderState): readonly OrderLine[] => (order.status === 'present' ? order.lines : []);
const paymentsOf = (order: OrderState): readonly Payment[] =>
  order.status === 'present' ? order.payments : [];
const isOneOf = ({ status }: OrderLine, statuses: readonly LineStatus[]): boolean =>
  statuses.includes(status);

export const lineOf = (order: OrderState, lineId: OrderLineId): OrderLine | undefined =>
  linesOf(order).find((line) => line.lineId === lineId);

export const paymentOf = (order: OrderState, paymentId: PaymentId): Payment | undefined =>
  paymentsOf(order).find((payment) => payment.paymentId === paymentId);

/** The line of a win; the newest, where an undone settlement made it anew. */
export const winOf = (order: OrderState, lotId: LotId, run: number): OrderLine | undefined =>
  linesOf(order).find(({ source }) => source.kind === 'lot' && source.lotId === lotId && source.run === run);

/** In the cart, held or not. */
export const cartLines = (order: OrderState): readonly OrderLine[] =>
  linesOf(order).filter((line) => isOneOf(line, ['in-cart', 'lapsed']));

/** Ordered or won, not paid. Rehearsals owe nothing. */
export const dueLines = (order: OrderState): readonly OrderLine[] =>
  linesOf(order).filter((line) => isOneOf(line, ['placed', 'overdue']) && !line.isRehearsal);

/** Paid for and not given back. */
export const keptLines = (order: OrderState): readonly OrderLine[] =>
  linesOf(order).filter((line) => isOneOf(line, ['paid', 'handed-out', 'shipped']));

export const sumOf = (lines: readonly OrderLine[]): AmountMinor =>
  lines.reduce((sum, { amountMinor, isRehearsal }) => sum + (isRehearsal ? 0 : amountMinor), 0);

/** Of the parcel, as long as nobody paid it: once per order, and again where its price went back. */
export function shippingDueMinor(order: OrderState): AmountMinor {
  if (order.status === 'absent' || order.delivery?.kind !== 'parcel') return 0;
  const isToBeSent = dueLines(order).length > 0 || order.lines.some(({ status }) => status === 'paid');
  return parcelPaidMinor(order) > 0 || !isToBeSent ? 0 : order.delivery.shippingMinor;
}

/** Ordered, won or paid for, and in the order still: what a parcel is there for. */
export const isCarried = ({ status, isRehearsal }: OrderLine): boolean =>
  !isRehearsal && ['placed', 'overdue', 'paid', 'handed-out', 'shipped'].includes(status);

/** What is to be paid now: all lines that were ordered or won, and the parcel. */
export const dueMinor = (order: OrderState): AmountMinor => sumOf(dueLines(order)) + shippingDueMinor(order);

export const cartMinor = (order: OrderState): AmountMinor => sumOf(cartLines(order));

/** All that succeeded, whatever of it was given back. */
export const paidMinor = (order: OrderState): AmountMinor =>
  paymentsOf(order)
    .filter(({ status }) => status === 'succeeded')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** Given back or on its way back. */
export const refundedMinor = (order: OrderState): AmountMinor =>
  paymentsOf(order).reduce((sum, payment) => sum + payment.refundedMinor, 0);

/** Payments that may still succeed. */
export const openPayments = (order: OrderState): readonly Payment[] =>
  paymentsOf(order).filter(({ status }) => ['started', 'action-required', 'pending'].includes(status));

/** The provider or the buyer's bank works on it: giving it up now could charge twice. */
export const isUnderWay = ({ method, mode, status }: Payment): boolean =>
  method === 'stripe' && (status === 'pending' || (mode === 'charge' && status === 'started'));

/** A provider's page ends within a day (Stripe's `expires_at`), and may be opened some time after its payment began. */
const pageLifeMs = 2 * 24 * 3_600_000;

/**
 * Until when money may come of a payment that was given up: its buyer may have been on the provider's page, and quicker.
 * 0 where none can.
 */
export const mayComeThroughUntilMs = ({ status, method, providerRef, startedAtMs }: Payment): number =>
  status === 'cancelled' && method === 'stripe' && providerRef !== null ? startedAtMs + pageLifeMs : 0;

const isLive = ({ status }: OrderLine): boolean => status !== 'withdrawn' && status !== 'refunded';

/** What stands in the order, withdrawn and refunded lines apart. */
export const liveLines = (order: OrderState): readonly OrderLine[] => linesOf(order).filter(isLive);

/** The most pressing thing first: what is to be paid, then what is to be handed out. */
export function standingOf(order: OrderState): OrderStanding {
  const lines = linesOf(order);
  const has = (...statuses: readonly LineStatus[]) => lines.some((line) => isOneOf(line, statuses));
  if (has('overdue')) return 'overdue';
  if (has('placed')) return 'awaiting-payment';
  if (has('paid')) return has('handed-out', 'shipped') ? 'partly-handed-out' : 'paid';
  if (has('in-cart', 'lapsed')) return 'cart';
  if (has('handed-out', 'shipped')) return 'done';
  if (has('refunded')) return 'refunded';
  return has('withdrawn') ? 'withdrawn' : 'empty';
}
