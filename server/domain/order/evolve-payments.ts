import type { OrderEvent } from './events.ts';
import { withLines } from './evolve-lines.ts';
import type { OrderState, Payment, PaymentStatus, Refund } from './state.ts';

type PresentOrder = Extract<OrderState, { readonly status: 'present' }>;
type EventOf<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;
type PaymentEvent = EventOf<
  'payment-started' | 'payment-noted' | 'lines-paid' | 'refund-started' | 'refund-noted'
>;

/** What the payments and refunds of an order become by one event. */
export function evolvePayments(order: PresentOrder, event: PaymentEvent, atMs: number): PresentOrder {
  switch (event.type) {
    case 'payment-started': {
      const payment = { ...event.payment, refundedMinor: 0, startedAtMs: atMs };
      return { ...order, payments: [...order.payments, payment] };
    }
    case 'payment-noted':
      return withPayment(order, event.paymentId, (payment) => noted(payment, event));
    case 'lines-paid':
      return linesPaid(order, event);
    case 'refund-started':
      return refundStarted(order, event);
    case 'refund-noted':
      return refundNoted(order, event);
    default:
      return forgotten(event, order);
  }
}

/** What follows can only be nearer to the end; a success stays for ever. */
const finality: Readonly<Record<PaymentStatus, number>> = {
  started: 0,
  'action-required': 1,
  pending: 1,
  failed: 2,
  cancelled: 2,
  succeeded: 3,
};

/** Whether a payment may go from one status to the other. */
export const leadsTo = (from: PaymentStatus, to: PaymentStatus): boolean =>
  finality[to] > finality[from] || (finality[to] === 1 && finality[from] === 1);

function noted(payment: Payment, event: EventOf<'payment-noted'>): Payment {
  const { status, url, declineCode } = event;
  const providerRef = event.providerRef ?? payment.providerRef;
  if (!leadsTo(payment.status, status)) return { ...payment, providerRef };
  return { ...payment, status, providerRef, url, declineCode };
}

function linesPaid(order: PresentOrder, { paymentId, lines }: EventOf<'lines-paid'>): PresentOrder {
  return {
    ...order,
    lines: order.lines.map((line) => {
      const paid = lines.find(({ lineId }) => lineId === line.lineId);
      if (!paid) return line;
      const { soldFrom } = paid;
      return { ...line, status: 'paid', soldFrom, paidById: paymentId, holdId: null, deadlineMs: null };
    }),
  };
}

function refundStarted(order: PresentOrder, event: EventOf<'refund-started'>): PresentOrder {
  const { refundId, paymentId, amountMinor, lineIds, reason, restocks } = event;
  const parts = partsOf(order, event);
  const refund: Refund = { refundId, paymentId, amountMinor, lineIds, reason, parts, status: 'started' };
  const payment = withPayment(order, paymentId, (before) => ({
    ...before,
    refundedMinor: before.refundedMinor + amountMinor,
  }));
  const given = withLines(payment, lineIds, (line) => {
    const part = parts.find(({ lineId }) => lineId === line.lineId);
    if (!part) return line;
    const refundedMinor = line.refundedMinor + part.amountMinor;
    const status = restocks || refundedMinor === line.amountMinor ? 'refunded' : line.status;
    return { ...line, refundedMinor, status, soldFrom: restocks ? [] : line.soldFrom };
  });
  return { ...given, refunds: [...order.refunds, refund] };
}

/** The lines take it in their order, each up to what it cost. Lines that another payment paid take nothing. */
function partsOf(
  order: PresentOrder,
  { paymentId, amountMinor, lineIds }: EventOf<'refund-started'>,
): Refund['parts'] {
  let leftMinor = amountMinor;
  const own = order.lines.filter((line) => line.paidById === paymentId && lineIds.includes(line.lineId));
  return own.map((line) => {
    const partMinor = Math.min(leftMinor, line.amountMinor - line.refundedMinor);
    leftMinor -= partMinor;
    return { lineId: line.lineId, amountMinor: partMinor };
  });
}

/** One that failed gives the money back to the lines as if it had not begun; the goods stay where they are. */
function refundNoted(order: PresentOrder, { refundId, status }: EventOf<'refund-noted'>): PresentOrder {
  const refund = order.refunds.find((candidate) => candidate.refundId === refundId);
  if (refund?.status !== 'started') return order;
  const refunds = order.refunds.map((before) =>
    before.refundId === refundId ? { ...before, status } : before,
  );
  if (status === 'done') return { ...order, refunds };
  const returned = withLines(order, refund.lineIds, (line) => {
    const part = refund.parts.find(({ lineId }) => lineId === line.lineId);
    return part ? { ...line, refundedMinor: line.refundedMinor - part.amountMinor } : line;
  });
  const back = withPayment(returned, refund.paymentId, (payment) => ({
    ...payment,
    refundedMinor: payment.refundedMinor - refund.amountMinor,
  }));
  return { ...back, refunds };
}

const withPayment = (
  order: PresentOrder,
  paymentId: Payment['paymentId'],
  change: (payment: Payment) => Payment,
): PresentOrder => ({
  ...order,
  payments: order.payments.map((payment) => (payment.paymentId === paymentId ? change(payment) : payment)),
});

/** As in evolve-lines.ts. */
function forgotten(event: never, order: PresentOrder): PresentOrder {
  void event;
  return order;
}
