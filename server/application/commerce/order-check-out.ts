import type { ShopSettings } from '#domain/catalogue/catalogue.ts';
import {
  cartLines,
  checkCart,
  checkTotal,
  deliveryFor,
  dueLines,
  dueMinor,
  placeLines,
  type Delivery,
  type OrderCommand,
  type OrderLine,
} from '#domain/order/order.ts';
import { buyerOf } from './order-cart.ts';
import { pickUpCodeFor } from './order-facts.ts';
import { beginPayment } from './order-payments.ts';
import { extendHold, holdIdOf, holdLine } from './order-stock.ts';
import type { OrderWork, Refusal } from './order-work.ts';

type CommandOf<Type extends OrderCommand['type']> = Extract<OrderCommand, { readonly type: Type }>;
type Method = CommandOf<'check-out'>['method'];

/** Who pays at the stall may do so until so long after the show. */
export const stallGraceMs = 24 * 3_600_000;

/**
 * Orders all that is in the cart. What lapsed is held again if nobody took it; one line that is gone refuses the whole,
 * because the buyer agreed to a sum. Then the payment of all that is due begins.
 */
export function checkOut(work: OrderWork, command: CommandOf<'check-out'>): Refusal {
  const { method } = command;
  const wanted = wantedDelivery(work, command);
  if (wanted === undefined) return { code: 'delivery-unavailable' };
  if (!work.context.briefing.hasAddress) return { code: 'contact-missing' };
  const refusal = checkMethod(work, method) ?? work.decide(checkCart(work.order, wanted));
  if (refusal) return refusal;
  const deadlineMs = dueAtMs(work, method);
  const lines = cartLines(work.order);
  const delivery = deliveryFor(work.order, wanted);
  const pickUpCode = pickUpCodeFor(work.context.briefing);
  const lineIds = lines.map(({ lineId }) => lineId);
  const isRehearsal = work.show?.status === 'rehearsal';
  return (
    holdAll(work, lines, deadlineMs) ??
    work.decide(placeLines(work.order, { lineIds, delivery, deadlineMs, pickUpCode })) ??
    waitForStall(work, method, deadlineMs) ??
    (isRehearsal ? undefined : work.decide(checkTotal(work.order, command.seenTotalMinor))) ??
    payAllDue(work, command)
  );
}

/** Pays all that is due, again or otherwise. */
export const pay = (work: OrderWork, { method, savesMethod }: CommandOf<'pay-order'>): Refusal =>
  work.order.status === 'absent'
    ? { code: 'order-not-found' }
    : (checkMethod(work, method) ??
      waitForStall(work, method, dueAtMs(work, method)) ??
      beginPayment(work, method, 'begin', 'all-due', savesMethod));

function wantedDelivery({ settings }: OrderWork, { delivery }: CommandOf<'check-out'>): Delivery | undefined {
  if (delivery === 'pick-up') return { kind: 'pick-up' };
  return settings.shipsParcels ? { kind: 'parcel', shippingMinor: settings.shippingMinor } : undefined;
}

const checkMethod = ({ context }: OrderWork, method: Method): Refusal =>
  method === 'stripe' && !context.briefing.takesStripe ? { code: 'payment-method-unavailable' } : undefined;

/** A rehearsal ends here: it owes nothing. */
const payAllDue = (work: OrderWork, { method, savesMethod }: CommandOf<'check-out'>): Refusal =>
  dueLines(work.order).length === 0 && dueMinor(work.order) === 0
    ? undefined
    : beginPayment(work, method, 'begin', 'all-due', savesMethod);

/** Until when it is to be paid; `null` until the end of the show is known. */
export function dueAtMs({ show, settings, nowMs }: OrderWork, method: Method): number | null {
  if (method === 'stripe') return nowMs + settings.paymentDueMs;
  return show?.status === 'ended' ? afterShowMs(show.endedAtMs, nowMs, settings) : null;
}

/** Never less than anybody has who pays over the net. */
export const afterShowMs = (
  endedAtMs: number,
  nowMs: number,
  { paymentDueMs }: Pick<ShopSettings, 'paymentDueMs'>,
): number => Math.max(endedAtMs + stallGraceMs, nowMs + paymentDueMs);

function holdAll(work: OrderWork, lines: readonly OrderLine[], deadlineMs: number | null): Refusal {
  for (const line of lines) {
    const refusal = line.isRehearsal ? undefined : holdForOrder(work, line, deadlineMs);
    if (refusal) return { ...refusal, details: { ...refusal.details, lineId: line.lineId } };
  }
  return undefined;
}

function holdForOrder(work: OrderWork, line: OrderLine, deadlineMs: number | null): Refusal {
  if (line.holdId !== null) return extendHold(work, line, deadlineMs);
  const { lineId } = line;
  const holdId = holdIdOf(work, lineId);
  const held = { type: 'line-held', lineId, holdId, deadlineMs } as const;
  return (
    holdLine(work, line, buyerOf(work), deadlineMs) ?? work.decide({ outcome: 'accepted', events: [held] })
  );
}

/** Whoever will pay at the stall has time for all of it until after the show, wins included. */
function waitForStall(work: OrderWork, method: Method, deadlineMs: number | null): Refusal {
  if (method !== 'stall') return undefined;
  for (const line of dueLines(work.order)) {
    if (line.status !== 'placed' || line.deadlineMs === deadlineMs) continue;
    const { lineId, holdId } = line;
    const held = { type: 'line-held', lineId, holdId, deadlineMs } as const;
    const refusal =
      extendHold(work, line, deadlineMs) ?? work.decide({ outcome: 'accepted', events: [held] });
    if (refusal) return refusal;
  }
  return undefined;
}
