import { isOfShop } from '#application/authorise.ts';
import type { Application, OrderSummary } from '#application/application.ts';
import type { PersonId } from '#domain/ids.ts';
import type { OrdersChannelEvent, OrderSummaryView } from '#protocol/order-views.ts';
import type { ListKind } from '../channels/list-kind.ts';
import type { Orders, OrdersChange } from './orders-source.ts';
import { presentOrderForCrew } from './present-order-summary.ts';

/** As many as a board can be looked through; older ones are found under their show or their buyer. */
const maximumListed = 2_000;

/** `orders`: the order board, for who works in the shop. The last changed first. */
export function ordersKind(
  name: string,
  names: Pick<Application['names'], 'nameOf'>,
): ListKind<Orders, OrdersChange> {
  const present = (order: OrderSummary, { shows }: Orders): OrderSummaryView =>
    presentOrderForCrew(order, order.showId === null ? undefined : shows.get(order.showId), (personId) =>
      names.nameOf(personId),
    );
  return {
    name,
    decidesRights: false,
    keyOf: () => 'shop',
    refusalOf: (principal) => (isOfShop(principal) ? undefined : { code: 'forbidden' }),
    peopleIn: ({ orders }) => buyersOf([...orders.values()]),
    peopleOf: ({ changed }) => buyersOf(changed),
    snapshot: (_principal, state): { readonly orders: readonly OrderSummaryView[] } => ({
      orders: [...state.orders.values()]
        .toSorted((one, other) => other.changedAtMs - one.changedAtMs)
        .slice(0, maximumListed)
        .map((order) => present(order, state)),
    }),
    events: (_principal, _before, after, changes): readonly OrdersChannelEvent[] => {
      const orderIds = new Set(changes.flatMap(({ changed }) => changed.map(({ orderId }) => orderId)));
      return [...orderIds].flatMap((orderId) => {
        const order = after.orders.get(orderId);
        return order === undefined ? [] : [{ type: 'orders.changed' as const, order: present(order, after) }];
      });
    },
  };
}

const buyersOf = (orders: readonly OrderSummary[]): readonly PersonId[] =>
  orders.flatMap(({ buyerId }) => (buyerId === null ? [] : [buyerId]));
