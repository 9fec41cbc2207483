import type { OrderSummaryView } from '#protocol/order-views.ts';

/** What the shop wants to see of its orders. */
export const orderViews = ['open', 'pick-up', 'overdue', 'done', 'all'] as const;
export type OrdersShown = (typeof orderViews)[number];

const isIn: Readonly<Record<OrdersShown, (order: OrderSummaryView) => boolean>> = {
  open: ({ status }) => ['awaiting-payment', 'overdue', 'paid', 'partly-handed-out'].includes(status),
  'pick-up': ({ status, delivery }) =>
    delivery === 'pick-up' && ['awaiting-payment', 'overdue', 'paid', 'partly-handed-out'].includes(status),
  overdue: ({ status }) => status === 'overdue',
  done: ({ status }) => ['done', 'refunded', 'withdrawn'].includes(status),
  all: ({ status }) => status !== 'empty',
};

/** Letters and digits only, so that a code is found however it was typed. */
const plain = (text: string): string => text.toLocaleLowerCase().replace(/[\s-]/g, '');

const matches = (order: OrderSummaryView, wanted: string): boolean =>
  [order.pickUpCode ?? '', order.buyer?.name ?? '', String(order.buyer?.paddle ?? ''), ...order.titles].some(
    (text) => plain(text).includes(wanted),
  );

/** The orders of a view that match the search, those that changed last first. Pure. */
export const findOrders = (
  orders: readonly OrderSummaryView[],
  shown: OrdersShown,
  search: string,
): readonly OrderSummaryView[] => {
  const wanted = plain(search);
  return orders
    .filter((order) => isIn[shown](order) && (wanted === '' || matches(order, wanted)))
    .toSorted((one, other) => other.changedAtMs - one.changedAtMs);
};
