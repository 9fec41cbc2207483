import { accepted, rejected } from '../decision.ts';
import type { OrderLineId } from '../ids.ts';
import type { OrderDecision } from './commands.ts';
import { lineOf } from './selectors.ts';
import type { OrderLine, OrderState } from './state.ts';

/**
 * What becomes of a line whose time is over. A purchase lapses and may still be finished if nobody takes its stock; a
 * win becomes overdue and stays its winner's; an overdue win, when its own time is over after the show, goes.
 */
export function lapseLine(
  order: OrderState,
  { lineId, deadlineMs }: { readonly lineId: OrderLineId; readonly deadlineMs: number },
  nowMs: number,
): OrderDecision {
  const line = lineOf(order, lineId);
  if (!line) return rejected('line-not-found');
  // A timer of an earlier deadline, or one that runs ahead.
  if (line.deadlineMs !== deadlineMs || nowMs < deadlineMs) return rejected('order-unchanged');
  switch (line.status) {
    case 'in-cart':
      return accepted({ type: 'line-lapsed', lineId });
    case 'placed':
      return accepted({ type: isWin(line) ? 'line-overdue' : 'line-lapsed', lineId });
    case 'overdue':
      return accepted({ type: 'line-withdrawn', lineId, by: 'shop' });
    case 'lapsed':
    case 'paid':
    case 'handed-out':
    case 'shipped':
    case 'withdrawn':
    case 'refunded':
      return rejected('line-wrong-status', { status: line.status });
  }
}

export const isWin = ({ source }: OrderLine): boolean => source.kind === 'lot';

/** Gives all that is ordered or won, unpaid and without an end, the same end. */
export function limitOrder(order: OrderState, deadlineMs: number): OrderDecision {
  if (order.status === 'absent') return rejected('order-not-found');
  const open = order.lines.filter(
    (line) => (line.status === 'placed' || line.status === 'overdue') && line.deadlineMs === null,
  );
  if (open.length === 0) return rejected('order-unchanged');
  return accepted(
    ...open.map(({ lineId, holdId }) => ({ type: 'line-held', lineId, holdId, deadlineMs }) as const),
  );
}
