import type { OrderLineId } from '../ids.ts';
import type { OrderEvent } from './events.ts';
import type { OrderLine, OrderState } from './state.ts';

type PresentOrder = Extract<OrderState, { readonly status: 'present' }>;
type LineEvent = Exclude<
  OrderEvent,
  {
    readonly type:
      'order-opened' | 'payment-started' | 'payment-noted' | 'lines-paid' | 'refund-started' | 'refund-noted';
  }
>;

/** What the lines of an order become by one event. */
export function evolveLines(order: PresentOrder, event: LineEvent, atMs: number): PresentOrder {
  switch (event.type) {
    case 'line-added':
      return { ...order, lines: [...order.lines, { ...event.line, addedAtMs: atMs }] };
    case 'line-changed': {
      const { type: _type, lineId, ...changes } = event;
      return withLines(order, [lineId], (line) => ({ ...line, ...changes, status: 'in-cart' }));
    }
    case 'line-lapsed':
      return withLines(order, [event.lineId], (line) => ({ ...line, ...unheld, status: 'lapsed' }));
    case 'line-held': {
      const { lineId, holdId, deadlineMs } = event;
      return withLines(order, [lineId], (line) => ({
        ...line,
        holdId,
        deadlineMs,
        status: line.status === 'lapsed' ? 'in-cart' : line.status,
      }));
    }
    case 'lines-placed': {
      const { deadlineMs, delivery, pickUpCode } = event;
      const placed = withLines(order, event.lineIds, (line) => ({ ...line, deadlineMs, status: 'placed' }));
      return { ...placed, delivery, pickUpCode: pickUpCode ?? order.pickUpCode };
    }
    case 'line-overdue':
      return withLines(order, [event.lineId], (line) => ({ ...line, deadlineMs: null, status: 'overdue' }));
    case 'line-withdrawn':
      return withLines(order, [event.lineId], (line) => ({ ...line, ...unheld, status: 'withdrawn' }));
    case 'lines-handed-out':
      return withLines(order, event.lineIds, (line) => ({ ...line, status: 'handed-out' }));
    case 'lines-shipped':
      return {
        ...withLines(order, event.lineIds, (line) => ({ ...line, status: 'shipped' })),
        isSent: true,
      };
    case 'hand-out-undone':
      return handOutUndone(order, event.lineIds);
    default:
      return forgotten(event, order);
  }
}

/** Where the last that was sent was not after all, there was no parcel. */
function handOutUndone(order: PresentOrder, lineIds: readonly OrderLineId[]): PresentOrder {
  const undone = withLines(order, lineIds, (line) => ({ ...line, status: 'paid' }));
  const wasSent = order.lines.some(({ lineId, status }) => status === 'shipped' && lineIds.includes(lineId));
  const isSent = undone.lines.some(({ status }) => status === 'shipped');
  return wasSent ? { ...undone, isSent } : undone;
}

/** Each named line as `change` makes it. */
export const withLines = (
  order: PresentOrder,
  lineIds: readonly OrderLineId[],
  change: (line: OrderLine) => OrderLine,
): PresentOrder => ({
  ...order,
  lines: order.lines.map((line) => (lineIds.includes(line.lineId) ? change(line) : line)),
});

const unheld = { holdId: null, deadlineMs: null } as const;

/** An event of a later version of this program stands in the log: an older one must still run, and still count. */
function forgotten(event: never, order: PresentOrder): PresentOrder {
  void event;
  return order;
}
