import type { AmountMinor } from '../money/money.ts';
import type { OrderState, Payment, Refund } from './state.ts';

type PresentOrder = Extract<OrderState, { readonly status: 'present' }>;

/**
 * What came in by this payment, was sold nothing for, and did not go back: a refund of it was refused. The parcel's
 * price stays with the shop only where the payment paid for a line at all.
 */
export function strandedMinor(order: PresentOrder, payment: Payment): AmountMinor {
  if (payment.status !== 'succeeded') return 0;
  const own = order.lines.filter(({ paidById }) => paidById === payment.paymentId);
  const keptMinor = own.reduce((sum, { amountMinor, refundedMinor }) => sum + amountMinor - refundedMinor, 0);
  const parcelMinor = own.length > 0 ? payment.shippingMinor : 0;
  return Math.max(0, payment.amountMinor - payment.refundedMinor - keptMinor - parcelMinor);
}

/** Somebody of the shop must look: the provider refused to give money back, and nobody tried again since. */
export function needsAttention(order: OrderState): boolean {
  if (order.status === 'absent') return false;
  const isStuck = (refund: Refund, index: number): boolean =>
    refund.status === 'failed' &&
    !order.refunds
      .slice(index + 1)
      .some((later) => later.paymentId === refund.paymentId && later.status !== 'failed');
  return order.refunds.some(isStuck) || order.payments.some((payment) => strandedMinor(order, payment) > 0);
}
