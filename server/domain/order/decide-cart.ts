import { accepted, rejected } from '../decision.ts';
import type { HoldId, OrderId, OrderLineId, PersonId, ShowId, SkuId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { Offer, OfferTerms } from '../shelf/shelf.ts';
import type { OrderDecision } from './commands.ts';
import type { OrderEvent } from './events.ts';
import { lineOf } from './selectors.ts';
import { maximumLines, maximumPieces, type OrderItem, type OrderLine, type OrderState } from './state.ts';

/** Whose order it becomes with its first line. */
export interface Opening {
  readonly orderId: OrderId;
  readonly showId: ShowId | null;
  readonly buyerId: PersonId | null;
  readonly currency: string;
}

/** What a hold of the ledger says; null where nothing is held. */
export interface Holding {
  readonly holdId: HoldId | null;
  readonly deadlineMs: number | null;
}

export const nothingHeld: Holding = { holdId: null, deadlineMs: null };

/**
 * What so many pieces of an offer take from stock. A buyer chooses one item of an offer with a choice, and takes all of
 * any other; `undefined` where the choice does not fit the offer.
 */
export function itemsOf(
  { items, isChoice }: Pick<OfferTerms, 'items' | 'isChoice'>,
  skuId: SkuId | null,
  pieces: number,
): readonly OrderItem[] | undefined {
  if (!isChoice && skuId !== null) return undefined;
  const taken = isChoice ? items.filter((item) => item.skuId === skuId) : items;
  if (taken.length === 0) return undefined;
  return taken.map((item) => ({ skuId: item.skuId, quantity: item.quantity * pieces }));
}

/** Refuses a piece count, a choice or a price that the buyer cannot have seen. */
export function checkTaking(
  offer: Offer,
  wish: { readonly skuId: SkuId | null; readonly pieces: number; readonly seenPriceMinor: AmountMinor },
): OrderDecision | undefined {
  const { terms } = offer;
  if (wish.seenPriceMinor !== terms.priceMinor)
    return rejected('price-changed', { priceMinor: terms.priceMinor });
  if (itemsOf(terms, wish.skuId, wish.pieces) === undefined) return rejected('choice-invalid');
  return undefined;
}

/** A further line, and the order itself with the first one. */
export function addLine(
  order: OrderState,
  line: Omit<OrderLine, 'addedAtMs'>,
  opening: Opening,
): OrderDecision {
  if (lineOf(order, line.lineId)) return rejected('line-exists');
  if (order.status === 'present' && order.lines.length >= maximumLines)
    return rejected('order-limit-reached', { limit: maximumLines });
  const added = { type: 'line-added', line } as const;
  const opened = order.status === 'absent' ? [{ type: 'order-opened', ...opening } as const] : [];
  return accepted<OrderEvent>(...opened, added);
}

/** What a new line starts with beside where it comes from and what it costs. */
export const freshLine = {
  soldFrom: [],
  paidById: null,
  refundedMinor: 0,
} as const satisfies Partial<OrderLine>;

/** Another number of pieces in the cart, under the new hold; what it takes from stock grows and shrinks with it. */
export function changeLine(
  order: OrderState,
  { lineId, pieces }: { readonly lineId: OrderLineId; readonly pieces: number },
  holding: Holding,
): OrderDecision {
  const line = lineOf(order, lineId);
  if (!line) return rejected('line-not-found');
  if (line.status !== 'in-cart' && line.status !== 'lapsed')
    return rejected('line-wrong-status', { status: line.status });
  if (pieces === line.pieces && line.status === 'in-cart') return rejected('order-unchanged');
  if (pieces === 0) return accepted({ type: 'line-withdrawn', lineId, by: 'buyer' });
  if (pieces > maximumPieces) return rejected('order-limit-reached', { limit: maximumPieces });
  const items = resized(line, pieces);
  const amountMinor = line.unitPriceMinor * pieces;
  return accepted({ type: 'line-changed', lineId, pieces, items, amountMinor, ...holding });
}

/** The items of a line at another number of pieces. */
export const resized = ({ items, pieces: before }: OrderLine, pieces: number): readonly OrderItem[] =>
  items.map(({ skuId, quantity }) => ({ skuId, quantity: (quantity / before) * pieces }));

/** Of unpaid lines; buyers keep what they won. */
export function cancelLines(
  order: OrderState,
  lineIds: readonly OrderLineId[],
  by: 'buyer' | 'shop',
): OrderDecision {
  for (const lineId of lineIds) {
    const line = lineOf(order, lineId);
    if (!line) return rejected('line-not-found');
    if (!['in-cart', 'lapsed', 'placed', 'overdue'].includes(line.status))
      return rejected('line-wrong-status', { status: line.status });
    if (by === 'buyer' && line.source.kind === 'lot') return rejected('line-is-a-win');
  }
  return accepted(
    ...[...new Set(lineIds)].map((lineId) => ({ type: 'line-withdrawn', lineId, by }) as const),
  );
}
