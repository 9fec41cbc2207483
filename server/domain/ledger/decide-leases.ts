import { accepted, rejected } from '../decision.ts';
import { demandOf, isQuantity } from './allocate.ts';
import type { LedgerDecision, StockLine, StockRequest } from './commands.ts';
import { freeOf, poolOf, reservedOf } from './pools.ts';
import { leaseOf } from './selectors.ts';
import { maximumLeases, type HoldLine, type Lease, type LeaseLine, type LedgerState } from './state.ts';

type Request<Type extends StockRequest['type']> = Extract<StockRequest, { readonly type: Type }>;

/** A quota is taken from what is free at one place, out of the room's reserve first: nobody online can have it then. */
export function decideLease(
  { leaseId, tillId, lines, placeId }: Request<'lease'>,
  state: LedgerState,
): LedgerDecision {
  if (leaseOf(state, leaseId)) return rejected('lease-exists');
  if (state.leases.length >= maximumLeases) return rejected('hold-limit-reached');
  const leased: LeaseLine[] = [];
  for (const [skuId, quantity] of demandOf(lines)) {
    if (!isQuantity(quantity)) return rejected('quantity-invalid', { skuId });
    const available = freeOf(poolOf(state, skuId, placeId));
    if (available < quantity) return rejected('stock-insufficient', { skuId, available });
    const fromReserve = Math.min(quantity, reservedOf(state, skuId));
    leased.push({ skuId, placeId, quantity, fromReserve });
  }
  return accepted({ type: 'quota-leased', leaseId, tillId, lines: leased });
}

/** Out of the lease and nothing else: beyond it the till sold what it never had. */
export function decideLeasedSale(
  { leaseId, orderId, lines }: Request<'sell-leased'>,
  state: LedgerState,
): LedgerDecision {
  const lease = leaseOf(state, leaseId);
  if (!lease) return rejected('lease-not-found');
  const sold: HoldLine[] = [];
  for (const [skuId, quantity] of demandOf(lines)) {
    if (!isQuantity(quantity)) return rejected('quantity-invalid', { skuId });
    const part = takeFrom(lease, skuId, quantity);
    if (part === undefined) return rejected('lease-exceeded', { skuId, available: leftOf(lease, skuId) });
    sold.push(...part);
  }
  return accepted({ type: 'lease-sold', leaseId, orderId, lines: sold });
}

const leftOf = ({ lines }: Lease, skuId: StockLine['skuId']): number =>
  lines.reduce((sum, line) => sum + (line.skuId === skuId ? line.quantity : 0), 0);

function takeFrom(lease: Lease, skuId: StockLine['skuId'], quantity: number): HoldLine[] | undefined {
  if (leftOf(lease, skuId) < quantity) return undefined;
  const taken: HoldLine[] = [];
  let open = quantity;
  for (const line of lease.lines) {
    const part = line.skuId === skuId ? Math.min(open, line.quantity) : 0;
    if (part === 0) continue;
    const fromReserve = Math.min(part, line.fromReserve);
    taken.push({ kind: 'stock', skuId, placeId: line.placeId, quantity: part, fromReserve });
    open -= part;
  }
  return taken;
}

/** An undone sale goes back into its lease, or, when that was given back meanwhile, to where it lay. */
export function decideRestored(
  { leaseId, orderId, lines }: Request<'restore-lease'>,
  state: LedgerState,
): LedgerDecision {
  if (!canComeBack(state, lines)) return rejected('quantity-invalid');
  if (!leaseOf(state, leaseId)) return accepted({ type: 'stock-returned', orderId, lines });
  return accepted({ type: 'lease-restored', leaseId, orderId, lines });
}

/** Only what was sold comes back. */
export const canComeBack = (state: LedgerState, lines: readonly HoldLine[]): boolean => {
  const back = new Map<string, number>();
  return lines.every(({ skuId, placeId, quantity }) => {
    const key = `${skuId} ${placeId}`;
    const sum = (back.get(key) ?? 0) + quantity;
    back.set(key, sum);
    return isQuantity(quantity) && sum <= poolOf(state, skuId, placeId).sold;
  });
};
