import { accepted, rejected } from '../decision.ts';
import type { OrderLineId, PaymentId } from '../ids.ts';
import type { HoldLine } from '../ledger/ledger.ts';
import type { OrderCommand, OrderDecision } from './commands.ts';
import type { OrderEvent } from './events.ts';
import { leadsTo } from './evolve-payments.ts';
import { parcelKeptMinor } from './owed.ts';
import {
  dueLines,
  isCarried,
  isUnderWay,
  openPayments,
  paymentOf,
  shippingDueMinor,
  sumOf,
  type PresentOrder,
} from './selectors.ts';
import { maximumPayments, type OrderState, type Payment } from './state.ts';

type PaymentWord = Extract<OrderCommand, { readonly type: 'note-payment' }>;

/** Which lines a payment is for: those of one win, or all that is due, the parcel included. */
export type PaymentScope = 'all-due' | OrderLineId;

/**
 * A payment begins. What was begun before and did not succeed is given up first; one that the provider works on is
 * waited for, so that nobody pays twice.
 */
export function startPayment(
  order: OrderState,
  wish: Pick<Payment, 'paymentId' | 'method' | 'mode'> & {
    readonly scope: PaymentScope;
    readonly savesMethod?: boolean;
  },
): OrderDecision {
  if (order.status === 'absent') return rejected('order-not-found');
  const { paymentId, method, mode, scope } = wish;
  const lines = dueLines(order).filter(({ lineId }) => scope === 'all-due' || lineId === scope);
  const shippingMinor = scope === 'all-due' ? shippingDueMinor(order) : 0;
  const amountMinor = sumOf(lines) + shippingMinor;
  if (lines.length === 0 && amountMinor === 0) return rejected('nothing-due');
  if (order.payments.length >= maximumPayments)
    return rejected('order-limit-reached', { limit: maximumPayments });
  const lineIds = lines.map(({ lineId }) => lineId);
  const givenUp = giveUp(order, lineIds, shippingMinor > 0);
  if (givenUp.outcome === 'rejected') return givenUp;
  const payment = {
    paymentId,
    method,
    mode,
    amountMinor,
    lineIds,
    shippingMinor,
    status: 'started',
    providerRef: null,
    url: null,
    declineCode: null,
    // At the stall there is nothing to keep.
    ...(wish.savesMethod === true && method === 'stripe' ? { savesMethod: true as const } : {}),
  } as const;
  return accepted(...givenUp.events, { type: 'payment-started', payment });
}

/** Ends what was begun for any of these lines; refused while the provider works on one. */
export function giveUp(
  order: OrderState,
  lineIds: readonly OrderLineId[],
  withShipping = false,
): OrderDecision {
  const touched = touching(order, lineIds, withShipping);
  if (touched.some(isUnderWay)) return rejected('payment-under-way');
  return accepted(...touched.map(cancelled));
}

/** The same whatever the provider does: what he takes nevertheless is given back. */
export const giveUpAnyway = (order: OrderState, lineIds: readonly OrderLineId[]): OrderDecision =>
  accepted(...touching(order, lineIds, false).map(cancelled));

const touching = (
  order: OrderState,
  lineIds: readonly OrderLineId[],
  withShipping: boolean,
): readonly Payment[] =>
  openPayments(order).filter(
    (payment) =>
      payment.lineIds.some((lineId) => lineIds.includes(lineId)) ||
      (withShipping && payment.shippingMinor > 0),
  );

const cancelled = ({ paymentId, providerRef }: Payment): OrderEvent => ({
  type: 'payment-noted',
  paymentId,
  status: 'cancelled',
  providerRef,
  url: null,
  declineCode: null,
});

/** What a provider says. They come late, twice and in any order: only what leads nearer to the end is taken down. */
export function notePayment(order: OrderState, word: Omit<PaymentWord, 'type' | 'orderId'>): OrderDecision {
  const payment = paymentOf(order, word.paymentId);
  if (!payment) return rejected('payment-not-found');
  const { paymentId, status, providerRef, url, declineCode } = word;
  const isNews =
    payment.status !== status ||
    payment.url !== url ||
    payment.providerRef !== (providerRef ?? payment.providerRef);
  if (!leadsTo(payment.status, status) || !isNews)
    return rejected('order-unchanged', { status: payment.status });
  return accepted({ type: 'payment-noted', paymentId, status, providerRef, url, declineCode });
}

/** A line whose stock was the buyer's to have, and where it was taken from. */
export interface SoldLine {
  readonly lineId: OrderLineId;
  readonly soldFrom: readonly HoldLine[];
}

/**
 * After a payment succeeded: what it paid, and the way back for all else of it. It pays lines that nobody paid before
 * and whose stock could be sold, and the parcel if there is one to send and nobody paid it before; where its sum is no
 * longer that of its lines it pays nothing.
 */
export function settle(
  order: OrderState,
  paymentId: PaymentId,
  sold: readonly SoldLine[],
  refundId: string,
): OrderDecision {
  const payment = paymentOf(order, paymentId);
  if (order.status === 'absent' || payment?.status !== 'succeeded') return rejected('payment-not-found');
  const isSold = new Set(sold.map(({ lineId }) => lineId));
  const unsold = payment.lineIds.filter((lineId) => !isSold.has(lineId));
  const soldMinor = sumOf(order.lines.filter(({ lineId }) => isSold.has(lineId)));
  const keptMinor = soldMinor + (keepsShipping(order, payment, sold) ? payment.shippingMinor : 0);
  const backMinor = payment.amountMinor - keptMinor;
  const paid = sold.length === 0 ? [] : [{ type: 'lines-paid', paymentId, lines: sold } as const];
  if (backMinor <= 0) return accepted(...paid);
  return accepted<OrderEvent>(...paid, {
    type: 'refund-started',
    refundId,
    paymentId,
    amountMinor: backMinor,
    lineIds: unsold,
    reason: 'not-available',
    restocks: false,
  });
}

function keepsShipping(order: PresentOrder, payment: Payment, sold: readonly SoldLine[]): boolean {
  if (payment.shippingMinor === 0 || order.delivery?.kind !== 'parcel') return false;
  const others = order.payments.filter((other) => other !== payment);
  if (others.some((other) => parcelKeptMinor(order, other) > 0)) return false;
  return payment.lineIds.length === 0 ? order.lines.some(isCarried) : sold.length > 0;
}

/** The lines that a success may still pay; none where its sum is no longer theirs. */
export function payableLines(order: OrderState, paymentId: PaymentId): readonly OrderLineId[] {
  const payment = paymentOf(order, paymentId);
  if (order.status === 'absent' || !payment) return [];
  const lines = order.lines.filter(({ lineId }) => payment.lineIds.includes(lineId));
  if (sumOf(lines) + payment.shippingMinor !== payment.amountMinor) return [];
  return lines
    .filter(({ status }) => ['placed', 'overdue', 'lapsed'].includes(status))
    .map(({ lineId }) => lineId);
}
