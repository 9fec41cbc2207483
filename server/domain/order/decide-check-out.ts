import { accepted, rejected } from '../decision.ts';
import type { OrderLineId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { OrderDecision } from './commands.ts';
import { parcelPaidMinor } from './owed.ts';
import { cartLines, dueMinor, keptLines, paidMinor } from './selectors.ts';
import type { Delivery, OrderState } from './state.ts';

/** Whether there is anything to order or to pay, or another delivery to pay for. */
export function checkCart(order: OrderState, delivery: Delivery): OrderDecision | undefined {
  if (order.status === 'absent') return rejected('cart-empty');
  if (cartLines(order).length > 0 || dueMinor(order) > 0) return undefined;
  const turnsIntoParcel =
    delivery.kind === 'parcel' &&
    deliveryFor(order, delivery).kind !== order.delivery?.kind &&
    keptLines(order).some(({ status }) => status === 'paid');
  return turnsIntoParcel ? undefined : rejected('cart-empty');
}

/** A parcel that was paid for stays one, unless its price went back. */
export function deliveryFor(order: OrderState, wanted: Delivery): Delivery {
  if (order.status === 'absent' || order.delivery?.kind !== 'parcel') return wanted;
  return parcelPaidMinor(order) > 0 ? order.delivery : wanted;
}

/**
 * Orders these lines (which must be held by now) and settles how they get to the buyer. Wins that stand in the order
 * already are part of the same delivery.
 */
export const placeLines = (
  order: OrderState,
  wish: {
    readonly lineIds: readonly OrderLineId[];
    readonly delivery: Delivery;
    readonly deadlineMs: number | null;
    readonly pickUpCode: string;
  },
): OrderDecision =>
  accepted({
    type: 'lines-placed',
    lineIds: wish.lineIds,
    delivery: wish.delivery,
    deadlineMs: wish.deadlineMs,
    pickUpCode: codeFor(order, wish.delivery, wish.pickUpCode),
  });

/** One code per order, from the first thing on that is to be picked up. */
const codeFor = (order: OrderState, delivery: Delivery, fresh: string): string | null => {
  if (delivery.kind !== 'pick-up') return null;
  return (order.status === 'present' ? order.pickUpCode : null) ?? fresh;
};

/** The buyer agreed to another sum than is due. */
export const checkTotal = (order: OrderState, seenTotalMinor: AmountMinor): OrderDecision | undefined =>
  dueMinor(order) === seenTotalMinor
    ? undefined
    : rejected('price-changed', { totalMinor: dueMinor(order), paidMinor: paidMinor(order) });
