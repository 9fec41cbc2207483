import type { HoldId, LeaseId, SkuId } from '../ids.ts';
import { freeOf, poolsOf, reservedOf, totalFreeOf } from './pools.ts';
import type { Hold, HoldLine, Lease, LedgerState, SalesAudience } from './state.ts';

/** How much of a SKU an audience may take now: the room all that is free, the people at home what the reserve leaves. */
export const availableOf = (state: LedgerState, skuId: SkuId, audience: SalesAudience): number =>
  audience === 'on-site'
    ? totalFreeOf(state, skuId)
    : Math.max(0, totalFreeOf(state, skuId) - reservedOf(state, skuId));

/**
 * Why an audience can take none, or that it can (pretix's quota states). `reserved`: only the other audience may have
 * what is left. `ordered`: all of it is held or leased, so some may come back. `gone`: sold.
 */
export type AvailabilityState = 'ok' | 'reserved' | 'ordered' | 'gone';

export function availabilityOf(state: LedgerState, skuId: SkuId, audience: SalesAudience): AvailabilityState {
  if (availableOf(state, skuId, audience) > 0) return 'ok';
  const pools = poolsOf(state, skuId);
  if (pools.some((pool) => freeOf(pool) > 0)) return 'reserved';
  return pools.some(({ held, leased }) => held + leased > 0) ? 'ordered' : 'gone';
}

export const holdOf = ({ holds }: LedgerState, holdId: HoldId): Hold | undefined =>
  holds.find((hold) => hold.holdId === holdId);

/** What a hold holds; nothing when it is over. */
export const linesOfHold = (state: LedgerState, holdId: HoldId): readonly HoldLine[] =>
  holdOf(state, holdId)?.lines ?? [];

export const leaseOf = ({ leases }: LedgerState, leaseId: LeaseId): Lease | undefined =>
  leases.find((lease) => lease.leaseId === leaseId);
