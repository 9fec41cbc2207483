import type { OrderLineId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { OrderEvent } from './events.ts';
import { withLines } from './evolve-lines.ts';
import { withPayment } from './evolve-payments.ts';
import type { OrderState, OwedPart, Refund } from './state.ts';

type PresentOrder = Extract<OrderState, { readonly status: 'present' }>;
type EventOf<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;
type RefundEvent = EventOf<'refund-started' | 'refund-noted'>;

/** What the refunds of an order become by one event. */
export function evolveRefunds(order: PresentOrder, event: RefundEvent): PresentOrder {
  switch (event.type) {
    case 'refund-started':
      return refundStarted(order, event);
    case 'refund-noted':
      return refundNoted(order, event);
    default:
      return forgotten(event, order);
  }
}

function refundStarted(order: PresentOrder, event: EventOf<'refund-started'>): PresentOrder {
  const { refundId, paymentId, amountMinor, lineIds, reason, restocks, retryOf, byHand } = event;
  const all = retryOf === undefined ? inOrder(order, event) : inDebt(order, retryOf, amountMinor);
  const parts = all.flatMap(({ lineId, amountMinor: partMinor }) =>
    lineId === null ? [] : [{ lineId, amountMinor: partMinor }],
  );
  const refund: Refund = {
    ...{ refundId, paymentId, amountMinor, lineIds, reason, parts },
    status: 'started',
    isByHand: byHand === true,
    declineCode: null,
    owed: [],
  };
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
  return { ...given, refunds: [...settled(order.refunds, event, all), refund] };
}

/**
 * The lines take it in their order, each up to what it cost; the rest is for the parcel, or for what could not be sold.
 * Lines that another payment paid take nothing.
 */
function inOrder(
  order: PresentOrder,
  { paymentId, amountMinor, lineIds }: EventOf<'refund-started'>,
): readonly OwedPart[] {
  let leftMinor = amountMinor;
  const own = order.lines.filter((line) => line.paidById === paymentId && lineIds.includes(line.lineId));
  const parts = own.map((line) => {
    const partMinor = Math.min(leftMinor, line.amountMinor - line.refundedMinor);
    leftMinor -= partMinor;
    return { lineId: line.lineId, amountMinor: partMinor };
  });
  return [...parts, { lineId: null, amountMinor: leftMinor }];
}

/** What the refund that failed still owes, in its order, up to the amount. */
function inDebt(order: PresentOrder, failedId: string, amountMinor: AmountMinor): readonly OwedPart[] {
  let leftMinor = amountMinor;
  const owed = order.refunds.find(({ refundId }) => refundId === failedId)?.owed ?? [];
  return owed.map(({ lineId, amountMinor: owedMinor }) => {
    const partMinor = Math.min(leftMinor, owedMinor);
    leftMinor -= partMinor;
    return { lineId, amountMinor: partMinor };
  });
}

/** Money that goes back pays what is owed first: of the refund that is tried again, else of the oldest that failed. */
function settled(
  refunds: readonly Refund[],
  { paymentId, retryOf }: EventOf<'refund-started'>,
  parts: readonly OwedPart[],
): readonly Refund[] {
  const leftMinor = new Map<OrderLineId | null, AmountMinor>(
    parts.map(({ lineId, amountMinor }) => [lineId, amountMinor]),
  );
  return refunds.map((refund) => {
    const isMeant = retryOf === undefined ? refund.paymentId === paymentId : refund.refundId === retryOf;
    if (!isMeant || refund.owed.length === 0) return refund;
    const owed = refund.owed.map(({ lineId, amountMinor }) => {
      const paidMinor = Math.min(amountMinor, leftMinor.get(lineId) ?? 0);
      leftMinor.set(lineId, (leftMinor.get(lineId) ?? 0) - paidMinor);
      return { lineId, amountMinor: amountMinor - paidMinor };
    });
    return { ...refund, owed: owed.filter(({ amountMinor }) => amountMinor > 0) };
  });
}

/** One that failed takes the money back as if it had not begun, and owes it; the goods stay where they are. */
function refundNoted(order: PresentOrder, event: EventOf<'refund-noted'>): PresentOrder {
  const { refundId, status, declineCode } = event;
  const refund = order.refunds.find((candidate) => candidate.refundId === refundId);
  if (refund?.status !== 'started') return order;
  const noted: Refund =
    status === 'done'
      ? { ...refund, status }
      : { ...refund, status, declineCode: declineCode ?? null, owed: wholeOf(refund) };
  const refunds = order.refunds.map((before) => (before === refund ? noted : before));
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

function wholeOf({ amountMinor, parts }: Refund): readonly OwedPart[] {
  const restMinor = parts.reduce((left, part) => left - part.amountMinor, amountMinor);
  return [...parts, { lineId: null, amountMinor: restMinor }].filter((part) => part.amountMinor > 0);
}

/** As in evolve-lines.ts. */
function forgotten(event: never, order: PresentOrder): PresentOrder {
  void event;
  return order;
}
