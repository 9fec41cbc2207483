import type { OrderId, OrderLineId } from '#domain/ids.ts';
import type { OrderEvent } from '#domain/order/order.ts';
import type { Application } from '../application.ts';
import type { Policy } from '../policy.ts';
import { orderIdOfStream } from '../streams.ts';
import { Timers, type Timer } from '../timers.ts';

export interface OrderTimersDeps {
  readonly application: Pick<Application, 'nowMs' | 'execute' | 'startPolicy' | 'listOrders'>;
  readonly onError: (error: unknown, where: string) => void;
}

/**
 * Ends what was held or ordered and not paid in time. Resolves once it hears of every deadline that is set; those that
 * stand already are armed in the background. The caller wakes and closes the timers.
 */
export async function keepOrderTimers({ application, onError }: OrderTimersDeps): Promise<Timers> {
  const timers = new Timers({ application, onError });
  await application.startPolicy(orderTimers(timers));
  armStanding(timers, application).catch((error: unknown) => onError(error, 'timers'));
  return timers;
}

const orderTimers = (timers: Timers): Policy => ({
  name: 'order-timers',
  startsAt: 'now',
  cursor: 'none',
  async handle({ recorded }) {
    const orderId = orderIdOfStream(recorded.streamId);
    if (orderId === undefined) return;
    // An order's stream holds order events only.
    for (const { lineId, deadlineMs } of deadlinesOf(recorded.event as OrderEvent)) {
      const timer = deadlineMs === null ? undefined : timerOf(orderId, lineId, deadlineMs);
      timers.keep(thingOf(orderId, lineId), timer);
    }
  },
});

function deadlinesOf(
  event: OrderEvent,
): readonly { readonly lineId: OrderLineId; readonly deadlineMs: number | null }[] {
  switch (event.type) {
    case 'line-added':
      return [event.line];
    case 'line-changed':
    case 'line-held':
      return [event];
    case 'lines-placed':
      return event.lineIds.map((lineId) => ({ lineId, deadlineMs: event.deadlineMs }));
    case 'lines-paid':
      return event.lines.map(({ lineId }) => ({ lineId, deadlineMs: null }));
    case 'line-withdrawn':
      return [{ lineId: event.lineId, deadlineMs: null }];
    default:
      return [];
  }
}

async function armStanding(timers: Timers, application: Pick<Application, 'listOrders'>): Promise<void> {
  for (const { orderId, deadlines } of await application.listOrders()) {
    for (const { lineId, deadlineMs } of deadlines) {
      const thing = thingOf(orderId, lineId);
      if (!timers.knows(thing)) timers.keep(thing, timerOf(orderId, lineId, deadlineMs));
    }
  }
}

const thingOf = (orderId: OrderId, lineId: OrderLineId): string => `${orderId} ${lineId}`;

const timerOf = (orderId: OrderId, lineId: OrderLineId, deadlineMs: number): Timer => ({
  key: `timer:lapse ${orderId} ${lineId} ${deadlineMs}`,
  dueAtMs: deadlineMs,
  command: { type: 'lapse-line', orderId, lineId, deadlineMs },
});
