import type { OrderLineId, PaymentId } from '#domain/ids.ts';
import {
  giveUpAnyway,
  lineOf,
  notePayment,
  noteRefund,
  payableLines,
  paymentOf,
  placeLines,
  refundLines,
  returnParcel,
  settle,
  startPayment,
  type OrderCommand,
  type PaymentMethod,
  type PaymentScope,
  type RefundWish,
  type SoldLine,
} from '#domain/order/order.ts';
import { linesOf } from './order-cart.ts';
import { paymentIdFor, pickUpCodeFor, refundIdFor } from './order-facts.ts';
import { returnPieces, sellLine } from './order-stock.ts';
import type { OrderWork, Refusal } from './order-work.ts';

type CommandOf<Type extends OrderCommand['type']> = Extract<OrderCommand, { readonly type: Type }>;

/**
 * Begins to take the money. With the provider the policy of payments goes on; at the stall it waits for the buyer; what
 * costs nothing is paid at once.
 */
export function beginPayment(
  work: OrderWork,
  method: 'stall' | 'stripe',
  mode: 'begin' | 'charge',
  scope: PaymentScope,
  savesMethod = false,
): Refusal {
  const paymentId = paymentIdFor(work.context.briefing);
  const refusal = work.decide(startPayment(work.order, { paymentId, method, mode, scope, savesMethod }));
  if (refusal) return refusal;
  if (paymentOf(work.order, paymentId)?.amountMinor === 0) return succeed(work, paymentId, null);
  return method === 'stall'
    ? work.decide(notePayment(work.order, { paymentId, status: 'pending', ...unsaid }))
    : undefined;
}

const unsaid = { providerRef: null, url: null, declineCode: null } as const;

/** Takes down what the provider says; a success sells what was paid for, and what is gone by then goes back. */
export function takeNote(work: OrderWork, command: CommandOf<'note-payment'>): Refusal {
  if (command.status === 'succeeded') return succeed(work, command.paymentId, command.providerRef);
  return work.decide(notePayment(work.order, command));
}

/** All that is due was paid here and now. */
export function payInFull(work: OrderWork, method: Exclude<PaymentMethod, 'stall' | 'stripe'>): Refusal {
  const paymentId = paymentIdFor(work.context.briefing);
  return (
    work.decide(startPayment(work.order, { paymentId, method, mode: 'noted', scope: 'all-due' })) ??
    succeed(work, paymentId, null)
  );
}

function succeed(work: OrderWork, paymentId: PaymentId, providerRef: string | null): Refusal {
  const word = { paymentId, status: 'succeeded', ...unsaid, providerRef } as const;
  const refusal = work.decide(notePayment(work.order, word));
  if (refusal) return refusal;
  const sold = payableLines(work.order, paymentId).flatMap((lineId) => sold1(work, lineId));
  if (sold.length > 0) chooseDelivery(work);
  return (
    work.decide(settle(work.order, paymentId, sold, refundIdFor(paymentId, 'not-available'))) ??
    giveUpOthers(work, sold)
  );
}

/** Nobody is to pay anew, on a page that is open still, what is paid. */
const giveUpOthers = (work: OrderWork, sold: readonly SoldLine[]): Refusal =>
  work.decide(
    giveUpAnyway(
      work.order,
      sold.map(({ lineId }) => lineId),
    ),
  );

function sold1(work: OrderWork, lineId: OrderLineId): readonly SoldLine[] {
  const line = lineOf(work.order, lineId);
  const soldFrom = line && sellLine(work, line);
  return soldFrom ? [{ lineId, soldFrom }] : [];
}

/** Who was charged without ever having chosen picks it up, until he chooses otherwise. */
function chooseDelivery(work: OrderWork): void {
  const { order } = work;
  if (order.status === 'absent' || order.delivery !== null) return;
  const pickUpCode = pickUpCodeFor(work.context.briefing);
  work.decide(
    placeLines(order, { lineIds: [], delivery: { kind: 'pick-up' }, deadlineMs: null, pickUpCode }),
  );
}

/** Gives money back, and, where it is wanted, the goods to the pools and offers they came from. */
export function refund(work: OrderWork, wish: RefundWish): Refusal {
  const lines = linesOf(work, wish.lineIds);
  const refusal = work.decide(refundLines(work.order, wish));
  if (refusal || !wish.restocks || work.order.status === 'absent') return refusal;
  const { orderId } = work.order;
  for (const line of lines) {
    if (line.soldFrom.length === 0) continue;
    const refused = work.stock({ type: 'return', orderId, lines: line.soldFrom });
    if (refused) return refused;
    returnPieces(work, line);
  }
  return undefined;
}

/** A parcel with nothing more to carry gives its price back; called where lines left the order unpaid. */
export const giveParcelBack = (work: OrderWork): Refusal =>
  work.decide(returnParcel(work.order, (paymentId) => refundIdFor(paymentId, 'no-parcel')));

export const takeRefundNote = (work: OrderWork, command: CommandOf<'note-refund'>): Refusal =>
  work.decide(noteRefund(work.order, command));
