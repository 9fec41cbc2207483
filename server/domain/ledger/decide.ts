import { accepted, assertNever, rejected } from '../decision.ts';
import { isQuantity } from './allocate.ts';
import type { LedgerBriefing, LedgerCommand, LedgerContext, LedgerDecision } from './commands.ts';
import { decideCount } from './decide-count.ts';
import { decidePlan, decideStep } from './decide-release.ts';
import type { LedgerEvent } from './events.ts';
import { deficitOf, freeOf, poolOf, poolsOf, reservedOf, totalFreeOf } from './pools.ts';
import { maximumQuantity, type LedgerState } from './state.ts';

type Command<Type extends LedgerCommand['type']> = Extract<LedgerCommand, { readonly type: Type }>;

/** Commands of who keeps the stock. Pure; quantities in the smallest division of the unit. */
export function decideLedger(
  command: LedgerCommand,
  state: LedgerState,
  context: LedgerContext & { readonly briefing: LedgerBriefing },
): LedgerDecision {
  if (!context.briefing.isKnown) return rejected('sku-not-found');
  switch (command.type) {
    case 'receive-stock':
      return decideReceived(command, state, context.briefing);
    case 'correct-stock':
      return decideCount(command, state, context.briefing);
    case 'move-stock':
      return decideMove(command, state);
    case 'block-stock':
    case 'unblock-stock':
      return decideBlock(command, state);
    case 'set-reserve':
      return decideReserve(command, state);
    case 'release-reserve': {
      const { skuId, quantity } = command;
      const available = reservedOf(state, skuId);
      if (quantity > available) return rejected('stock-insufficient', { skuId, available });
      return accepted({ type: 'reserve-released', skuId, quantity, by: 'person' });
    }
    case 'plan-release':
      return decidePlan(command, state, context.nowMs);
    case 'release-by-timetable':
      return decideStep(command, state);
    default:
      return assertNever(command);
  }
}

/** Of all that ever came in, the reserve is so many percent, rounded up; what is missing already is made good first. */
function decideReceived(
  { skuId, placeId, quantity, note }: Command<'receive-stock'>,
  state: LedgerState,
  { onSiteReservePercent }: LedgerBriefing,
): LedgerDecision {
  const before = poolsOf(state, skuId).reduce((sum, { capacity }) => sum + capacity, 0);
  if (!isQuantity(quantity) || before + quantity > maximumQuantity) return rejected('quantity-invalid');
  const share = (capacity: number): number => Math.ceil((capacity * onSiteReservePercent) / 100);
  const deficit = deficitOf(poolOf(state, skuId, placeId));
  const reserved = Math.min(share(before + quantity) - share(before), Math.max(0, quantity - deficit));
  const received: LedgerEvent = { type: 'stock-received', skuId, placeId, quantity, reserved, note };
  if (deficit === 0 || deficit > quantity) return accepted(received);
  return accepted<LedgerEvent>(received, { type: 'shortfall-settled', skuId, placeId });
}

function decideMove(command: Command<'move-stock'>, state: LedgerState): LedgerDecision {
  const { skuId, fromPlaceId, toPlaceId, quantity } = command;
  if (fromPlaceId === toPlaceId) return rejected('stock-unchanged');
  const available = freeOf(poolOf(state, skuId, fromPlaceId));
  if (quantity > available) return rejected('stock-insufficient', { skuId, available });
  return accepted({ type: 'stock-moved', skuId, fromPlaceId, toPlaceId, quantity });
}

function decideBlock(command: Command<'block-stock' | 'unblock-stock'>, state: LedgerState): LedgerDecision {
  const { skuId, placeId, quantity } = command;
  const pool = poolOf(state, skuId, placeId);
  const available = command.type === 'block-stock' ? freeOf(pool) : pool.blocked;
  if (quantity > available) return rejected('stock-insufficient', { skuId, available });
  if (command.type === 'unblock-stock')
    return accepted({ type: 'stock-unblocked', skuId, placeId, quantity });
  return accepted({ type: 'stock-blocked', skuId, placeId, quantity, reason: command.reason });
}

/** A person may set more aside, but never what is not free. */
function decideReserve({ skuId, remaining }: Command<'set-reserve'>, state: LedgerState): LedgerDecision {
  const available = totalFreeOf(state, skuId);
  if (remaining > available) return rejected('stock-insufficient', { skuId, available });
  if (remaining === reservedOf(state, skuId)) return rejected('stock-unchanged');
  return accepted({ type: 'reserve-set', skuId, remaining });
}
