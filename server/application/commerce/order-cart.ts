import type { Sku } from '#domain/catalogue/catalogue.ts';
import type { OrderId, OrderLineId, PersonId, SkuId } from '#domain/ids.ts';
import {
  addLine,
  cancelLines,
  changeLine,
  checkTaking,
  freshLine,
  giveUp,
  itemsOf,
  lineOf,
  nothingHeld,
  resized,
  type Holding,
  type OrderCommand,
  type OrderLine,
} from '#domain/order/order.ts';
import type { OfferTerms } from '#domain/shelf/shelf.ts';
import { isOfShop } from '../authorise.ts';
import { holdIdOf, holdItems, holdLine, letGo, returnPieces, takePieces } from './order-stock.ts';
import type { OrderWork, Refusal } from './order-work.ts';

type CommandOf<Type extends OrderCommand['type']> = Extract<OrderCommand, { readonly type: Type }>;

/** Puts pieces of an offer into the buyer's cart, and holds them unless the offer goes to who pays first. */
export function takeOffer(work: OrderWork, command: CommandOf<'take-offer'>, orderId: OrderId): Refusal {
  const { showId, offerId, lineId, pieces } = command;
  const offer = work.shelf?.offers.find((candidate) => candidate.offerId === offerId);
  if (!offer || offer.status === 'planned') return { code: 'offer-not-found' };
  const { terms } = offer;
  const refusal = work.decide(checkTaking(offer, command));
  if (refusal) return refusal;
  const buyerId = work.context.principal.personId;
  const line = {
    lineId,
    source: { kind: 'offer', offerId },
    title: titleOf(work, terms, command.skuId),
    taxLabel: taxLabelOf(work, terms, command.skuId),
    pieces,
    items: itemsOf(terms, command.skuId, pieces) ?? [],
    unitPriceMinor: terms.priceMinor,
    amountMinor: terms.priceMinor * pieces,
    isRehearsal: work.show?.status === 'rehearsal',
    status: 'in-cart',
    ...freshLine,
  } as const;
  const opening = { orderId, showId, buyerId, currency: work.settings.currency };
  const ofBuyer = { orderId, personId: buyerId };
  if (line.isRehearsal || terms.claim === 'on-payment') {
    return (
      wouldTake(work, () => takePieces(work, line, ofBuyer, pieces)) ??
      work.decide(addLine(work.order, { ...line, ...nothingHeld }, opening))
    );
  }
  const deadlineMs = cartDeadlineMs(work);
  const holding = { holdId: holdIdOf(work, lineId), deadlineMs };
  return (
    work.decide(addLine(work.order, { ...line, ...holding }, opening)) ??
    holdLine(work, line, ofBuyer, deadlineMs)
  );
}

/** Whether the steps would be refused now; they do not happen. */
function wouldTake(work: OrderWork, steps: () => Refusal): Refusal {
  let refusal: Refusal;
  work.attempt(() => {
    refusal = steps();
    return { code: 'order-unchanged' };
  });
  return refusal;
}

/** Who signed in has longer than who may be anybody. */
export const cartDeadlineMs = ({ context, settings, nowMs }: OrderWork): number =>
  nowMs + (context.principal.isKnown === true ? settings.holdMsSignedIn : settings.holdMsAnonymous);

/** Another number of pieces: what is more is taken and held, what is less goes back; the deadline stays. */
export function changePieces(work: OrderWork, { lineId, pieces }: CommandOf<'change-line'>): Refusal {
  const line = lineOf(work.order, lineId);
  if (!line) return { code: 'line-not-found' };
  if (pieces === 0) return removeLine(work, line);
  const isHeld = line.holdId !== null;
  const isUnheld = line.isRehearsal || (line.status === 'in-cart' && !isHeld);
  const deadlineMs = isHeld ? line.deadlineMs : cartDeadlineMs(work);
  const holding: Holding = isUnheld ? nothingHeld : { holdId: holdIdOf(work, lineId), deadlineMs };
  const refusal = work.decide(changeLine(work.order, { lineId, pieces }, holding));
  if (refusal || isUnheld) return refusal;
  const ofBuyer = buyerOf(work);
  if (isHeld) work.stock({ type: 'release-hold', holdId: line.holdId, reason: 'given-up' });
  const morePieces = pieces - (isHeld ? line.pieces : 0);
  if (morePieces < 0) returnPieces(work, line, -morePieces);
  return (
    (morePieces > 0 ? takePieces(work, line, ofBuyer, morePieces) : undefined) ??
    holdItems(work, line, resized(line, pieces), ofBuyer, deadlineMs)
  );
}

function removeLine(work: OrderWork, line: OrderLine): Refusal {
  const refusal = work.decide(changeLine(work.order, { lineId: line.lineId, pieces: 0 }, nothingHeld));
  if (!refusal) letGo(work, line, 'given-up');
  return refusal;
}

/** Takes unpaid lines out, by the buyer or the shop; what was begun to be paid for them is given up. */
export function cancel(work: OrderWork, { lineIds }: CommandOf<'cancel-lines'>): Refusal {
  const lines = linesOf(work, lineIds);
  const by = isOfShop(work.context.principal) ? 'shop' : 'buyer';
  const refusal =
    work.decide(cancelLines(work.order, lineIds, by)) ?? work.decide(giveUp(work.order, lineIds));
  if (refusal) return refusal;
  for (const line of lines) letGo(work, line, 'cancelled');
  return undefined;
}

/** The named lines that there are, each once. */
export const linesOf = ({ order }: OrderWork, lineIds: readonly OrderLineId[]): readonly OrderLine[] =>
  order.status === 'absent' ? [] : order.lines.filter(({ lineId }) => lineIds.includes(lineId));

/** Whose order it is. An order of a show has a buyer; only those of tills may have none, and hold nothing. */
export function buyerOf({ order, context }: OrderWork): { orderId: OrderId; personId: PersonId } {
  if (order.status === 'absent') throw new Error('an order that is absent has no buyer');
  return { orderId: order.orderId, personId: order.buyerId ?? context.principal.personId };
}

/** The offer's own title, with the variant that was chosen. */
function titleOf(work: OrderWork, terms: OfferTerms, skuId: SkuId | null): string {
  const label = skuId === null ? '' : (skuOf(work, terms, skuId)?.label ?? '');
  return label === '' ? terms.title : `${terms.title} (${label})`;
}

/** As it stands on the receipt: each label that the parts have, once. */
function taxLabelOf({ catalogue }: OrderWork, { items, isChoice }: OfferTerms, skuId: SkuId | null): string {
  const taken = isChoice ? items.filter((item) => item.skuId === skuId) : items;
  const labels = taken.map(
    ({ productId }) => catalogue.products.find((product) => product.productId === productId)?.taxLabel ?? '',
  );
  return [...new Set(labels)].filter((label) => label !== '').join(', ');
}

function skuOf({ catalogue }: OrderWork, { items }: OfferTerms, skuId: SkuId): Sku | undefined {
  const productId = items.find((item) => item.skuId === skuId)?.productId;
  return catalogue.products
    .find((product) => product.productId === productId)
    ?.skus.find((sku) => sku.skuId === skuId);
}
