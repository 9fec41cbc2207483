import { stallPlaceId, warehousePlaceId } from '#domain/catalogue/catalogue.ts';
import type { HoldId } from '#domain/ids.ts';
import type { HoldLine } from '#domain/ledger/ledger.ts';
import type { OrderItem, OrderLine } from '#domain/order/order.ts';
import { holdIdFor } from './order-facts.ts';
import type { OrderWork, Refusal } from './order-work.ts';

/** Who buys from afar is served from the warehouse as long as there is something. */
const preferredPlaceIds = [warehousePlaceId, stallPlaceId];

type Wanted = Pick<OrderLine, 'lineId' | 'source' | 'pieces' | 'items'>;

/** Takes pieces of the line's offer and holds its stock until a deadline: both or neither. */
export function holdLine(
  work: OrderWork,
  line: Wanted,
  ofBuyer: HoldOwnerOf,
  deadlineMs: number | null,
): Refusal {
  return work.attempt(
    () =>
      takePieces(work, line, ofBuyer, line.pieces) ?? holdItems(work, line, line.items, ofBuyer, deadlineMs),
  );
}

/** Whose order it is; the order itself may only be opened by this very decision. */
export type HoldOwnerOf = Pick<Parameters<OrderWork['taking']>[0], 'orderId' | 'personId'>;

/** Pieces of a line's offer, counted towards its limits; lines of other sources have none. */
export const takePieces = (
  work: OrderWork,
  { lineId, source }: Wanted,
  ofBuyer: HoldOwnerOf,
  pieces: number,
): Refusal =>
  source.kind === 'offer'
    ? work.taking({ type: 'take', offerId: source.offerId, lineId, pieces, ...ofBuyer })
    : undefined;

/** Gives pieces back to the offer, if there still is one. */
export function returnPieces(work: OrderWork, line: OrderLine, pieces: number = line.pieces): void {
  const { order } = work;
  if (line.source.kind !== 'offer' || order.status === 'absent' || order.buyerId === null) return;
  const { offerId } = line.source;
  const { orderId, buyerId: personId } = order;
  // An offer that was removed meanwhile counts nothing any more.
  work.taking({ type: 'give-back', offerId, orderId, personId, lineId: line.lineId, pieces });
}

export const holdItems = (
  work: OrderWork,
  { lineId }: Pick<OrderLine, 'lineId'>,
  items: readonly OrderItem[],
  { orderId }: Pick<HoldOwnerOf, 'orderId'>,
  deadlineMs: number | null,
): Refusal =>
  work.stock({
    type: 'hold',
    holdId: holdIdOf(work, lineId),
    owner: { kind: 'order', orderId, lineId },
    audience: 'online',
    lines: items,
    deadlineMs,
    preferredPlaceIds,
  });

/** What a hold that this command takes for the line is called. */
export const holdIdOf = (work: OrderWork, lineId: string): HoldId => holdIdFor(work.context.briefing, lineId);

/** Gives a line's stock and pieces back; whatever is no longer its own stays where it is. */
export function letGo(work: OrderWork, line: OrderLine, reason: 'expired' | 'given-up' | 'cancelled'): void {
  const hold = work.holdOf(line);
  if (!hold) return;
  work.stock({ type: 'release-hold', holdId: hold.holdId, reason });
  returnPieces(work, line);
}

/** Moves the end of a line's hold, where there is one; a decision on the order goes with it. */
export const extendHold = (work: OrderWork, line: OrderLine, deadlineMs: number | null): Refusal => {
  const hold = work.holdOf(line);
  if (!hold || hold.deadlineMs === deadlineMs) return undefined;
  return work.stock({ type: 'extend-hold', holdId: hold.holdId, deadlineMs });
};

/**
 * Sells a line's stock: what is held for it, or, where its hold ran out, what nobody took meanwhile. Answers from where
 * it was taken; `undefined` when it is gone.
 */
export function sellLine(work: OrderWork, line: OrderLine): readonly HoldLine[] | undefined {
  if (line.items.length === 0) return [];
  if (line.holdId !== null) {
    const hold = work.holdOf(line);
    if (!hold) return undefined;
    return work.stock({ type: 'sell-hold', holdId: hold.holdId }) ? undefined : hold.lines;
  }
  return sellLapsed(work, line);
}

function sellLapsed(work: OrderWork, line: OrderLine): readonly HoldLine[] | undefined {
  const { order } = work;
  if (order.status === 'absent' || order.buyerId === null || line.status !== 'lapsed') return undefined;
  const { orderId, buyerId: personId } = order;
  const refusal = work.attempt(
    () =>
      takePieces(work, line, { orderId, personId }, line.pieces) ??
      work.stock({ type: 'sell', orderId, audience: 'online', lines: line.items, preferredPlaceIds }),
  );
  return refusal ? undefined : lastSold(work);
}

/** Where the last sale without a hold was taken from. */
export function lastSold(work: OrderWork): readonly HoldLine[] {
  const last = work.events.at(-1)?.event;
  return isSale(last) ? last.lines : [];
}

type Sale = { readonly type: 'stock-sold' | 'lease-sold'; readonly lines: readonly HoldLine[] };

/** The ledger says each sale with one event of its own. */
const isSale = (event: unknown): event is Sale =>
  typeof event === 'object' &&
  event !== null &&
  'type' in event &&
  (event.type === 'stock-sold' || event.type === 'lease-sold');
