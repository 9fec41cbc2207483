import type {
  OrderChannelEvent,
  OrdersChannelEvent,
  OrderSummaryView,
  OrderView,
} from '#protocol/order-views.ts';
import { followView, type FollowOptions, type Followed } from './follow-view.ts';
import { withItem } from './listed.ts';

/** Each event carries the whole order. */
export const applyOrderEvent = (_view: OrderView, event: OrderChannelEvent): OrderView => event.order;

/** One order, for its buyer and the crew of the shop. */
export const followOrder = ({
  socket,
  time,
  orderId,
}: FollowOptions & { readonly orderId: string }): Followed<OrderView> =>
  followView<OrderView, OrderChannelEvent>({
    socket,
    time,
    channel: `order-${orderId}`,
    apply: applyOrderEvent,
  });

/** Snapshot of the channel `orders`. */
export interface OrdersView {
  readonly orders: readonly OrderSummaryView[];
}

/** The board after one event; an order that is new stands first. Pure. */
export const applyOrdersEvent = (view: OrdersView, { order }: OrdersChannelEvent): OrdersView => ({
  ...view,
  orders: withItem(view.orders, order, ({ orderId }) => orderId, 'first'),
});

/** The order board; for the crew of the shop. */
export const followOrders = ({ socket, time }: FollowOptions): Followed<OrdersView> =>
  followView<OrdersView, OrdersChannelEvent>({ socket, time, channel: 'orders', apply: applyOrdersEvent });
