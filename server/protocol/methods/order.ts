import { Type, type TProperties } from 'typebox';
import { OfferIdSchema, OrderIdSchema, OrderLineIdSchema, ShowIdSchema, SkuIdSchema } from '../ids.ts';
import { amountSchema, choice, command, noteSchema, orNull, shut } from '../commerce-schemas.ts';

const inShow = <Fields extends TProperties>(fields: Fields) => command({ showId: ShowIdSchema, ...fields });
/** `ownOrderId`: of two orders in this show the one that is meant (one was a guest's who signed in); absent: whichever there is. */
const ofOwn = <Fields extends TProperties>(fields: Fields) =>
  inShow({ ...fields, ownOrderId: Type.Optional(OrderIdSchema) });
const ofOrder = <Fields extends TProperties>(fields: Fields) =>
  command({ orderId: OrderIdSchema, ...fields });
const linesSchema = Type.Array(OrderLineIdSchema, { minItems: 1, maxItems: 200 });

/** Consent: what is paid with is kept, qualifies for bidding and is charged for wins. Absent: it is not kept. */
const savesMethodSchema = Type.Optional(Type.Boolean());

const refundIdSchema = Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$', description: 'Client-made.' });

/** Commands on orders: a buyer's by the show, the shop's by the order. Result of each: `{ version }`. */
export const orderMethods = {
  'order.take-offer': inShow({
    offerId: OfferIdSchema,
    lineId: OrderLineIdSchema,
    pieces: Type.Integer({ minimum: 1, maximum: 1000 }),
    skuId: orNull(SkuIdSchema),
    seenPriceMinor: amountSchema,
  }),
  'order.change-line': ofOwn({
    lineId: OrderLineIdSchema,
    pieces: Type.Integer({ minimum: 0, maximum: 1000 }),
  }),
  'order.check-out': ofOwn({
    delivery: choice('pick-up', 'parcel'),
    method: choice('stall', 'stripe'),
    seenTotalMinor: amountSchema,
    savesMethod: savesMethodSchema,
  }),
  'order.pay-order': ofOwn({ method: choice('stall', 'stripe'), savesMethod: savesMethodSchema }),
  'order.cancel-lines': ofOrder({ lineIds: linesSchema }),
  'order.refund-lines': ofOrder({
    refundId: refundIdSchema,
    lineIds: linesSchema,
    amountMinor: orNull(amountSchema),
    restocks: Type.Boolean(),
    reason: noteSchema,
  }),
  /** Of a refund that the provider refused: through him again, or noted as handed back. Null: all it still owes. */
  'order.retry-refund': ofOrder({
    failedRefundId: refundIdSchema,
    refundId: refundIdSchema,
    amountMinor: orNull(amountSchema),
    by: choice('provider', 'hand'),
  }),
  'order.hand-out': ofOrder({ lineIds: linesSchema }),
  'order.undo-hand-out': ofOrder({ lineIds: linesSchema }),
  'order.ship': ofOrder({ lineIds: linesSchema, tracking: Type.String({ maxLength: 120 }) }),
  'order.note-stall-payment': ofOrder({ method: choice('cash', 'terminal') }),
} as const;

/** What is asked of orders without changing them. */
export const orderQueries = {
  /** Where one's own order of a show is: `{ orderId }`, whether there is one yet or not. Subscribe to `order-<id>`. */
  'order.mine': Type.Object({ showId: ShowIdSchema }, shut),
} as const;
