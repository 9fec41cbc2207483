import { accepted, rejected } from '../decision.ts';
import type { OrderLineId, PaymentId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { OrderDecision } from './commands.ts';
import type { OrderEvent } from './events.ts';
import { parcelKeptMinor } from './owed.ts';
import { isCarried, lineOf, paymentOf, type PresentOrder } from './selectors.ts';
import type { OrderLine, OrderState, Payment } from './state.ts';

export interface RefundWish {
  readonly refundId: string;
  readonly lineIds: readonly OrderLineId[];
  /** null: all that was paid for these lines, and for the parcel with the last of what it was to carry. */
  readonly amountMinor: AmountMinor | null;
  readonly restocks: boolean;
  readonly reason: string;
}

/**
 * Gives money back for lines, from the payments that paid them; one refund for each. What an earlier refund of these
 * lines owes, because it was refused, is part of it.
 */
export function refundLines(order: OrderState, wish: RefundWish): OrderDecision {
  const { refundId, lineIds, amountMinor } = wish;
  if (order.status === 'absent') return rejected('order-not-found');
  if (hasRefund(order, refundId)) return rejected('refund-exists');
  const named = [...new Set(lineIds)].map((lineId) => lineOf(order, lineId));
  const lines = named.filter((line) => line !== undefined);
  if (lines.length < named.length) return rejected('line-not-found');
  const unpaid = lines.find(({ paidById }) => paidById === null);
  if (unpaid) return rejected('line-wrong-status', { status: unpaid.status });
  const mostMinor = sumLeft(lines);
  if (amountMinor !== null && amountMinor > mostMinor) return rejected('refund-too-high', { mostMinor });
  const restocksAnything = wish.restocks && lines.some(({ soldFrom }) => soldFrom.length > 0);
  if ((amountMinor ?? mostMinor) === 0 && !restocksAnything && mostMinor > 0) return rejected('nothing-due');
  if (mostMinor === 0 && lines.every(({ status }) => status === 'refunded'))
    return rejected('order-unchanged');
  return accepted(...startAll(sharesOf(order, lines, wish), wish));
}

export const hasRefund = ({ refunds }: PresentOrder, refundId: string): boolean =>
  refunds.some((refund) => refund.refundId === refundId);

const sumLeft = (lines: readonly OrderLine[]): AmountMinor =>
  lines.reduce((sum, { amountMinor, refundedMinor }) => sum + amountMinor - refundedMinor, 0);

/** What goes back of one payment. */
interface Share {
  readonly payment: Payment;
  readonly lines: readonly OrderLine[];
  readonly amountMinor: AmountMinor;
}

/** A part of the whole is taken from the payments in the order of their lines. */
function sharesOf(order: PresentOrder, lines: readonly OrderLine[], wish: RefundWish): readonly Share[] {
  let openMinor = wish.amountMinor;
  const shares = [...Map.groupBy(lines, ({ paidById }) => paidById)].flatMap(([paymentId, own]): Share[] => {
    const payment = paymentId === null ? undefined : paymentOf(order, paymentId);
    if (!payment) return [];
    const amountMinor = openMinor === null ? sumLeft(own) : Math.min(openMinor, sumLeft(own));
    if (openMinor !== null) openMinor -= amountMinor;
    return [{ payment, lines: own, amountMinor }];
  });
  if (wish.amountMinor === null && isLastOfParcel(order, lines)) return withParcel(order, shares);
  return shares.filter(({ amountMinor }) => wish.amountMinor === null || wish.restocks || amountMinor > 0);
}

/** Nothing was sent, and nothing else is there to be sent, paid for or not. */
const isLastOfParcel = (order: PresentOrder, going: readonly OrderLine[]): boolean =>
  !order.isSent && !order.lines.some((line) => isCarried(line) && !going.includes(line));

/** All that is left of the payments beside their lines goes back, too, whichever of them was for the parcel. */
function withParcel(order: PresentOrder, shares: readonly Share[]): readonly Share[] {
  const lacking = order.payments
    .filter((payment) => !shares.some((share) => share.payment === payment))
    .filter((payment) => parcelKeptMinor(order, payment) > 0)
    .map((payment): Share => ({ payment, lines: [], amountMinor: 0 }));
  return [...shares, ...lacking].map((share) => ({
    ...share,
    amountMinor: share.amountMinor + restMinor(order, share.payment),
  }));
}

const restMinor = (order: PresentOrder, { paymentId, amountMinor, refundedMinor }: Payment): AmountMinor =>
  amountMinor - refundedMinor - sumLeft(order.lines.filter(({ paidById }) => paidById === paymentId));

const startAll = (shares: readonly Share[], wish: Omit<RefundWish, 'lineIds' | 'amountMinor'>) =>
  shares.flatMap(({ payment, lines, amountMinor }, index): readonly OrderEvent[] => {
    const started = {
      type: 'refund-started',
      refundId: index === 0 ? wish.refundId : `${wish.refundId}-${index + 1}`,
      paymentId: payment.paymentId,
      amountMinor,
      lineIds: lines.map(({ lineId }) => lineId),
      reason: wish.reason,
      restocks: wish.restocks,
    } as const;
    return begun(started, payment);
  });

/** No provider is asked for money that was taken by hand, nor for none: such a refund is done at once. */
export const begun = (
  started: Extract<OrderEvent, { readonly type: 'refund-started' }>,
  payment: Payment,
): readonly OrderEvent[] => {
  const isDone = started.byHand === true || isByHand(payment) || started.amountMinor === 0;
  return isDone ? [started, { type: 'refund-noted', refundId: started.refundId, status: 'done' }] : [started];
};

/** Cash and cards at the terminal: no provider is asked. */
export const isByHand = ({ method }: Payment): boolean => method !== 'stripe';

/**
 * After lines left the order unpaid: a parcel that has nothing more to carry gives its price back. Changes nothing
 * where there is any of it to send, or it was sent. `refundIdOf` names the refund of a payment.
 */
export function returnParcel(order: OrderState, refundIdOf: (paymentId: PaymentId) => string): OrderDecision {
  if (order.status === 'absent' || !isLastOfParcel(order, [])) return accepted();
  const events = order.payments.flatMap((payment) => {
    const amountMinor = parcelKeptMinor(order, payment);
    const refundId = refundIdOf(payment.paymentId);
    if (amountMinor <= 0 || hasRefund(order, refundId)) return [];
    return startAll([{ payment, lines: [], amountMinor }], {
      refundId,
      reason: 'no-parcel',
      restocks: false,
    });
  });
  return accepted(...events);
}

/** Whether a refund came through; what was decided stays. */
export function noteRefund(
  order: OrderState,
  {
    refundId,
    status,
    declineCode,
  }: {
    readonly refundId: string;
    readonly status: 'done' | 'failed';
    readonly declineCode: string | null;
  },
): OrderDecision {
  if (order.status === 'absent') return rejected('order-not-found');
  const refund = order.refunds.find((candidate) => candidate.refundId === refundId);
  if (refund?.status !== 'started') return rejected('order-unchanged');
  return accepted({ type: 'refund-noted', refundId, status, declineCode });
}
