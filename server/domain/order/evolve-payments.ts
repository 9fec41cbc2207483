import type { OrderEvent } from './events.ts';
import type { OrderState, Payment, PaymentStatus } from './state.ts';

type PresentOrder = Extract<OrderState, { readonly status: 'present' }>;
type EventOf<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;
type PaymentEvent = EventOf<'payment-started' | 'payment-noted' | 'lines-paid'>;

/** What the payments of an order become by one event. */
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

/** The named payment as `change` makes it. */
export const withPayment = (
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
