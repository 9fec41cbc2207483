import type { OrderSummaryView } from '#protocol/order-views.ts';

/** Codes are read aloud and typed: case, spaces and dashes do not matter. */
const bare = (text: string): string => text.toLocaleUpperCase().replace(/[\s-]/g, '');

/** Nothing is left to be done for these at the counter. */
const isClosed = ({ status }: OrderSummaryView): boolean =>
  status === 'withdrawn' || status === 'refunded' || status === 'done';

/** A cart is nobody's order yet, and a sale of a till was over in the same moment. */
const isOrder = ({ status, showId }: OrderSummaryView): boolean =>
  status !== 'empty' && status !== 'cart' && showId !== null;

const hasCode = ({ orderId, pickUpCode }: OrderSummaryView, said: string): boolean =>
  orderId === said.trim() || (pickUpCode !== null && bare(pickUpCode) === bare(said));

/** The order that a scanned code stands for, whatever became of it. Pure. */
export const orderByCode = (
  orders: readonly OrderSummaryView[],
  code: string,
): OrderSummaryView | undefined =>
  bare(code) === '' ? undefined : orders.find((order) => isOrder(order) && hasCode(order, code));

/**
 * Orders for what somebody says at the stall: paddle number, pick-up code, or a part of the name. Open ones first; where
 * there is none, what was handed out or given back already, so that a code shown twice is seen to be. Pure.
 */
export const ordersFor = (orders: readonly OrderSummaryView[], said: string): readonly OrderSummaryView[] => {
  const wanted = bare(said);
  if (wanted === '') return [];
  const known = orders.filter(isOrder);
  const exact = known.filter((order) => hasCode(order, said) || String(order.buyer?.paddle ?? '') === wanted);
  const open = exact.filter((order) => !isClosed(order));
  if (open.length > 0) return open;
  const named =
    wanted.length < 2
      ? []
      : known.filter((order) => !isClosed(order) && bare(order.buyer?.name ?? '').includes(wanted));
  return named.length > 0 ? named : exact;
};
