import { accepted, assertNever, rejected } from '../decision.ts';
import { allocate } from './allocate.ts';
import type { LedgerContext, LedgerDecision, StockRequest } from './commands.ts';
import { canComeBack, decideLease, decideLeasedSale, decideRestored } from './decide-leases.ts';
import { holdOf, leaseOf } from './selectors.ts';
import { maximumHolds, type LedgerState } from './state.ts';

/**
 * What other nouns ask of the ledger in the append of their own events. All lines or none; nothing is ever promised that
 * is not free. Source of the rules: shared semantics, "Ledger".
 */
export function decideStock(
  request: StockRequest,
  state: LedgerState,
  _context: LedgerContext,
): LedgerDecision {
  switch (request.type) {
    case 'hold':
      return decideHold(request, state);
    case 'extend-hold':
    case 'assign-hold':
    case 'release-hold':
    case 'sell-hold':
      return decideOnHold(request, state);
    case 'sell': {
      const { orderId, lines, audience, preferredPlaceIds } = request;
      const allocation = allocate(state, lines, audience, preferredPlaceIds);
      if (allocation.outcome === 'rejected') return allocation;
      return accepted({ type: 'stock-sold', orderId, lines: allocation.lines });
    }
    case 'return': {
      const { orderId, lines } = request;
      if (!canComeBack(state, lines)) return rejected('quantity-invalid');
      return accepted({ type: 'stock-returned', orderId, lines });
    }
    case 'lease':
      return decideLease(request, state);
    case 'sell-leased':
      return decideLeasedSale(request, state);
    case 'restore-lease':
      return decideRestored(request, state);
    case 'return-lease':
      if (!leaseOf(state, request.leaseId)) return rejected('lease-not-found');
      return accepted({ type: 'lease-returned', leaseId: request.leaseId });
    default:
      return assertNever(request);
  }
}

type HoldRequest = Extract<StockRequest, { readonly type: 'hold' }>;

function decideHold(request: HoldRequest, state: LedgerState): LedgerDecision {
  const { holdId, owner, audience, lines, deadlineMs, preferredPlaceIds } = request;
  if (holdOf(state, holdId)) return rejected('hold-exists');
  if (state.holds.length >= maximumHolds) return rejected('hold-limit-reached');
  const allocation = allocate(state, lines, audience, preferredPlaceIds);
  if (allocation.outcome === 'rejected') return allocation;
  const hold = { holdId, owner, audience, lines: allocation.lines, deadlineMs };
  return accepted({ type: 'hold-placed', hold });
}

type OnHold = Extract<
  StockRequest,
  { readonly type: 'extend-hold' | 'assign-hold' | 'release-hold' | 'sell-hold' }
>;

function decideOnHold(request: OnHold, state: LedgerState): LedgerDecision {
  const { holdId } = request;
  if (!holdOf(state, holdId)) return rejected('hold-not-found');
  switch (request.type) {
    case 'extend-hold':
      return accepted({ type: 'hold-extended', holdId, deadlineMs: request.deadlineMs });
    case 'assign-hold': {
      const { owner, deadlineMs } = request;
      return accepted({ type: 'hold-assigned', holdId, owner, deadlineMs });
    }
    case 'release-hold':
      return accepted({ type: 'hold-released', holdId, reason: request.reason });
    case 'sell-hold':
      return accepted({ type: 'hold-sold', holdId });
    default:
      return assertNever(request);
  }
}
