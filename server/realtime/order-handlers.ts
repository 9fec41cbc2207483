import { ownOrderIdIn } from '#application/commerce/order-id.ts';
import { Refusal } from '#protocol/errors.ts';
import type { orderQueries } from '#protocol/methods/order.ts';
import type { MethodHandlers } from './method-handlers.ts';
import type { RealtimeDeps } from './ports.ts';

/** What is asked of orders without changing them. */
export const orderHandlers = ({
  application,
}: Pick<RealtimeDeps, 'application'>): Pick<MethodHandlers, keyof typeof orderQueries> => ({
  'order.mine': async ({ principal, params }) => {
    const refused = await application.authorise(principal, 'order.mine', params);
    if (refused !== undefined) throw new Refusal(refused.code, refused.details);
    const orders = principal.formerIds === undefined ? [] : (await application.readOrderList()).state;
    const known = new Set(orders.map(({ orderId }) => orderId));
    return { orderId: ownOrderIdIn(params.showId, principal, (orderId) => known.has(orderId)) };
  },
});
