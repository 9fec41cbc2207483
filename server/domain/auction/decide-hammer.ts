import { accepted, assertNever, rejected } from '../decision.ts';
import type { AuctionCommand, AuctionContext, AuctionDecision } from './commands.ts';
import type { LotOnSale } from './bid-event.ts';
import { lotById } from './selectors.ts';
import { closeGraceMs, type AuctionState, type Lot } from './state.ts';

type HammerCommand = Extract<
  AuctionCommand,
  { readonly type: 'call-going' | 'take-back-going' | 'close-lot' | 'end-lot-by-clock' | 'void-lot' }
>;

/** What ends a run, and what is called before it. */
export function decideHammer(
  command: HammerCommand,
  state: AuctionState,
  context: AuctionContext,
): AuctionDecision {
  const lot = lotById(state, command.lotId);
  if (!lot) return rejected('lot-not-found');
  if (command.type === 'void-lot') return voidLot(lot, command.reason);
  if (lot.status !== 'open') return rejected('lot-wrong-status', { status: lot.status });
  switch (command.type) {
    case 'call-going':
    case 'take-back-going':
    case 'close-lot':
      return byHost(command, lot, context);
    case 'end-lot-by-clock': {
      if (lot.run !== command.run) return rejected('lot-wrong-status', { status: lot.status });
      const { endsAtMs } = lot.openRun;
      const isThen = endsAtMs === command.endsAtMs && context.nowMs >= endsAtMs + closeGraceMs;
      return isThen ? close(lot, context) : rejected('auction-unchanged');
    }
    default:
      return assertNever(command);
  }
}

/** Only without a clock, and only on the price that the host saw: a bid that came between is not passed over. */
function byHost(
  command: Extract<HammerCommand, { readonly type: 'call-going' | 'take-back-going' | 'close-lot' }>,
  lot: LotOnSale,
  context: AuctionContext,
): AuctionDecision {
  const { lotId, run, openRun, terms } = lot;
  if (terms.kind !== 'hammer') return rejected('lot-wrong-status', { status: 'timed' });
  const { calls, priceMinor } = openRun;
  if (command.type === 'take-back-going')
    return calls === 0 ? rejected('auction-unchanged') : accepted({ type: 'going-taken-back', lotId, run });
  if (command.seenPriceMinor !== priceMinor)
    return rejected('price-changed', priceMinor === null ? {} : { priceMinor });
  if (command.type === 'close-lot') return close(lot, context);
  if (command.call !== calls + 1) return rejected('call-out-of-turn', { calls });
  return accepted({ type: 'going-called', lotId, run, call: command.call });
}

/** Sold to the leader at the price, or unsold where nobody bid or the reserve is not met. */
function close({ lotId, run, openRun }: LotOnSale, { nowMs, briefing }: AuctionContext): AuctionDecision {
  const { leader, priceMinor, isReserveMet, isRehearsal, holdId } = openRun;
  if (leader === null || priceMinor === null || !isReserveMet)
    return accepted({ type: 'lot-unsold', lotId, run });
  const buyerId = leader.bidderId;
  return accepted({
    type: 'lot-sold',
    lotId,
    run,
    buyerId,
    priceMinor,
    orderId: isRehearsal ? null : briefing.orderIdOf(buyerId),
    holdId,
    paymentDueAtMs: isRehearsal ? null : nowMs + briefing.paymentDueMs,
  });
}

/** A clear error. What was paid is refunded by its order, and stays sold here. */
function voidLot(lot: Lot, reason: string): AuctionDecision {
  const isOpen = lot.status === 'open';
  const isUnpaid = lot.status === 'sold' && lot.sale.settlement.status !== 'paid';
  if (isOpen || isUnpaid) return accepted({ type: 'lot-voided', lotId: lot.lotId, run: lot.run, reason });
  return rejected('lot-wrong-status', { status: lot.status });
}
