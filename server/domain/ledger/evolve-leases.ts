import type { LedgerEvent } from './events.ts';
import { addLines, noteLines, reserveOfLines } from './evolve-pools.ts';
import { leaseOf } from './selectors.ts';
import type { HoldLine, Lease, LeaseLine, LedgerState } from './state.ts';

type LeaseEvent = Extract<LedgerEvent, { readonly type: `lease-${string}` | 'quota-leased' }>;

export function evolveLease(state: LedgerState, event: LeaseEvent, atMs: number): LedgerState {
  if (event.type === 'quota-leased') {
    const { leaseId, tillId, lines } = event;
    const leased = reserveOfLines(addLines(state, lines, { leased: 1 }), lines, -1);
    const lease: Lease = { leaseId, tillId, lines, grantedAtMs: atMs };
    return noteLines({ ...leased, leases: [...leased.leases, lease] }, 'leased', lines, atMs);
  }
  const lease = leaseOf(state, event.leaseId);
  // Evolving is total: an event on a lease that is not there changes nothing.
  if (lease === undefined) return state;
  switch (event.type) {
    case 'lease-sold': {
      const sold = addLines(state, event.lines, { leased: -1, sold: 1 });
      return noteLines(withLines(sold, lease, event.lines, -1), 'sold', event.lines, atMs);
    }
    case 'lease-restored': {
      const back = addLines(state, event.lines, { leased: 1, sold: -1 });
      return noteLines(withLines(back, lease, event.lines, 1), 'returned', event.lines, atMs);
    }
    case 'lease-returned': {
      const leases = state.leases.filter(({ leaseId }) => leaseId !== lease.leaseId);
      const back = reserveOfLines(
        addLines({ ...state, leases }, lease.lines, { leased: -1 }),
        lease.lines,
        1,
      );
      return noteLines(back, 'lease-returned', lease.lines, atMs);
    }
  }
}

/** What is left of the lease, with these lines taken out or put back. */
function withLines(state: LedgerState, lease: Lease, lines: readonly HoldLine[], sign: 1 | -1): LedgerState {
  const next = lines.reduce<readonly LeaseLine[]>((left, { skuId, placeId, quantity, fromReserve }) => {
    const index = left.findIndex((line) => line.skuId === skuId && line.placeId === placeId);
    const before = left[index] ?? { skuId, placeId, quantity: 0, fromReserve: 0 };
    const after: LeaseLine = {
      ...before,
      quantity: before.quantity + sign * quantity,
      fromReserve: before.fromReserve + sign * fromReserve,
    };
    return index === -1 ? [...left, after] : left.with(index, after);
  }, lease.lines);
  const changed = { ...lease, lines: next };
  return { ...state, leases: state.leases.map((one) => (one.leaseId === lease.leaseId ? changed : one)) };
}
