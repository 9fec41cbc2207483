import { availableOf, deficitOf, freeOf, reservedOf, totalFreeOf, type Pool } from '#domain/ledger/ledger.ts';
import type { Books } from './ledger-model.ts';

const sumOf = (
  { skuId, placeId }: Pool,
  among: readonly { readonly lines: readonly { skuId: string; placeId: string; quantity: number }[] }[],
): number =>
  among
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + (line.skuId === skuId && line.placeId === placeId ? line.quantity : 0), 0);

/** Everything that must hold after each operation; the first that does not, in words. */
export function brokenLaw({ state, capacity, sold }: Books): string | undefined {
  for (const pool of state.pools) {
    const at = `${pool.skuId} at ${pool.placeId}`;
    const key = `${pool.skuId} ${pool.placeId}`;
    if (pool.capacity !== (capacity.get(key) ?? 0)) return `${at}: capacity is not what came in`;
    if (pool.sold !== (sold.get(key) ?? 0)) return `${at}: sold is not what was sold`;
    if (pool.held !== sumOf(pool, state.holds)) return `${at}: held is not what holds hold`;
    if (pool.leased !== sumOf(pool, state.leases)) return `${at}: leased is not what leases have`;
    if (Object.values(pool).some((value) => typeof value === 'number' && value < 0))
      return `${at}: below zero`;
    const { capacity: all, sold: gone, held, leased, blocked } = pool;
    if (freeOf(pool) - deficitOf(pool) !== all - gone - held - leased - blocked)
      return `${at}: stock was lost or made`;
    const shortfall = state.shortfalls.find(
      (one) => one.skuId === pool.skuId && one.placeId === pool.placeId,
    );
    if ((shortfall?.quantity ?? 0) !== deficitOf(pool)) return `${at}: a shortfall is not told`;
  }
  for (const { skuId, remaining } of state.reserves) {
    if (remaining < 0 || remaining > totalFreeOf(state, skuId)) return `${skuId}: the reserve is not there`;
    if (availableOf(state, skuId, 'online') !== totalFreeOf(state, skuId) - reservedOf(state, skuId))
      return `${skuId}: online sees the reserve`;
  }
  return undefined;
}
