import { isOfShop } from '#application/authorise.ts';
import { orderIdOf } from '#application/commerce/order-id.ts';
import { isOrWas, type Principal } from '#application/principal.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { OrderEvent, OrderState } from '#domain/order/order.ts';
import type { ChannelKind } from '../channels/channel-kind.ts';
import { presentOrder, type OrderSurroundings } from './present-order.ts';

export interface OrderKindDeps extends OrderSurroundings {
  readonly name: string;
  readonly order: () => OrderState;
  /** Shows that somebody may begin the order in. */
  readonly showIds: readonly ShowId[];
}

/**
 * `order-<id>`: one order, for its buyer and who works in the shop. Its id follows from show and person, so a buyer may
 * wait for it before there is one; to everybody else there never is.
 */
export function orderKind(deps: OrderKindDeps): ChannelKind<OrderState, OrderEvent> {
  const { name, orderId, order, showIds } = deps;
  const isBuyer = (principal: Principal): boolean => {
    const state = order();
    if (state.status === 'present') return isOrWas(principal, state.buyerId);
    const { personId, formerIds = [] } = principal;
    return [personId, ...formerIds].some((one) =>
      showIds.some((showId) => orderIdOf(showId, one) === orderId),
    );
  };
  const peopleIn = (state: OrderState): readonly PersonId[] =>
    state.status === 'present' && state.buyerId !== null ? [state.buyerId] : [];
  return {
    name,
    decidesRights: true,
    audienceOf: (principal) => (isOfShop(principal) ? 'staff' : 'public'),
    refusalOf: (principal) =>
      isOfShop(principal) || isBuyer(principal) ? undefined : { code: 'order-not-found' },
    selfOf: (principal, state) =>
      peopleIn(state).find((buyerId) => isOrWas(principal, buyerId)) ?? principal.personId,
    peopleOf: (_recorded, state) => peopleIn(state),
    peopleIn,
    present: (_recorded, state, reader) => [
      { type: 'order.changed', order: presentOrder(deps, state, reader) },
    ],
    // The buyer may be of the crew, too; where to pay is his alone.
    selvesOf: (_recorded, state) => peopleIn(state),
    snapshot: (state, reader) => presentOrder(deps, state, reader),
    isApart: (state, personId) => peopleIn(state).includes(personId),
    isRetroactive: () => true,
    isUrgent: () => true,
  };
}
