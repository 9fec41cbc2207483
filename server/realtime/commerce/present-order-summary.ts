import type { OrderSummary } from '#application/application.ts';
import type { ShowFacts } from '#application/commerce/show-facts.ts';
import type { PersonId } from '#domain/ids.ts';
import type { OrderSummaryView } from '#protocol/order-views.ts';

/** An order in one line, as its buyer sees it. */
export function presentOrderSummary(order: OrderSummary, show: ShowFacts | undefined): OrderSummaryView {
  const { orderId, showId, status, currency, totalMinor, dueMinor, pieces, titles } = order;
  const { delivery, pickUpCode, createdAtMs, changedAtMs } = order;
  return {
    orderId,
    showId,
    showTitle: show?.title ?? '',
    status,
    currency,
    totalMinor,
    dueMinor,
    pieces,
    titles,
    delivery,
    pickUpCode,
    createdAtMs,
    changedAtMs,
  };
}

/** The same for the crew, who know whose it is. */
export const presentOrderForCrew = (
  order: OrderSummary,
  show: ShowFacts | undefined,
  nameOf: (personId: PersonId) => string,
): OrderSummaryView => ({
  ...presentOrderSummary(order, show),
  ...(order.needsAttention ? { needsAttention: true } : {}),
  buyer: order.buyerId && {
    personId: order.buyerId,
    name: nameOf(order.buyerId),
    paddle: show?.paddleOf(order.buyerId) ?? null,
  },
});
