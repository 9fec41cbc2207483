import { assertNever } from '../decision.ts';
import type { LedgerEvent, LedgerOccurrence } from './events.ts';
import { evolveHold } from './evolve-holds.ts';
import { evolveLease } from './evolve-leases.ts';
import {
  addLines,
  addToPool,
  addToReserve,
  noteLines,
  noteMovement,
  reserveOfLines,
  settle,
} from './evolve-pools.ts';
import { poolOf, reservedOf } from './pools.ts';
import { maximumShortfalls, type HoldLine, type LedgerState, type ReleasePlan } from './state.ts';

/** Folds an event into the state; total, never throws. */
export const evolveLedger = (state: LedgerState, { event, atMs }: LedgerOccurrence): LedgerState =>
  settle(state, { ...apply(state, event, atMs), version: state.version + 1 });

function apply(state: LedgerState, event: LedgerEvent, atMs: number): LedgerState {
  switch (event.type) {
    case 'stock-received':
    case 'stock-corrected':
    case 'stock-moved':
    case 'stock-blocked':
    case 'stock-unblocked':
      return evolveStock(state, event, atMs);
    case 'shortfall-found':
    case 'shortfall-settled':
      return evolveShortfall(state, event, atMs);
    case 'reserve-set':
    case 'reserve-released':
      return evolveReserve(state, event, atMs);
    case 'release-planned':
    case 'release-step-done':
      return { ...state, releasePlans: evolvePlans(state.releasePlans, event) };
    case 'hold-placed':
    case 'hold-extended':
    case 'hold-assigned':
    case 'hold-released':
    case 'hold-sold':
      return evolveHold(state, event, atMs);
    case 'stock-sold':
      return soldAtOnce(state, event.lines, atMs);
    case 'stock-returned':
      // For whoever wants it: back into the reserve it goes by a person only.
      return noteLines(addLines(state, event.lines, { sold: -1 }), 'returned', event.lines, atMs);
    case 'quota-leased':
    case 'lease-sold':
    case 'lease-restored':
    case 'lease-returned':
      return evolveLease(state, event, atMs);
    default:
      return assertNever(event);
  }
}

type StockEvent = Extract<
  LedgerEvent,
  {
    readonly type: 'stock-received' | 'stock-corrected' | 'stock-moved' | 'stock-blocked' | 'stock-unblocked';
  }
>;

function evolveStock(state: LedgerState, event: StockEvent, atMs: number): LedgerState {
  const { skuId } = event;
  switch (event.type) {
    case 'stock-received': {
      const { placeId, quantity, reserved, note } = event;
      const received = addToReserve(
        addToPool(state, skuId, placeId, { capacity: quantity }),
        skuId,
        reserved,
      );
      return noteMovement(received, { skuId, placeId, kind: 'received', quantity, note, atMs });
    }
    case 'stock-corrected': {
      const { placeId, capacity, reserveRemaining, reason } = event;
      const quantity = capacity - poolOf(state, skuId, placeId).capacity;
      const counted = addToPool(state, skuId, placeId, { capacity: quantity });
      const reserved = addToReserve(counted, skuId, reserveRemaining - reservedOf(state, skuId));
      return noteMovement(reserved, { skuId, placeId, kind: 'corrected', quantity, note: reason, atMs });
    }
    case 'stock-moved': {
      const { fromPlaceId, toPlaceId, quantity } = event;
      const out = addToPool(state, skuId, fromPlaceId, { capacity: -quantity });
      return noteMovement(
        addToPool(out, skuId, toPlaceId, { capacity: quantity }),
        { skuId, placeId: toPlaceId, kind: 'moved-in', quantity, note: '', atMs },
        { skuId, placeId: fromPlaceId, kind: 'moved-out', quantity, note: '', atMs },
      );
    }
    case 'stock-blocked': {
      const { placeId, quantity, reason } = event;
      const blocked = addToPool(state, skuId, placeId, { blocked: quantity });
      return noteMovement(blocked, { skuId, placeId, kind: 'blocked', quantity, note: reason, atMs });
    }
    case 'stock-unblocked': {
      const { placeId, quantity } = event;
      const free = addToPool(state, skuId, placeId, { blocked: -quantity });
      return noteMovement(free, { skuId, placeId, kind: 'unblocked', quantity, note: '', atMs });
    }
  }
}

type ShortfallEvent = Extract<LedgerEvent, { readonly type: `shortfall-${string}` }>;

function evolveShortfall(state: LedgerState, event: ShortfallEvent, atMs: number): LedgerState {
  const { skuId, placeId } = event;
  const others = state.shortfalls.filter((one) => one.skuId !== skuId || one.placeId !== placeId);
  if (event.type === 'shortfall-settled') return { ...state, shortfalls: others };
  const { missing: quantity, orderIds, reason } = event;
  const shortfall = { skuId, placeId, quantity, orderIds, atMs, reason };
  return { ...state, shortfalls: [shortfall, ...others].slice(0, maximumShortfalls) };
}

type ReserveEvent = Extract<LedgerEvent, { readonly type: 'reserve-set' | 'reserve-released' }>;

function evolveReserve(state: LedgerState, event: ReserveEvent, atMs: number): LedgerState {
  const { skuId } = event;
  const at = { skuId, placeId: null, atMs, note: '' };
  if (event.type === 'reserve-released') {
    const { quantity } = event;
    return noteMovement(addToReserve(state, skuId, -quantity, quantity), {
      ...at,
      kind: 'released',
      quantity,
    });
  }
  const quantity = event.remaining - reservedOf(state, skuId);
  return noteMovement(addToReserve(state, skuId, quantity), { ...at, kind: 'reserved', quantity });
}

type PlanEvent = Extract<LedgerEvent, { readonly type: `release-${string}` }>;

/** One timetable each; one without steps is none. */
function evolvePlans(plans: readonly ReleasePlan[], event: PlanEvent): readonly ReleasePlan[] {
  const skuIdOf = event.type === 'release-planned' ? event.plan.skuId : event.skuId;
  const before = plans.find(({ skuId }) => skuId === skuIdOf)?.steps ?? [];
  const steps =
    event.type === 'release-planned' ? event.plan.steps : before.filter(({ atMs }) => atMs !== event.atMs);
  const others = plans.filter(({ skuId }) => skuId !== skuIdOf);
  return steps.length === 0 ? others : [...others, { skuId: skuIdOf, steps }];
}

const soldAtOnce = (state: LedgerState, lines: readonly HoldLine[], atMs: number): LedgerState =>
  noteLines(reserveOfLines(addLines(state, lines, { sold: 1 }), lines, -1), 'sold', lines, atMs);
