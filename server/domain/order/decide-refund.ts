import { accepted, rejected } from '../decision.ts';
import type { OrderLineId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { OrderDecision } from './commands.ts';
import type { OrderEvent } from './events.ts';
import { lineOf, paymentOf, type PresentOrder } from './selectors.ts';
import { strandedMinor } from './stranded.ts';
import type { OrderLine, OrderState, Payment } from './state.ts';

export interface RefundWish {
  readonly refundId: string;
  readonly lineIds: readonly OrderLineId[];
  /** null: all that was paid for these lines, and for the parcel with the last of them that was not sent. */
  readonly amountMinor: AmountMinor | null;
  readonly restocks: boolean;
  readonly reason: string;
}

/**
 * Gives money back for lines, from the payments that paid them; one refund for each. Money that was taken by hand is
 * handed back by hand, so that such a refund is done at once.
 */
export function refundLines(order: OrderState, wish: RefundWish): OrderDecision {
  const { refundId, lineIds, amountMinor } = wish;
  if (order.status === 'absent') return rejected('order-not-found');
  if (order.refunds.some((refund) => refund.refundId === refundId)) return rejected('refund-exists');
  const named = [...new Set(lineIds)].map((lineId) => lineOf(order, lineId));
  const lines = named.filter((line) => line !== undefined);
  if (lines.length < named.length) return rejected('line-not-found');
  const stranded = amountMinor === null ? strandedEvents(order, wish) : [];
  if (stranded.length > 0 && lines.every(({ paidById }) => paidById === null)) return accepted(...stranded);
  const unpaid = lines.find(({ paidById }) => paidById === null);
  if (unpaid) return rejected('line-wrong-status', { status: unpaid.status });
  const mostMinor = lines.reduce((sum, line) => sum + leftMinor(line), 0);
  if (amountMinor !== null && amountMinor > mostMinor) return rejected('refund-too-high', { mostMinor });
  const restocksAnything = wish.restocks && lines.some(({ soldFrom }) => soldFrom.length > 0);
  if ((amountMinor ?? mostMinor) === 0 && !restocksAnything && mostMinor > 0) return rejected('nothing-due');
  if (mostMinor === 0 && lines.every(({ status }) => status === 'refunded'))
    return rejected('order-unchanged');
  return accepted(...eventsOf(order, lines, wish));
}

const leftMinor = ({ amountMinor, refundedMinor }: OrderLine): AmountMinor => amountMinor - refundedMinor;

function eventsOf(order: PresentOrder, lines: readonly OrderLine[], wish: RefundWish): readonly OrderEvent[] {
  let openMinor = wish.amountMinor;
  const groups = [...Map.groupBy(lines, ({ paidById }) => paidById)];
  return groups.flatMap(([paymentId, own], index): readonly OrderEvent[] => {
    const payment = paymentId === null ? undefined : paymentOf(order, paymentId);
    if (!payment) return [];
    const allMinor = own.reduce((sum, line) => sum + leftMinor(line), 0);
    const linesMinor = openMinor === null ? allMinor : Math.min(openMinor, allMinor);
    if (openMinor !== null) openMinor -= linesMinor;
    const shippingMinor = openMinor === null ? shippingBackMinor(order, payment, own) : 0;
    const refundId = index === 0 ? wish.refundId : `${wish.refundId}-${index + 1}`;
    const started = {
      type: 'refund-started',
      refundId,
      paymentId: payment.paymentId,
      amountMinor: linesMinor + shippingMinor,
      lineIds: own.map(({ lineId }) => lineId),
      reason: wish.reason,
      restocks: wish.restocks,
    } as const;
    return isByHand(payment) ? [started, { type: 'refund-noted', refundId, status: 'done' }] : [started];
  });
}

/** Money that a refused refund of these lines left here: it goes back again under the new id, and no stock moves. */
const strandedEvents = (
  order: PresentOrder,
  { refundId, lineIds, reason }: RefundWish,
): readonly OrderEvent[] =>
  order.payments
    .flatMap((payment) => {
      const failed = order.refunds.findLast(
        (refund) =>
          refund.paymentId === payment.paymentId &&
          refund.status === 'failed' &&
          refund.lineIds.some((lineId) => lineIds.includes(lineId)),
      );
      const amountMinor = strandedMinor(order, payment);
      const { paymentId } = payment;
      return failed && amountMinor > 0 ? [{ paymentId, amountMinor, lineIds: failed.lineIds }] : [];
    })
    .map((owed, index) => ({
      type: 'refund-started',
      refundId: index === 0 ? refundId : `${refundId}-${index + 1}`,
      ...owed,
      reason,
      restocks: false,
    }));

/** Cash and cards at the terminal: no provider is asked. */
export const isByHand = ({ method }: Payment): boolean => method !== 'stripe';

/** The parcel's price goes back with the last of what it was to carry, if it was never sent. */
function shippingBackMinor(
  order: PresentOrder,
  payment: Payment,
  refunded: readonly OrderLine[],
): AmountMinor {
  const rest = order.lines.filter((line) => line.paidById !== null && !refunded.includes(line));
  const isSent = order.lines.some(({ status }) => status === 'shipped');
  if (isSent || rest.some(({ status }) => status !== 'refunded')) return 0;
  const keptOfLinesMinor = order.lines
    .filter(({ paidById }) => paidById === payment.paymentId)
    .reduce((sum, line) => sum + leftMinor(line), 0);
  return Math.min(payment.shippingMinor, payment.amountMinor - payment.refundedMinor - keptOfLinesMinor);
}

/** Whether a refund came through; what was decided stays. */
export function noteRefund(
  order: OrderState,
  { refundId, status }: { readonly refundId: string; readonly status: 'done' | 'failed' },
): OrderDecision {
  if (order.status === 'absent') return rejected('order-not-found');
  const refund = order.refunds.find((candidate) => candidate.refundId === refundId);
  if (refund?.status !== 'started') return rejected('order-unchanged');
  return accepted({ type: 'refund-noted', refundId, status });
}
