import type { PlaceId, SkuId } from '../ids.ts';
import { deficitOf, poolOf, totalFreeOf } from './pools.ts';
import {
  maximumMovements,
  type HoldLine,
  type LeaseLine,
  type LedgerState,
  type Movement,
  type Pool,
} from './state.ts';

type Counts = Omit<Pool, 'skuId' | 'placeId'>;

/** The pool with these numbers added; made when it is new. */
export function addToPool(
  state: LedgerState,
  skuId: SkuId,
  placeId: PlaceId,
  changes: Partial<Counts>,
): LedgerState {
  const before = poolOf(state, skuId, placeId);
  const after: Pool = {
    skuId,
    placeId,
    capacity: before.capacity + (changes.capacity ?? 0),
    sold: before.sold + (changes.sold ?? 0),
    held: before.held + (changes.held ?? 0),
    leased: before.leased + (changes.leased ?? 0),
    blocked: before.blocked + (changes.blocked ?? 0),
  };
  const index = state.pools.indexOf(before);
  return { ...state, pools: index === -1 ? [...state.pools, after] : state.pools.with(index, after) };
}

/** Each line's quantity, times these signs, added to its pool. */
export const addLines = (
  state: LedgerState,
  lines: readonly Pick<HoldLine | LeaseLine, 'skuId' | 'placeId' | 'quantity'>[],
  signs: Partial<Record<keyof Counts, 1 | -1>>,
): LedgerState =>
  lines.reduce((next, { skuId, placeId, quantity }) => {
    const changes = Object.fromEntries(
      Object.entries(signs).map(([count, sign]) => [count, sign * quantity]),
    );
    return addToPool(next, skuId, placeId, changes);
  }, state);

/** Sets aside more (or, with a negative quantity, less) of a SKU; `released` counts what went to online. */
export function addToReserve(state: LedgerState, skuId: SkuId, quantity: number, released = 0): LedgerState {
  const index = state.reserves.findIndex((reserve) => reserve.skuId === skuId);
  const before = state.reserves[index] ?? { skuId, remaining: 0, released: 0 };
  const after = { skuId, remaining: before.remaining + quantity, released: before.released + released };
  return {
    ...state,
    reserves: index === -1 ? [...state.reserves, after] : state.reserves.with(index, after),
  };
}

/** What lines took out of the reserve, added to it with this sign. */
export const reserveOfLines = (
  state: LedgerState,
  lines: readonly Pick<HoldLine | LeaseLine, 'skuId' | 'fromReserve'>[],
  sign: 1 | -1,
): LedgerState =>
  lines.reduce(
    (next, { skuId, fromReserve }) =>
      fromReserve === 0 ? next : addToReserve(next, skuId, sign * fromReserve),
    state,
  );

/** No more is set aside than is free, and a shortfall lasts as long as something is missing. Looks at changed pools only. */
export function settle(before: LedgerState, after: LedgerState): LedgerState {
  const changed = new Set(
    after.pools.filter((pool, index) => pool !== before.pools[index]).map(({ skuId }) => skuId),
  );
  if (changed.size === 0) return after;
  const reserves = after.reserves.map((reserve) => {
    if (!changed.has(reserve.skuId)) return reserve;
    const free = totalFreeOf(after, reserve.skuId);
    return reserve.remaining <= free ? reserve : { ...reserve, remaining: free };
  });
  const shortfalls = after.shortfalls.flatMap((shortfall) => {
    const quantity = deficitOf(poolOf(after, shortfall.skuId, shortfall.placeId));
    if (quantity === 0) return [];
    return [quantity === shortfall.quantity ? shortfall : { ...shortfall, quantity }];
  });
  return { ...after, reserves, shortfalls };
}

/** The newest first. */
export const noteMovement = (state: LedgerState, ...movements: readonly Movement[]): LedgerState => ({
  ...state,
  movements: [...movements, ...state.movements].slice(0, maximumMovements),
});

export const noteLines = (
  state: LedgerState,
  kind: Movement['kind'],
  lines: readonly Pick<HoldLine | LeaseLine, 'skuId' | 'placeId' | 'quantity'>[],
  atMs: number,
): LedgerState =>
  noteMovement(
    state,
    ...lines.map(({ skuId, placeId, quantity }) => ({ skuId, placeId, kind, quantity, note: '', atMs })),
  );
