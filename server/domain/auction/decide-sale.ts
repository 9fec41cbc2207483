import { accepted, assertNever, rejected } from '../decision.ts';
import type { AuctionCommand, AuctionContext, AuctionDecision } from './commands.ts';
import { isBarred, lotById } from './selectors.ts';
import type { AuctionState, Lot, Sale } from './state.ts';

type SaleCommand = Extract<
  AuctionCommand,
  {
    readonly type:
      | 'offer-second-chance'
      | 'accept-second-chance'
      | 'decline-second-chance'
      | 'lapse-second-chance'
      | 'note-lot-paid'
      | 'note-lot-unpaid';
  }
>;
type SoldLot = Extract<Lot, { readonly status: 'sold' }>;

/** After the hammer: paid or not, and the one second chance. */
export function decideSale(
  command: SaleCommand,
  state: AuctionState,
  context: AuctionContext,
): AuctionDecision {
  const { lotId } = command;
  const lot = lotById(state, lotId);
  if (!lot) return rejected('lot-not-found');
  if (lot.status !== 'sold') return rejected('lot-wrong-status', { status: lot.status });
  const { sale } = lot;
  switch (command.type) {
    case 'offer-second-chance':
      return offer(lot, state, context);
    case 'accept-second-chance':
    case 'decline-second-chance':
      return answer(command, lot, context);
    case 'lapse-second-chance':
      return lapse(command, lot, context);
    case 'note-lot-paid':
      return isOwing(sale) && sale.orderId === command.orderId
        ? accepted({ type: 'lot-paid', lotId })
        : rejected('auction-unchanged');
    case 'note-lot-unpaid':
      return sale.settlement.status === 'payment-due' && sale.orderId === command.orderId
        ? accepted({ type: 'lot-unpaid', lotId })
        : rejected('auction-unchanged');
    default:
      return assertNever(command);
  }
}

/** The winner may still put it right until somebody else took it. */
const isOwing = ({ settlement: { status } }: Sale): boolean => status !== 'paid' && status !== 'nothing-due';

/** At *his* max, once, and not to somebody who was barred since. */
function offer(
  { lotId, sale }: SoldLot,
  state: AuctionState,
  { nowMs, briefing }: AuctionContext,
): AuctionDecision {
  const { settlement, hasUsedSecondChance, runnerUp } = sale;
  const isDue = settlement.status === 'unpaid' && !hasUsedSecondChance;
  if (!isDue || runnerUp === null || isBarred(state, runnerUp.bidderId))
    return rejected('second-chance-unavailable');
  const { bidderId, maxMinor: amountMinor } = runnerUp;
  const untilMs = nowMs + briefing.secondChanceMs;
  return accepted({ type: 'second-chance-offered', lotId, bidderId, amountMinor, untilMs });
}

function lapse(
  { untilMs }: Extract<SaleCommand, { readonly type: 'lapse-second-chance' }>,
  { lotId, sale: { settlement } }: SoldLot,
  { nowMs }: AuctionContext,
): AuctionDecision {
  if (settlement.status !== 'second-chance' || settlement.untilMs !== untilMs || nowMs < untilMs)
    return rejected('auction-unchanged');
  const { bidderId } = settlement;
  return accepted({ type: 'second-chance-ended', lotId, bidderId, reason: 'lapsed' });
}

function answer(
  { type }: Extract<SaleCommand, { readonly type: 'accept-second-chance' | 'decline-second-chance' }>,
  { lotId, lines, sale: { settlement } }: SoldLot,
  { nowMs, actor, briefing }: AuctionContext,
): AuctionDecision {
  if (settlement.status !== 'second-chance' || settlement.bidderId !== actor || nowMs > settlement.untilMs)
    return rejected('second-chance-unavailable');
  if (type === 'decline-second-chance')
    return accepted({ type: 'second-chance-ended', lotId, bidderId: actor, reason: 'declined' });
  return accepted({
    type: 'second-chance-accepted',
    lotId,
    bidderId: actor,
    orderId: briefing.orderIdOf(actor),
    holdId: lines.length === 0 ? null : briefing.holdId,
    paymentDueAtMs: nowMs + briefing.paymentDueMs,
  });
}
