import type { OrderSummaryView } from '#protocol/order-views.ts';

/** What the shop wants to see of its orders. */
export const orderViews = ['open', 'pick-up', 'overdue', 'attention', 'done', 'all'] as const;
export type OrdersShown = (typeof orderViews)[number];

const isToBeDone = ({ status }: OrderSummaryView): boolean =>
  ['awaiting-payment', 'overdue', 'paid', 'partly-handed-out'].includes(status);

/** Money is owed to its buyer, and somebody has to do something about it. Pure. */
export const isOwing = ({ needsAttention }: OrderSummaryView): boolean => needsAttention === true;

const isIn: Readonly<Record<OrdersShown, (order: OrderSummaryView) => boolean>> = {
  // Nobody is done with an order that owes its buyer money, whatever became of the goods.
  open: (order) => isToBeDone(order) || isOwing(order),
  'pick-up': (order) => order.delivery === 'pick-up' && isToBeDone(order),
  overdue: ({ status }) => status === 'overdue',
  attention: (order) => isOwing(order),
  done: (order) => ['done', 'refunded', 'withdrawn'].includes(order.status) && !isOwing(order),
  all: ({ status }) => status !== 'empty',
};

/** Letters and digits only, so that a code is found however it was typed. */
const plain = (text: string): string => text.toLocaleLowerCase().replace(/[\s-]/g, '');

const matches = (order: OrderSummaryView, wanted: string): boolean =>
  [order.pickUpCode ?? '', order.buyer?.name ?? '', String(order.buyer?.paddle ?? ''), ...order.titles].some(
    (text) => plain(text).includes(wanted),
  );

/** The very code was typed or scanned: whoever holds it stands at the counter, whatever became of the order. */
const isCodeOf = ({ pickUpCode }: OrderSummaryView, wanted: string): boolean =>
  pickUpCode !== null && plain(pickUpCode) === wanted;

/** The orders of a view that match the search, and the one whose code it is, those that changed last first. Pure. */
export const findOrders = (
  orders: readonly OrderSummaryView[],
  shown: OrdersShown,
  search: string,
): readonly OrderSummaryView[] => {
  const wanted = plain(search);
  return orders
    .filter(
      (order) => isCodeOf(order, wanted) || (isIn[shown](order) && (wanted === '' || matches(order, wanted))),
    )
    .toSorted((one, other) => other.changedAtMs - one.changedAtMs);
};
