import type { EventId, OrderId, ShowId } from '#domain/ids.ts';
import type { OrderEvent } from '#domain/order/order.ts';
import type { ShowEvent } from '#domain/show/show.ts';
import type { Application } from '../../application.ts';
import type { Policy } from '../../policy.ts';
import { orderIdOfStream, showIdOf } from '../../streams.ts';
import { issue } from '../issue.ts';
import { stallGraceMs } from '../order-check-out.ts';

type Doors = Pick<Application, 'execute' | 'read' | 'streams' | 'listOrders'>;

const policyName = 'show-ends';

/**
 * After a show what nobody paid has an end, so that its stock comes back; after a rehearsal nothing of it is left in
 * the auction or in any order.
 */
export const showEndsPolicy = (application: Doors): Policy => ({
  name: policyName,
  startsAt: 'beginning',
  async handle({ recorded: { streamId, event, eventId, atMs } }) {
    const showId = showIdOf(streamId);
    const orderId = orderIdOfStream(streamId);
    // Streams hold events of their kind only.
    if (showId !== undefined) return ended(application, showId, event as ShowEvent, { eventId, atMs });
    if (orderId !== undefined) return overdue(application, orderId, event as OrderEvent, eventId);
  },
});

async function ended(
  application: Doors,
  showId: ShowId,
  { type }: ShowEvent,
  { eventId, atMs }: { readonly eventId: EventId; readonly atMs: number },
): Promise<void> {
  if (type === 'rehearsal-finished') return clearRehearsal(application, showId, eventId);
  if (type !== 'show-ended') return;
  const orders = await application.listOrders({ showId });
  for (const { orderId, isOpenEnded } of orders) {
    if (!isOpenEnded) continue;
    const command = { type: 'limit-order', orderId, showId, deadlineMs: atMs + stallGraceMs } as const;
    await issue(application, { policy: policyName, eventId, part: orderId }, command);
  }
}

/** One that becomes overdue after the show has the same end as the others. */
async function overdue(
  application: Doors,
  orderId: OrderId,
  { type }: OrderEvent,
  eventId: EventId,
): Promise<void> {
  if (type !== 'line-overdue' && type !== 'lines-placed') return;
  const { state: order } = await application.read(application.streams.order(orderId));
  if (order.status === 'absent' || order.showId === null) return;
  const { showId } = order;
  const { state: show } = await application.read(application.streams.show(showId));
  if (show.status !== 'ended') return;
  const deadlineMs = show.endedAtMs + stallGraceMs;
  await issue(
    application,
    { policy: policyName, eventId },
    { type: 'limit-order', orderId, showId, deadlineMs },
  );
}

async function clearRehearsal(application: Doors, showId: ShowId, eventId: EventId): Promise<void> {
  await issue(application, { policy: policyName, eventId }, { type: 'clear-rehearsal', showId });
  const orders = await application.listOrders({ showId });
  for (const { orderId, hasRehearsal } of orders) {
    if (!hasRehearsal) continue;
    const { state } = await application.read(application.streams.order(orderId));
    if (state.status === 'absent') continue;
    const lineIds = state.lines
      .filter(({ isRehearsal, status }) => isRehearsal && status !== 'withdrawn')
      .map(({ lineId }) => lineId);
    const command = { type: 'cancel-lines', orderId, lineIds } as const;
    await issue(application, { policy: policyName, eventId, part: orderId }, command);
  }
}
