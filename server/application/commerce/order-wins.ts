import {
  addLine,
  freshLine,
  giveUpAnyway,
  isWin,
  lapseLine,
  limitOrder,
  lineOf,
  winOf,
  type OrderCommand,
} from '#domain/order/order.ts';
import { refundIdFor } from './order-facts.ts';
import { winLineIdOf } from './order-id.ts';
import { beginPayment, refund } from './order-payments.ts';
import { extendHold, letGo } from './order-stock.ts';
import type { OrderWork, Refusal } from './order-work.ts';

type CommandOf<Type extends OrderCommand['type']> = Extract<OrderCommand, { readonly type: Type }>;

/** What was won becomes a line of the winner's one order, under the hold that the hammer gave him. */
export function addWin(work: OrderWork, command: CommandOf<'add-win'>): Refusal {
  const { orderId, showId, buyerId, lotId, run, holdId, priceMinor, dueAtMs } = command;
  const lineId = winLineIdOf(lotId, run);
  const line = {
    lineId,
    source: { kind: 'lot', lotId, run },
    title: command.title,
    taxLabel: command.taxLabel,
    pieces: 1,
    items: command.items,
    unitPriceMinor: priceMinor,
    amountMinor: priceMinor,
    status: 'placed',
    holdId,
    deadlineMs: dueAtMs,
    isRehearsal: false,
    ...freshLine,
  } as const;
  const opening = { orderId, showId, buyerId, currency: work.settings.currency };
  const refusal = work.decide(addLine(work.order, line, opening));
  if (refusal) return refusal;
  // Undone in the moment between: the lot has its stock back.
  if (holdId !== null && !work.holdOf(line)) return { code: 'hold-not-found' };
  return command.charges ? beginPayment(work, 'stripe', 'charge', lineId) : undefined;
}

/** The lot was voided, opened again, or went to the runner-up: whoever paid for it already gets the money back. */
export function withdrawWin(work: OrderWork, { lotId, run, by }: CommandOf<'withdraw-win'>): Refusal {
  const line = winOf(work.order, lotId, run);
  if (!line) return { code: 'line-not-found' };
  const { lineId } = line;
  if (line.paidById !== null) {
    if (line.status === 'refunded') return { code: 'order-unchanged' };
    const refundId = refundIdFor(line.paidById, `withdrawn ${lineId}`);
    return refund(work, { refundId, lineIds: [lineId], amountMinor: null, restocks: true, reason: by });
  }
  if (line.status === 'withdrawn') return { code: 'order-unchanged' };
  work.decide(giveUpAnyway(work.order, [lineId]));
  letGo(work, line, 'cancelled');
  return work.decide({ outcome: 'accepted', events: [{ type: 'line-withdrawn', lineId, by }] });
}

/** A line's time is over: see `lapseLine`. What goes gives its stock back; an overdue win keeps it. */
export function lapse(work: OrderWork, command: CommandOf<'lapse-line'>): Refusal {
  const line = lineOf(work.order, command.lineId);
  const refusal = work.decide(lapseLine(work.order, command, work.nowMs));
  if (refusal || !line) return refusal;
  if (isWin(line) && line.status === 'placed') return extendHold(work, line, null);
  letGo(work, line, 'expired');
  return line.status === 'in-cart' ? undefined : work.decide(giveUpAnyway(work.order, [line.lineId]));
}

/** After the show all that is unpaid has an end, and so have its holds. */
export function limit(work: OrderWork, { deadlineMs }: CommandOf<'limit-order'>): Refusal {
  const refusal = work.decide(limitOrder(work.order, deadlineMs));
  if (refusal || work.order.status === 'absent') return refusal;
  for (const line of work.order.lines) {
    const isOpen = line.status === 'placed' || line.status === 'overdue';
    const refused = isOpen && line.deadlineMs === deadlineMs ? extendHold(work, line, deadlineMs) : undefined;
    if (refused) return refused;
  }
  return undefined;
}
