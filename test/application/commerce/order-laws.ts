import type { LedgerState } from '#domain/ledger/ledger.ts';
import {
  needsAttention,
  type OrderLine,
  type Payment,
  type PresentOrder,
  type Refund,
} from '#domain/order/order.ts';
import type { ShelfState } from '#domain/shelf/shelf.ts';

/** Everything that must agree. */
export interface Books {
  readonly orders: readonly PresentOrder[];
  readonly ledger: LedgerState;
  readonly shelf: ShelfState;
}

/** What does not agree, in words; empty when all is well. */
export const faultsOf = (books: Books): readonly string[] => [
  ...holdFaults(books),
  ...soldFaults(books),
  ...shelfFaults(books),
  ...books.orders.flatMap(moneyFaults),
];

const linesOf = ({ orders }: Books) =>
  orders.flatMap(({ orderId, lines }) => lines.map((line) => ({ orderId, line })));

const quantityOf = (items: readonly { readonly quantity: number }[]): number =>
  items.reduce((sum, { quantity }) => sum + quantity, 0);

/** Every line in a cart, ordered or overdue has exactly its hold; nothing else is held. */
function holdFaults(books: Books): readonly string[] {
  const faults: string[] = [];
  const held = linesOf(books).filter(({ line }) => line.holdId !== null);
  for (const { orderId, line } of held) {
    const hold = books.ledger.holds.find(({ holdId }) => holdId === line.holdId);
    const { owner } = hold ?? {};
    const isOwn = owner?.kind === 'order' && owner.orderId === orderId && owner.lineId === line.lineId;
    if (!isOwn) faults.push(`${line.lineId} (${line.status}) has no hold of its own`);
    if (hold?.deadlineMs !== line.deadlineMs)
      faults.push(`${line.lineId} has another deadline than its hold`);
    if (quantityOf(hold?.lines ?? []) !== quantityOf(line.items))
      faults.push(`${line.lineId} holds another quantity`);
  }
  for (const { line } of linesOf(books)) {
    const mustHold = line.status === 'placed' || line.status === 'overdue';
    const mayHold = mustHold || line.status === 'in-cart';
    if (mustHold && line.holdId === null) faults.push(`${line.lineId} is ${line.status} without a hold`);
    if (!mayHold && line.holdId !== null) faults.push(`${line.lineId} is ${line.status} and still held`);
  }
  if (books.ledger.holds.length !== held.length) faults.push('something is held for no line');
  return faults;
}

/** What was paid and not given back is sold, and nothing else. */
function soldFaults(books: Books): readonly string[] {
  const sold = books.ledger.pools.reduce((sum, pool) => sum + pool.sold, 0);
  const ofLines = linesOf(books).reduce((sum, { line }) => sum + quantityOf(line.soldFrom), 0);
  const unsold = linesOf(books).filter(
    ({ line }) => isKept(line) && quantityOf(line.soldFrom) !== quantityOf(line.items),
  );
  return [
    ...(sold === ofLines ? [] : [`the ledger sold ${sold}, the orders ${ofLines}`]),
    ...unsold.map(({ line }) => `${line.lineId} is ${line.status} without its stock`),
  ];
}

const isKept = ({ status }: OrderLine): boolean =>
  status === 'paid' || status === 'handed-out' || status === 'shipped';

/** An offer counts what is held or sold of it, and nothing else. */
const shelfFaults = (books: Books): readonly string[] =>
  books.shelf.offers.flatMap(({ offerId, taken }) => {
    const pieces = linesOf(books)
      .filter(({ line: { source } }) => source.kind === 'offer' && source.offerId === offerId)
      .filter(({ line }) => line.holdId !== null || line.soldFrom.length > 0)
      .reduce((sum, { line }) => sum + line.pieces, 0);
    return pieces === taken ? [] : [`${offerId} counts ${taken}, the orders have ${pieces}`];
  });

/**
 * Of each payment: what came in is what its lines and the parcel keep, what went back, and what is owed, to the penny. A
 * parcel is paid for once, and what is owed is told to the shop.
 */
function moneyFaults(order: PresentOrder): readonly string[] {
  const parcels = order.payments.filter((payment) => parcelMinor(order, payment) > 0);
  const isOwing = order.refunds.some(({ owed }) => sumOf(owed) > 0);
  return [
    ...order.payments.flatMap((payment) => paymentFaults(order, payment)),
    ...order.lines.flatMap((line) => lineFaults(order, line)),
    ...(parcels.length > 1 ? ['the parcel is paid for twice'] : []),
    ...(isOwing === needsAttention(order) ? [] : ['nobody is told what is owed']),
    ...order.refunds
      .filter(({ status, owed }) => status !== 'failed' && owed.length > 0)
      .map(({ refundId, status }) => `${refundId} is ${status} and owes`),
  ];
}

function paymentFaults(order: PresentOrder, payment: Payment): readonly string[] {
  const { paymentId, status, amountMinor, refundedMinor, shippingMinor } = payment;
  const ofPayment = order.refunds.filter((refund) => refund.paymentId === paymentId);
  const backMinor = sumOf(ofPayment.filter((refund) => refund.status !== 'failed'));
  const faults = backMinor === refundedMinor ? [] : [`${paymentId}: ${refundedMinor} is not what went back`];
  if (status !== 'succeeded') return ofPayment.length === 0 ? faults : [...faults, 'a refund of nothing'];
  const keptMinor = parcelMinor(order, payment);
  return keptMinor >= 0 && keptMinor <= shippingMinor
    ? faults
    : [...faults, `${paymentId}: of ${amountMinor}, ${keptMinor} is kept for a parcel of ${shippingMinor}`];
}

/** All that is left when lines, what went back and what is owed are taken off: it must be the parcel's. */
function parcelMinor(
  order: PresentOrder,
  { paymentId, status, amountMinor, refundedMinor }: Payment,
): number {
  if (status !== 'succeeded') return 0;
  const own = order.lines.filter(({ paidById }) => paidById === paymentId);
  const ofLinesMinor = own.reduce((sum, line) => sum + keptMinorOf(order, line), 0);
  const owed = order.refunds.filter((refund) => refund.paymentId === paymentId).flatMap(owedOf);
  return amountMinor - refundedMinor - sumOf(owed) - ofLinesMinor;
}

const owedOf = ({ owed }: Refund): Refund['owed'] => owed;

function keptMinorOf(order: PresentOrder, line: OrderLine): number {
  const owed = order.refunds.flatMap(owedOf).filter(({ lineId }) => lineId === line.lineId);
  return line.amountMinor - line.refundedMinor - sumOf(owed);
}

/** Nobody gives back, or owes, more than a line cost; what nobody paid for owes nothing. */
function lineFaults(order: PresentOrder, line: OrderLine): readonly string[] {
  const keptMinor = keptMinorOf(order, line);
  const isPaid = line.paidById !== null;
  return keptMinor < 0 || line.refundedMinor < 0 || (!isPaid && keptMinor !== line.amountMinor)
    ? [`${line.lineId} (${line.status}) keeps ${keptMinor} of ${line.amountMinor}`]
    : [];
}

const sumOf = (list: readonly { readonly amountMinor: number }[]): number =>
  list.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** Once the provider works and every debt was tried again: nothing is owed, and nothing is on its way for ever. */
export const debtFaults = ({ orders }: Books): readonly string[] =>
  orders.flatMap(({ orderId, refunds }) =>
    refunds
      .filter(({ status, owed }) => status === 'started' || owed.length > 0)
      .map(({ refundId, status, owed }) => `${orderId}: ${refundId} is ${status} and owes ${sumOf(owed)}`),
  );
