import type { HoldOwner, LedgerState, Pool } from '#domain/ledger/ledger.ts';
import type { SkuId } from '#domain/ids.ts';
import type { StockLevel, StockRow } from '#protocol/stock-views.ts';

/** Below this many the public is told how many there are. */
const few = 10;
/** The reasons for the numbers that the board shows of each SKU. */
const shownMovements = 10;

const rows = new WeakMap<LedgerState, readonly StockRow[]>();

/** The board, a row for each SKU that the ledger knows, made once for each state. */
export function stockRows(state: LedgerState): readonly StockRow[] {
  const known = rows.get(state);
  if (known !== undefined) return known;
  const made = makeRows(state);
  rows.set(state, made);
  return made;
}

/** What who asks from home may know of it; the crew is told every number. */
export function stockLevel(row: StockRow, isOfShop: boolean): StockLevel {
  const { skuId, availableOnline } = row;
  const isFew = availableOnline < few;
  return {
    skuId,
    state: stateOf(row),
    available: isOfShop || isFew ? availableOnline : null,
  };
}

function stateOf({ availableOnline, availableOnSite, holds }: StockRow): StockLevel['state'] {
  if (availableOnline >= few) return 'ok';
  if (availableOnline > 0) return 'few';
  if (availableOnSite > 0) return 'reserved';
  return holds.length > 0 ? 'ordered' : 'gone';
}

function makeRows(state: LedgerState): readonly StockRow[] {
  const pools = grouped(state.pools);
  const reserves = new Map(state.reserves.map((reserve) => [reserve.skuId, reserve]));
  const holds = holdsBySku(state);
  const shortfalls = grouped(state.shortfalls);
  const movements = grouped(state.movements);
  return [...pools].map(([skuId, theirs]): StockRow => {
    const reserve = reserves.get(skuId);
    const free = theirs.reduce((sum, pool) => sum + freeOf(pool), 0);
    const reserved = Math.min(free, reserve?.remaining ?? 0);
    const missing = shortfalls.get(skuId) ?? [];
    return {
      skuId,
      availableOnline: free - reserved,
      availableOnSite: free,
      reserved,
      released: reserve?.released ?? 0,
      places: theirs.map((pool) => {
        const { placeId, capacity, sold, held, leased, blocked } = pool;
        return { placeId, capacity, sold, held, leased, blocked, free: freeOf(pool) };
      }),
      holds: holds.get(skuId) ?? [],
      missing: missing.reduce((sum, { quantity }) => sum + quantity, 0),
      touchedOrderIds: [...new Set(missing.flatMap(({ orderIds }) => orderIds))],
      movements: (movements.get(skuId) ?? [])
        .slice(0, shownMovements)
        .map(({ kind, quantity, placeId, note, atMs }) => ({ kind, quantity, placeId, note, atMs })),
    };
  });
}

const freeOf = ({ capacity, sold, held, leased, blocked }: Pool): number =>
  Math.max(0, capacity - sold - held - leased - blocked);

function holdsBySku(state: LedgerState): ReadonlyMap<SkuId, StockRow['holds']> {
  const found = new Map<SkuId, StockRow['holds'][number][]>();
  for (const { holdId, owner, lines, deadlineMs } of state.holds) {
    const quantities = new Map<SkuId, number>();
    for (const { skuId, quantity } of lines) quantities.set(skuId, (quantities.get(skuId) ?? 0) + quantity);
    for (const [skuId, quantity] of quantities) {
      const theirs = found.get(skuId) ?? [];
      found.set(skuId, theirs);
      theirs.push({ holdId, quantity, owner: ownerView(owner), deadlineMs });
    }
  }
  return found;
}

const ownerView = (owner: HoldOwner): StockRow['holds'][number]['owner'] =>
  owner.kind === 'lot' ? { kind: 'lot', id: owner.lotId } : { kind: 'order', id: owner.orderId };

function grouped<Item extends { readonly skuId: SkuId }>(
  items: readonly Item[],
): ReadonlyMap<SkuId, readonly Item[]> {
  const groups = new Map<SkuId, Item[]>();
  for (const item of items) {
    const group = groups.get(item.skuId);
    if (group === undefined) groups.set(item.skuId, [item]);
    else group.push(item);
  }
  return groups;
}
