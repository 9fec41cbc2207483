import type { Application, OrderListChange, OrderSummary, Reading } from '#application/application.ts';
import { showFactsOf, type ShowFacts } from '#application/commerce/show-facts.ts';
import type { OrderId, ShowId } from '#domain/ids.ts';
import { followThrough } from '../channels/follow-through.ts';
import type { LiveSource } from '../channels/live-reading.ts';

/** All orders of the shop, and what their lines say of their shows. */
export interface Orders {
  readonly orders: ReadonlyMap<OrderId, OrderSummary>;
  readonly shows: ReadonlyMap<ShowId, ShowFacts>;
}

export interface OrdersChange extends Reading<Orders> {
  readonly changed: readonly OrderSummary[];
}

type Doors = Pick<Application, 'read' | 'streams' | 'readOrderList' | 'followOrderList'>;

export const noOrders: Orders = { orders: new Map(), shows: new Map() };

/** The list of orders, whose place is the feed's. */
export function orderListSource(application: Doors): LiveSource<Orders, OrdersChange> {
  let known = noOrders;
  const withChanged = async ({ orders, position }: OrderListChange): Promise<OrdersChange> => {
    const shows = await showFactsOf(application, orders);
    known = {
      orders: new Map([...known.orders, ...byId(orders)]),
      shows: new Map([...known.shows, ...shows]),
    };
    return { state: known, position, changed: orders };
  };
  return {
    name: 'orders',
    async read() {
      const { state, position } = await application.readOrderList();
      known = { orders: byId(state), shows: await showFactsOf(application, state) };
      return { state: known, position };
    },
    follow: (after, listener, onLost) =>
      followThrough<OrderListChange, OrdersChange>(
        (hear, lose) => application.followOrderList(after, hear, lose),
        withChanged,
        listener,
        onLost,
      ),
  };
}

const byId = (orders: readonly OrderSummary[]): ReadonlyMap<OrderId, OrderSummary> =>
  new Map(orders.map((order) => [order.orderId, order]));
