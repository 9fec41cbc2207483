import type { OrderId, PlaceId, SkuId } from '#domain/ids.ts';
import type { Awaiting } from '#domain/ledger/ledger.ts';
import type { OrderState } from '#domain/order/order.ts';
import type { OrderSummary } from './order-summary.ts';

/** Orders that may have something paid in them; what is more pressing there stands first. */
const mayHavePaid: readonly OrderSummary['status'][] = [
  'overdue',
  'awaiting-payment',
  'paid',
  'partly-handed-out',
];

export interface AwaitingSource {
  /** All orders, the last changed first. */
  listOrders(): Promise<readonly OrderSummary[]>;
  readOrder(orderId: OrderId): Promise<OrderState>;
}

/** What of a pool is paid for and waits to be handed out or shipped, the latest order first. */
export async function awaitingIn(
  source: AwaitingSource,
  skuId: SkuId,
  placeId: PlaceId,
): Promise<readonly Awaiting[]> {
  const orders = await source.listOrders();
  const found: Awaiting[] = [];
  for (const { orderId, status } of orders) {
    if (!mayHavePaid.includes(status)) continue;
    const quantity = paidOf(await source.readOrder(orderId), skuId, placeId);
    if (quantity > 0) found.push({ orderId, quantity });
  }
  return found;
}

const paidOf = (order: OrderState, skuId: SkuId, placeId: PlaceId): number =>
  order.status === 'absent'
    ? 0
    : order.lines
        .filter(({ status }) => status === 'paid')
        .flatMap(({ soldFrom }) => soldFrom)
        .reduce(
          (sum, line) => sum + (line.skuId === skuId && line.placeId === placeId ? line.quantity : 0),
          0,
        );
