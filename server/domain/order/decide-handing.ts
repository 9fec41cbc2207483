import { accepted, rejected } from '../decision.ts';
import type { OrderLineId } from '../ids.ts';
import type { OrderDecision } from './commands.ts';
import { lineOf } from './selectors.ts';
import type { LineStatus, OrderState } from './state.ts';

/** The buyer has it now. */
export const handOut = (order: OrderState, lineIds: readonly OrderLineId[]): OrderDecision =>
  expectStatus(order, lineIds, ['paid']) ?? accepted({ type: 'lines-handed-out', lineIds });

/** A wrong tap; a parcel that was not sent after all. */
export const undoHandOut = (order: OrderState, lineIds: readonly OrderLineId[]): OrderDecision =>
  expectStatus(order, lineIds, ['handed-out', 'shipped']) ?? accepted({ type: 'hand-out-undone', lineIds });

/** Sent as a parcel, if that is how the buyer wants it. */
export function ship(order: OrderState, lineIds: readonly OrderLineId[], tracking: string): OrderDecision {
  const refusal = expectStatus(order, lineIds, ['paid']);
  if (refusal) return refusal;
  if (order.status === 'present' && order.delivery?.kind !== 'parcel')
    return rejected('delivery-unavailable');
  return accepted({ type: 'lines-shipped', lineIds, tracking });
}

function expectStatus(
  order: OrderState,
  lineIds: readonly OrderLineId[],
  statuses: readonly LineStatus[],
): OrderDecision | undefined {
  if (order.status === 'absent') return rejected('order-not-found');
  for (const lineId of lineIds) {
    const line = lineOf(order, lineId);
    if (!line) return rejected('line-not-found');
    if (!statuses.includes(line.status)) return rejected('line-wrong-status', { status: line.status });
  }
  return undefined;
}
