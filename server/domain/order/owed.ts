import type { OrderLineId, PaymentId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { OrderState, OwedPart, Payment, Refund } from './state.ts';

type PresentOrder = Extract<OrderState, { readonly status: 'present' }>;

const sumOfParts = (parts: readonly OwedPart[]): AmountMinor =>
  parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** What a refund that the provider refused still owes. */
export const owedByRefund = ({ owed }: Refund): AmountMinor => sumOfParts(owed);

const owedParts = (order: PresentOrder, paymentId: PaymentId): readonly OwedPart[] =>
  order.refunds.filter((refund) => refund.paymentId === paymentId).flatMap(({ owed }) => owed);

/** What the buyer is to have back of a payment, and has not. */
export const owedOfPayment = (order: PresentOrder, paymentId: PaymentId): AmountMinor =>
  sumOfParts(owedParts(order, paymentId));

/** The same of one line. */
export const owedOfLine = (order: PresentOrder, wanted: OrderLineId): AmountMinor =>
  sumOfParts(order.refunds.flatMap(({ owed }) => owed).filter(({ lineId }) => lineId === wanted));

/** What the buyer is to have back of the whole order, and has not: a provider refused, and nobody made up for it. */
export const owedMinor = (order: OrderState): AmountMinor =>
  order.status === 'absent' ? 0 : order.refunds.reduce((sum, refund) => sum + owedByRefund(refund), 0);

/** Somebody of the shop must look: the buyer's money is still here, and by itself it goes nowhere. */
export const needsAttention = (order: OrderState): boolean => owedMinor(order) > 0;

/**
 * What the shop keeps of a payment for the parcel: all of it that is not kept for lines, did not go back and is not owed.
 * What came in is always what is kept for lines and parcel, what went back, and what is owed.
 */
export function parcelKeptMinor(order: PresentOrder, payment: Payment): AmountMinor {
  if (payment.status !== 'succeeded') return 0;
  const { paymentId, amountMinor, refundedMinor } = payment;
  const ofLinesMinor = order.lines
    .filter(({ paidById }) => paidById === paymentId)
    .reduce((sum, line) => sum + line.amountMinor - line.refundedMinor - owedOfLine(order, line.lineId), 0);
  return amountMinor - refundedMinor - owedOfPayment(order, paymentId) - ofLinesMinor;
}

/** The same of all payments. */
export const parcelPaidMinor = (order: OrderState): AmountMinor =>
  order.status === 'absent'
    ? 0
    : order.payments.reduce((sum, payment) => sum + parcelKeptMinor(order, payment), 0);
