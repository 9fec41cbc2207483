import { accepted, rejected } from '../decision.ts';
import type { OrderId } from '../ids.ts';
import type { Awaiting, LedgerBriefing, LedgerCommand, LedgerDecision } from './commands.ts';
import type { LedgerEvent } from './events.ts';
import { deficitOf, freeOf, poolOf, reservedOf, totalFreeOf } from './pools.ts';
import { maximumQuantity, type LedgerState, type Pool } from './state.ts';

type Count = Extract<LedgerCommand, { readonly type: 'correct-stock' }>;

/**
 * What was counted is there; where more was promised, the shortfall names the orders, the latest promise first, and those
 * that are paid last of all. Where so much is gone that paid pieces are missing, less is there than was sold.
 */
export function decideCount(
  { skuId, placeId, counted, isWithPaid = false, reason }: Count,
  state: LedgerState,
  { awaiting }: Pick<LedgerBriefing, 'awaiting'>,
): LedgerDecision {
  const pool = poolOf(state, skuId, placeId);
  const paid = isWithPaid ? awaiting : [];
  const capacity = Math.max(0, pool.sold + counted - paid.reduce((sum, { quantity }) => sum + quantity, 0));
  if (capacity === pool.capacity) return rejected('stock-unchanged');
  if (capacity > maximumQuantity) return rejected('quantity-invalid');
  const after = { ...pool, capacity };
  const free = totalFreeOf(state, skuId) - freeOf(pool) + freeOf(after);
  const reserveRemaining = Math.min(reservedOf(state, skuId), free);
  const corrected: LedgerEvent = {
    type: 'stock-corrected',
    skuId,
    placeId,
    capacity,
    reserveRemaining,
    reason,
  };
  const missing = deficitOf(after);
  if (missing > 0) {
    const orderIds = touchedBy(state, after, { missing, paid });
    return accepted<LedgerEvent>(corrected, {
      type: 'shortfall-found',
      skuId,
      placeId,
      missing,
      orderIds,
      reason,
    });
  }
  if (deficitOf(pool) > 0)
    return accepted<LedgerEvent>(corrected, { type: 'shortfall-settled', skuId, placeId });
  return accepted(corrected);
}

/** Holds are in the order of their promise, so those at the end go first. */
function touchedBy(
  { holds }: LedgerState,
  { skuId, placeId }: Pool,
  { missing, paid }: { readonly missing: number; readonly paid: readonly Awaiting[] },
): readonly OrderId[] {
  const orderIds: OrderId[] = [];
  let open = missing;
  for (const { owner, lines } of holds.toReversed()) {
    if (open <= 0) break;
    const quantity = lines.reduce(
      (sum, line) => sum + (line.skuId === skuId && line.placeId === placeId ? line.quantity : 0),
      0,
    );
    if (quantity === 0) continue;
    open -= quantity;
    if (owner.kind === 'order' && !orderIds.includes(owner.orderId)) orderIds.push(owner.orderId);
  }
  for (const { orderId, quantity } of paid) {
    if (open <= 0) break;
    open -= quantity;
    if (!orderIds.includes(orderId)) orderIds.push(orderId);
  }
  return orderIds;
}
