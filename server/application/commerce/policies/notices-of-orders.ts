import { stallPlaceId } from '#domain/catalogue/catalogue.ts';
import type { EventId, OrderId } from '#domain/ids.ts';
import {
  dueLines,
  dueMinor,
  paymentOf,
  type OrderEvent,
  type OrderLine,
  type PresentOrder,
} from '#domain/order/order.ts';
import type { NoticeContent } from '../../messages/notifier.ts';
import { returnPathOf } from '../payment-desk.ts';
import type { NoticesDeps } from './notices.ts';

type EventOf<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;

/** What an event of an order means for its buyer. Who stands at the till needs no message. */
export async function tellBuyer(
  { application, notifier }: NoticesDeps,
  orderId: OrderId,
  event: OrderEvent,
  eventId: EventId,
): Promise<void> {
  if (!telling.has(event.type)) return;
  const { state: order } = await application.read(application.streams.order(orderId));
  if (order.status === 'absent' || order.buyerId === null) return;
  const { buyerId: personId, showId } = order;
  const { state: catalogue } = await application.read(application.streams.catalogue);
  const { pickUpText, places } = catalogue.settings;
  const stall = places.find(({ placeId }) => placeId === stallPlaceId)?.name ?? '';
  for (const content of contentsOf(order, event, pickUpText === '' ? stall : pickUpText)) {
    const path = returnPathOf(orderId, showId);
    await notifier.notify({ personId, content, causeId: eventId, showId, path });
  }
}

const telling: ReadonlySet<OrderEvent['type']> = new Set([
  'lines-placed',
  'lines-paid',
  'payment-noted',
  'line-held',
]);

function contentsOf(order: PresentOrder, event: OrderEvent, place: string): readonly NoticeContent[] {
  switch (event.type) {
    case 'lines-placed':
      return event.lineIds.length > 0 && isPaidLater(order)
        ? [receiptOf(order, linesOf(order, event.lineIds))]
        : [];
    case 'lines-paid':
      return paid(order, event, place);
    case 'payment-noted':
      return unpaid(order, event);
    case 'line-held':
      return reminder(order, event);
    default:
      return [];
  }
}

/** What was ordered now is paid at the stall some time; what is paid at once is confirmed with the payment. */
const isPaidLater = ({ payments }: PresentOrder): boolean =>
  payments.some(({ method, status }) => method === 'stall' && status === 'pending');

function paid(
  order: PresentOrder,
  { paymentId, lines }: EventOf<'lines-paid'>,
  place: string,
): readonly NoticeContent[] {
  const payment = paymentOf(order, paymentId);
  if (!payment || payment.mode === 'noted') return [];
  const lineIds = lines.map(({ lineId }) => lineId);
  const receipt = receiptOf(order, linesOf(order, lineIds));
  const { pickUpCode: code, delivery } = order;
  // The feed may be read long after: what was fetched or given back meanwhile waits for nobody.
  const isWaiting = linesOf(order, lineIds).some(({ status }) => status === 'paid');
  if (code === null || delivery?.kind === 'parcel' || !isWaiting) return [receipt];
  return [receipt, { kind: 'pick-up-ready', orderNumber: orderNumberOf(order), code, place }];
}

/** A saved method that was declined, or that the bank wants the buyer for. */
function unpaid(order: PresentOrder, event: EventOf<'payment-noted'>): readonly NoticeContent[] {
  const payment = paymentOf(order, event.paymentId);
  // What it came to since is told by itself.
  if (payment?.status !== event.status || dueMinor(order) === 0) return [];
  const total = { amountMinor: payment.amountMinor, currency: order.currency };
  const payByMs = earliestOf(order);
  if (event.status === 'failed') return [{ kind: 'payment-failed', total, payByMs }];
  if (event.status !== 'action-required' || payment.mode !== 'charge' || payByMs === null) return [];
  return [{ kind: 'payment-due', total, payByMs }];
}

/** After the show all that is open has an end: once per order, with its first such line. */
function reminder(
  order: PresentOrder,
  { lineId, deadlineMs }: EventOf<'line-held'>,
): readonly NoticeContent[] {
  const [first] = dueLines(order);
  if (deadlineMs === null || first?.lineId !== lineId || first.deadlineMs !== deadlineMs) return [];
  const total = { amountMinor: dueMinor(order), currency: order.currency };
  return [{ kind: 'payment-due', total, payByMs: deadlineMs }];
}

const earliestOf = (order: PresentOrder): number | null => {
  const deadlines = dueLines(order).flatMap(({ deadlineMs }) => (deadlineMs === null ? [] : [deadlineMs]));
  return deadlines.length === 0 ? null : Math.min(...deadlines);
};

const linesOf = ({ lines }: PresentOrder, lineIds: readonly string[]): readonly OrderLine[] =>
  lines.filter(({ lineId }) => lineIds.includes(lineId));

function receiptOf(order: PresentOrder, lines: readonly OrderLine[]): NoticeContent {
  const { currency } = order;
  const money = (amountMinor: number) => ({ amountMinor, currency });
  return {
    kind: 'order-placed',
    orderNumber: orderNumberOf(order),
    lines: lines.map(({ title, pieces, amountMinor }) => ({
      title,
      quantity: pieces,
      total: money(amountMinor),
    })),
    total: money(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)),
  };
}

/** What is read out at the stall, where there is such a thing. */
const orderNumberOf = ({ pickUpCode, orderId }: PresentOrder): string =>
  pickUpCode ?? orderId.slice(0, 8).toUpperCase();
