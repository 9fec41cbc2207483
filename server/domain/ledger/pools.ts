import type { PlaceId, SkuId } from '../ids.ts';
import type { LedgerState, Pool } from './state.ts';

/** What is neither sold nor promised nor away; below 0 where more was promised than is there. */
export const netOf = ({ capacity, sold, held, leased, blocked }: Pool): number =>
  capacity - sold - held - leased - blocked;

/** What can be taken from a pool; never below 0. */
export const freeOf = (pool: Pool): number => Math.max(0, netOf(pool));

/** What was promised and is not there. */
export const deficitOf = (pool: Pool): number => Math.max(0, -netOf(pool));

const emptyPool = (skuId: SkuId, placeId: PlaceId): Pool => ({
  skuId,
  placeId,
  capacity: 0,
  sold: 0,
  held: 0,
  leased: 0,
  blocked: 0,
});

export const poolOf = ({ pools }: LedgerState, skuId: SkuId, placeId: PlaceId): Pool =>
  pools.find((pool) => pool.skuId === skuId && pool.placeId === placeId) ?? emptyPool(skuId, placeId);

export const poolsOf = ({ pools }: LedgerState, skuId: SkuId): readonly Pool[] =>
  pools.filter((pool) => pool.skuId === skuId);

/** All that is free of a SKU, over its places. */
export const totalFreeOf = (state: LedgerState, skuId: SkuId): number =>
  poolsOf(state, skuId).reduce((sum, pool) => sum + freeOf(pool), 0);

export const reservedOf = ({ reserves }: LedgerState, skuId: SkuId): number =>
  reserves.find((reserve) => reserve.skuId === skuId)?.remaining ?? 0;
