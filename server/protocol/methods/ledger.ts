import { Type } from 'typebox';
import { PlaceIdSchema, SkuIdSchema } from '../ids.ts';
import { command, momentSchema, noteSchema, orNull, quantitySchema, shut } from '../commerce-schemas.ts';

const atPool = { skuId: SkuIdSchema, placeId: PlaceIdSchema };
const countSchema = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });

/** Commands of who keeps the stock. Result of each: `{ version }`. */
export const ledgerMethods = {
  'ledger.receive-stock': command({ ...atPool, quantity: quantitySchema, note: noteSchema }),
  /** `isWithPaid`: `counted` has also what is paid and waits to be handed out or shipped. */
  'ledger.correct-stock': command({
    ...atPool,
    counted: countSchema,
    isWithPaid: Type.Optional(Type.Boolean()),
    reason: noteSchema,
  }),
  'ledger.move-stock': command({
    skuId: SkuIdSchema,
    fromPlaceId: PlaceIdSchema,
    toPlaceId: PlaceIdSchema,
    quantity: quantitySchema,
  }),
  'ledger.block-stock': command({ ...atPool, quantity: quantitySchema, reason: noteSchema }),
  'ledger.unblock-stock': command({ ...atPool, quantity: quantitySchema }),
  'ledger.set-reserve': command({ skuId: SkuIdSchema, remaining: countSchema }),
  'ledger.release-reserve': command({ skuId: SkuIdSchema, quantity: quantitySchema }),
  'ledger.plan-release': command({
    skuId: orNull(SkuIdSchema),
    steps: Type.Array(
      Type.Object({ atMs: momentSchema, percent: Type.Integer({ minimum: 0, maximum: 100 }) }, shut),
      { maxItems: 20 },
    ),
  }),
} as const;
