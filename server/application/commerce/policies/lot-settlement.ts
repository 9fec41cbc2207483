import type { EventId, OrderId } from '#domain/ids.ts';
import { lineOf, type OrderEvent, type OrderLine } from '#domain/order/order.ts';
import type { Application } from '../../application.ts';
import type { Policy } from '../../policy.ts';
import { orderIdOfStream } from '../../streams.ts';
import { issue } from '../issue.ts';

const policyName = 'lot-settlement';

/** Tells the auction what became of the money for its lots. */
export const lotSettlementPolicy = (
  application: Pick<Application, 'execute' | 'read' | 'streams'>,
): Policy => ({
  name: policyName,
  startsAt: 'beginning',
  async handle({ recorded }) {
    const orderId = orderIdOfStream(recorded.streamId);
    if (orderId === undefined) return;
    // An order's stream holds order events only.
    const event = recorded.event as OrderEvent;
    if (event.type !== 'lines-paid' && event.type !== 'line-overdue') return;
    const { state } = await application.read(application.streams.order(orderId));
    const lineIds = event.type === 'lines-paid' ? event.lines.map(({ lineId }) => lineId) : [event.lineId];
    const type = event.type === 'lines-paid' ? 'note-lot-paid' : 'note-lot-unpaid';
    for (const lineId of lineIds) {
      const line = lineOf(state, lineId);
      if (!line || state.status === 'absent' || state.showId === null) continue;
      await note(application, line, { type, orderId, showId: state.showId }, recorded.eventId);
    }
  },
});

async function note(
  application: Pick<Application, 'execute'>,
  { source, lineId }: OrderLine,
  command: {
    readonly type: 'note-lot-paid' | 'note-lot-unpaid';
    readonly orderId: OrderId;
    readonly showId: Parameters<Application['streams']['show']>[0];
  },
  eventId: EventId,
): Promise<void> {
  if (source.kind !== 'lot') return;
  const { lotId } = source;
  await issue(application, { policy: policyName, eventId, part: lineId }, { ...command, lotId });
}
