import type { Rejection } from '../decision.ts';
import type { PlaceId, SkuId } from '../ids.ts';
import type { LedgerRejectionCode, StockLine } from './commands.ts';
import { freeOf, poolsOf, reservedOf } from './pools.ts';
import { availableOf } from './selectors.ts';
import { maximumQuantity, type HoldLine, type LedgerState, type SalesAudience } from './state.ts';

type Refused = { readonly outcome: 'rejected'; readonly rejection: Rejection<LedgerRejectionCode> };

const refused = (code: LedgerRejectionCode, details: NonNullable<Rejection['details']>): Refused => ({
  outcome: 'rejected',
  rejection: { code, details },
});

export type Allocation = { readonly outcome: 'taken'; readonly lines: readonly HoldLine[] } | Refused;

/** The same SKU in several lines is one demand; otherwise two lines of one could each find the last unit. */
export function demandOf(lines: readonly StockLine[]): ReadonlyMap<SkuId, number> {
  const demand = new Map<SkuId, number>();
  for (const { skuId, quantity } of lines) demand.set(skuId, (demand.get(skuId) ?? 0) + quantity);
  return demand;
}

export const isQuantity = (quantity: number): boolean =>
  Number.isSafeInteger(quantity) && quantity > 0 && quantity <= maximumQuantity;

/**
 * Where the stock for these lines is taken from: all of it or none. Preferred places come first in their order, then
 * those that have most. What the room takes comes out of its reserve first.
 */
export function allocate(
  state: LedgerState,
  lines: readonly StockLine[],
  audience: SalesAudience,
  preferredPlaceIds: readonly PlaceId[],
): Allocation {
  const taken: HoldLine[] = [];
  for (const [skuId, quantity] of demandOf(lines)) {
    if (!isQuantity(quantity)) return refused('quantity-invalid', { skuId });
    const available = availableOf(state, skuId, audience);
    if (available < quantity) return refused('stock-insufficient', { skuId, available });
    let fromReserve = audience === 'on-site' ? Math.min(quantity, reservedOf(state, skuId)) : 0;
    let open = quantity;
    for (const pool of byPreference(state, skuId, preferredPlaceIds)) {
      const part = Math.min(open, freeOf(pool));
      if (part === 0) continue;
      const reservePart = Math.min(part, fromReserve);
      taken.push({ kind: 'stock', skuId, placeId: pool.placeId, quantity: part, fromReserve: reservePart });
      fromReserve -= reservePart;
      open -= part;
    }
  }
  return { outcome: 'taken', lines: taken };
}

function byPreference(state: LedgerState, skuId: SkuId, preferred: readonly PlaceId[]) {
  const rank = (placeId: PlaceId): number => {
    const place = preferred.indexOf(placeId);
    return place === -1 ? preferred.length : place;
  };
  return poolsOf(state, skuId).toSorted(
    (one, other) => rank(one.placeId) - rank(other.placeId) || freeOf(other) - freeOf(one),
  );
}
