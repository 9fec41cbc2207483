import { createHash } from 'node:crypto';
import { stallPlaceId } from '#domain/catalogue/catalogue.ts';
import type { HoldId, LeaseId, OrderId, OrderLineId, SkuId, TillId } from '#domain/ids.ts';
import {
  addLine,
  freshLine,
  handOut,
  nothingHeld,
  notePayment,
  refundLines,
  settle,
  startPayment,
  type OrderLine,
  type Payment,
  type SoldLine,
} from '#domain/order/order.ts';
import type { TillCommand, TillLine, TillSale } from '#domain/till/till.ts';
import { paymentIdFor, refundIdFor } from './order-facts.ts';
import { lastSold } from './order-stock.ts';
import type { OrderWork, Refusal } from './order-work.ts';

type CommandOf<Type extends TillCommand['type']> = Extract<TillCommand, { readonly type: Type }>;

/** A sale at the stall is an order by itself: sold, paid and handed out in one. */
export function sellAtTill(work: OrderWork, command: CommandOf<'sell-at-till'>): Refusal {
  const { orderId, tillId, method } = command;
  if (work.order.status === 'present') return { code: 'line-exists' };
  for (const line of command.lines) {
    const refusal = addTillLine(work, line, orderId, tillId);
    if (refusal) return refusal;
  }
  const paymentId = paymentIdFor(work.context.briefing);
  const started = startPayment(work.order, { paymentId, method, mode: 'noted', scope: 'all-due' });
  const noted = { paymentId, status: 'succeeded', providerRef: null, url: null, declineCode: null } as const;
  const refusal = work.decide(started) ?? work.decide(notePayment(work.order, noted));
  if (refusal) return refusal;
  const sold: SoldLine[] = [];
  for (const line of command.lines) {
    const refused = takeFromStock(work, line, orderId, command.leaseId);
    if (refused) return refused;
    sold.push({ lineId: line.lineId, soldFrom: lastSold(work) });
  }
  const lineIds = command.lines.map(({ lineId }) => lineId);
  return work.decide(settle(work.order, paymentId, sold, '')) ?? work.decide(handOut(work.order, lineIds));
}

function addTillLine(work: OrderWork, line: TillLine, orderId: OrderId, tillId: TillId): Refusal {
  const { lineId, skuId, quantity, unitPriceMinor, amountMinor } = line;
  const { title, taxLabel, unitName } = namesOf(work, skuId);
  const added = {
    lineId,
    source: { kind: 'till', tillId },
    title: unitName === '' ? title : `${title}, ${quantity} ${unitName}`,
    taxLabel,
    pieces: unitName === '' ? quantity : 1,
    items: [{ skuId, quantity }],
    unitPriceMinor,
    amountMinor,
    status: 'placed',
    isRehearsal: false,
    ...nothingHeld,
    ...freshLine,
  } as const;
  const opening = { orderId, showId: null, buyerId: null, currency: work.settings.currency };
  return work.decide(addLine(work.order, added, opening));
}

/** `unitName`: of what is sold by the division. */
function namesOf(
  { catalogue }: OrderWork,
  skuId: SkuId,
): { readonly title: string; readonly taxLabel: string; readonly unitName: string } {
  for (const { title, taxLabel, skus } of catalogue.products) {
    const sku = skus.find((candidate) => candidate.skuId === skuId);
    if (!sku) continue;
    const unitName = sku.unit.divisions === 1 ? '' : sku.unit.divisionName;
    return { title: sku.label === '' ? title : `${title} (${sku.label})`, taxLabel, unitName };
  }
  return { title: skuId, taxLabel: '', unitName: '' };
}

const takeFromStock = (
  work: OrderWork,
  { skuId, quantity }: TillLine,
  orderId: OrderId,
  leaseId: LeaseId | null,
): Refusal => {
  const lines = [{ skuId, quantity }];
  return leaseId === null
    ? work.stock({ type: 'sell', orderId, audience: 'on-site', lines, preferredPlaceIds: [stallPlaceId] })
    : work.stock({ type: 'sell-leased', leaseId, orderId, lines });
};

/** A sale that was none: money and goods go back, goods into the till's lease as long as it has it. */
export function undoSale(work: OrderWork, { kind }: TillSale, { leaseId }: CommandOf<'undo-sale'>): Refusal {
  const payment = lastPaymentByHand(work);
  if (!payment || work.order.status === 'absent') return { code: 'sale-not-found' };
  const { orderId } = work.order;
  const lines = work.order.lines.filter((line) => line.paidById === payment.paymentId);
  const wish = {
    refundId: refundIdFor(payment.paymentId, 'undone'),
    lineIds: lines.map(({ lineId }) => lineId),
    amountMinor: null,
    restocks: true,
    reason: 'undone',
  };
  const refusal = work.decide(refundLines(work.order, wish));
  if (refusal) return refusal;
  for (const line of lines) {
    const refused =
      putBack(work, line, orderId, leaseId) ??
      (kind === 'settlement' ? oweAgain(work, line, payment) : undefined);
    if (refused) return refused;
  }
  return undefined;
}

const lastPaymentByHand = ({ order }: OrderWork): Payment | undefined =>
  order.status === 'absent'
    ? undefined
    : order.payments.findLast(({ mode, status }) => mode === 'noted' && status === 'succeeded');

function putBack(
  work: OrderWork,
  { soldFrom }: OrderLine,
  orderId: OrderId,
  leaseId: LeaseId | null,
): Refusal {
  if (soldFrom.length === 0) return undefined;
  if (leaseId !== null) {
    const refusal = work.stock({ type: 'restore-lease', leaseId, orderId, lines: soldFrom });
    if (!refusal) return undefined;
  }
  return work.stock({ type: 'return', orderId, lines: soldFrom });
}

/** What was settled by mistake is due again: the line stands once more, held as before it was paid. */
function oweAgain(work: OrderWork, line: OrderLine, { paymentId }: Payment): Refusal {
  const { order } = work;
  if (order.status === 'absent') return { code: 'order-not-found' };
  const lineId = named(`line ${paymentId} ${line.lineId}`) as OrderLineId;
  const isCounted = line.items.length > 0;
  const holdId = isCounted ? (named(`hold ${paymentId} ${line.lineId}`) as HoldId) : null;
  const { addedAtMs: _addedAtMs, ...rest } = line;
  const again = { ...rest, ...freshLine, lineId, holdId, deadlineMs: null, status: 'placed' } as const;
  const refusal = work.decide(addLine(order, again, order));
  if (refusal || holdId === null) return refusal;
  return work.stock({
    type: 'hold',
    holdId,
    owner: { kind: 'order', orderId: order.orderId, lineId },
    audience: 'on-site',
    lines: line.items,
    deadlineMs: null,
    preferredPlaceIds: line.soldFrom.map(({ placeId }) => placeId),
  });
}

const named = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32);
