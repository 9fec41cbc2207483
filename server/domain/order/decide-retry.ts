import { accepted, rejected } from '../decision.ts';
import type { OrderCommand, OrderDecision } from './commands.ts';
import { begun, hasRefund } from './decide-refund.ts';
import { owedByRefund } from './owed.ts';
import { paymentOf } from './selectors.ts';
import type { OrderState } from './state.ts';

type Retry = Extract<OrderCommand, { readonly type: 'retry-refund' }>;

/**
 * Money of a refund that the provider refused goes back under a new id: through the provider again, or because the shop
 * handed it back itself, which is done with the noting. No goods move. What is left of the debt stays one, and a retry
 * that is refused owes its part anew.
 */
export function retryRefund(order: OrderState, wish: Omit<Retry, 'type' | 'orderId'>): OrderDecision {
  const { failedRefundId, refundId, by } = wish;
  if (order.status === 'absent') return rejected('order-not-found');
  if (hasRefund(order, refundId)) return rejected('refund-exists');
  const failed = order.refunds.find((refund) => refund.refundId === failedRefundId);
  const payment = failed && paymentOf(order, failed.paymentId);
  const mostMinor = failed ? owedByRefund(failed) : 0;
  if (!payment || mostMinor === 0) return rejected('order-unchanged');
  const amountMinor = wish.amountMinor ?? mostMinor;
  if (amountMinor > mostMinor) return rejected('refund-too-high', { mostMinor });
  if (amountMinor === 0) return rejected('nothing-due');
  const started = {
    type: 'refund-started',
    refundId,
    paymentId: payment.paymentId,
    amountMinor,
    lineIds: failed.lineIds,
    reason: failed.reason,
    restocks: false,
    retryOf: failedRefundId,
    byHand: by === 'hand',
  } as const;
  return accepted(...begun(started, payment));
}
