import type { LedgerState } from '#domain/ledger/ledger.ts';
import type { OrderLine, Payment, PresentOrder, Refund } from '#domain/order/order.ts';
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

/** Of each payment that succeeded: what came in is what its lines and the parcel keep, and what went back. */
const moneyFaults = (order: PresentOrder): readonly string[] =>
  order.payments.flatMap((payment) => {
    if (payment.status !== 'succeeded') return payment.refundedMinor === 0 ? [] : ['a refund of nothing'];
    const keptMinor = payment.amountMinor - payment.refundedMinor;
    const ofLinesMinor = order.lines
      .filter(({ paidById }) => paidById === payment.paymentId)
      .reduce((sum, { amountMinor, refundedMinor }) => sum + amountMinor - refundedMinor, 0);
    const parcelMinor = keptMinor - ofLinesMinor;
    // What the provider refused to give back is still here, although nothing was sold for it.
    const owedMinor = order.refunds
      .filter(({ paymentId, status }) => paymentId === payment.paymentId && status === 'failed')
      .reduce((sum, refund) => sum + refund.amountMinor - sumOfParts(refund), 0);
    return parcelMinor >= 0 && parcelMinor <= payment.shippingMinor + owedMinor
      ? []
      : [wrong(payment, ofLinesMinor)];
  });

const sumOfParts = ({ parts }: Refund): number =>
  parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

const wrong = ({ paymentId, amountMinor, refundedMinor }: Payment, ofLinesMinor: number): string =>
  `${paymentId}: ${amountMinor} came in, ${refundedMinor} went back, its lines keep ${ofLinesMinor}`;
