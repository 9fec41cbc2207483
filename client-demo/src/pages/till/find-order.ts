import type { OrderSummaryView } from '#protocol/order-views.ts';

/** Codes are read aloud and typed: case, spaces and dashes do not matter. */
const bare = (text: string): string => text.toLocaleUpperCase().replace(/[\s-]/g, '');

const isOpen = ({ status }: OrderSummaryView): boolean =>
  !['empty', 'cart', 'withdrawn', 'refunded', 'done'].includes(status);

/** Open orders for what somebody says at the stall: paddle number, pick-up code, or a part of the name. Pure. */
export const ordersFor = (orders: readonly OrderSummaryView[], said: string): readonly OrderSummaryView[] => {
  const wanted = bare(said);
  if (wanted === '') return [];
  const open = orders.filter(isOpen);
  const exact = open.filter(
    ({ orderId, pickUpCode, buyer }) =>
      orderId === said.trim() ||
      (pickUpCode !== null && bare(pickUpCode) === wanted) ||
      String(buyer?.paddle ?? '') === wanted,
  );
  if (exact.length > 0) return exact;
  return wanted.length < 2 ? [] : open.filter(({ buyer }) => bare(buyer?.name ?? '').includes(wanted));
};
