import { Type, type TProperties } from 'typebox';
import { LotIdSchema, MediaIdSchema, PersonIdSchema, ProductIdSchema, ShowIdSchema } from '../ids.ts';
import {
  amountSchema,
  choice,
  command,
  dayMs,
  durationSchema,
  IncrementsSchema,
  momentSchema,
  noteSchema,
  orNull,
  shut,
  StockLineSchema,
  titleSchema,
} from '../commerce-schemas.ts';

const onAuction = <Fields extends TProperties>(fields: Fields) =>
  command({ showId: ShowIdSchema, ...fields });
const onLot = <Fields extends TProperties>(fields: Fields) => onAuction({ lotId: LotIdSchema, ...fields });
const runSchema = Type.Integer({
  minimum: 0,
  maximum: 1000,
  description: 'Which opening of the lot; 0 before the first.',
});
const paddleSchema = Type.Integer({ minimum: 1, maximum: 9999 });
const hourMs = 3_600_000;

const LotDraftSchema = Type.Object(
  {
    title: titleSchema,
    productId: orNull(ProductIdSchema),
    mediaId: orNull(MediaIdSchema),
    lines: Type.Array(StockLineSchema, { maxItems: 20 }),
    terms: Type.Object(
      {
        kind: choice('hammer', 'timed'),
        startMinor: amountSchema,
        reserveMinor: orNull(amountSchema),
        durationMs: durationSchema(dayMs),
        counterBidMs: durationSchema(10 * 60_000),
        extensionCapMs: durationSchema(hourMs),
        increments: orNull(IncrementsSchema),
      },
      shut,
    ),
  },
  shut,
);

/** Auction commands by wire name; the name after the dot is the domain's command type. Result of each: `{ version }`. */
export const auctionMethods = {
  'auction.add-lot': onLot({ lot: LotDraftSchema }),
  'auction.edit-lot': onLot({ lot: LotDraftSchema }),
  'auction.move-lot': onLot({ beforeLotId: orNull(LotIdSchema) }),
  'auction.remove-lot': onLot({}),
  'auction.open-lot': onLot({}),
  /** Result: `BidAcknowledged` (auction-views.ts): the version and a signed receipt. */
  'auction.place-bid': onLot({
    run: runSchema,
    amountMinor: amountSchema,
    isExact: Type.Boolean(),
    tappedAtMs: momentSchema,
  }),
  'auction.place-floor-bid': onLot({
    run: runSchema,
    paddle: paddleSchema,
    amountMinor: amountSchema,
    tappedAtMs: momentSchema,
  }),
  'auction.withdraw-pre-bid': onLot({}),
  'auction.call-going': onLot({
    call: Type.Union([Type.Literal(1), Type.Literal(2)]),
    seenPriceMinor: orNull(amountSchema),
  }),
  'auction.take-back-going': onLot({}),
  'auction.close-lot': onLot({ seenPriceMinor: orNull(amountSchema) }),
  'auction.reopen-last-lot': onLot({}),
  'auction.void-lot': onLot({ reason: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }) }),
  'auction.rerun-lot': onLot({}),
  'auction.offer-second-chance': onLot({}),
  'auction.accept-second-chance': onLot({}),
  'auction.decline-second-chance': onLot({}),
  'auction.give-paddle': onAuction({ paddle: paddleSchema, personId: PersonIdSchema }),
  'auction.return-paddle': onAuction({ paddle: paddleSchema }),
  'auction.bar-bidder': onAuction({ personId: PersonIdSchema, reason: noteSchema }),
  'auction.unbar-bidder': onAuction({ personId: PersonIdSchema }),
} as const;
