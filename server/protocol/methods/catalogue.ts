import { Type } from 'typebox';
import { MediaIdSchema, PlaceIdSchema, ProductIdSchema, SkuIdSchema } from '../ids.ts';
import {
  amountSchema,
  choice,
  command,
  dayMs,
  durationSchema,
  IncrementsSchema,
  orNull,
  shut,
  titleSchema,
} from '../commerce-schemas.ts';

const nameSchema = Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' });

const SkuSchema = Type.Object(
  {
    skuId: SkuIdSchema,
    label: Type.String({ maxLength: 60 }),
    priceMinor: amountSchema,
    unit: Type.Object(
      {
        name: nameSchema,
        divisions: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
        divisionName: nameSchema,
        leastQuantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      },
      shut,
    ),
    barcode: orNull(Type.String({ minLength: 4, maxLength: 64, pattern: '^[ -~]+$' })),
    isArchived: Type.Boolean(),
  },
  shut,
);

const ProductSchema = Type.Object(
  {
    productId: ProductIdSchema,
    title: titleSchema,
    description: Type.String({ maxLength: 4000 }),
    pictures: Type.Array(Type.Object({ mediaId: MediaIdSchema, thumbnailId: MediaIdSchema }, shut), {
      maxItems: 8,
    }),
    taxLabel: Type.String({ maxLength: 60 }),
    skus: Type.Array(SkuSchema, { minItems: 1, maxItems: 60 }),
  },
  shut,
);

const ShopChangesSchema = Type.Object(
  {
    name: Type.Optional(nameSchema),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' })),
    increments: Type.Optional(IncrementsSchema),
    onSiteReservePercent: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    holdMsSignedIn: Type.Optional(durationSchema(dayMs)),
    holdMsAnonymous: Type.Optional(durationSchema(dayMs)),
    paymentDueMs: Type.Optional(durationSchema(7 * dayMs)),
    secondChanceMs: Type.Optional(durationSchema(7 * dayMs)),
    bidRequires: Type.Optional(choice('nothing', 'sign-in', 'payment-method')),
    shipsParcels: Type.Optional(Type.Boolean()),
    shippingMinor: Type.Optional(amountSchema),
    pickUpText: Type.Optional(Type.String({ maxLength: 500 })),
    places: Type.Optional(
      Type.Array(
        Type.Object({ placeId: PlaceIdSchema, name: nameSchema, kind: choice('stall', 'warehouse') }, shut),
        { minItems: 1, maxItems: 20 },
      ),
    ),
    keepsReplays: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** Catalogue commands by wire name. Result of each: `{ version }`. */
export const catalogueMethods = {
  'catalogue.save-product': command({ product: ProductSchema }),
  'catalogue.archive-product': command({ productId: ProductIdSchema }),
  'catalogue.restore-product': command({ productId: ProductIdSchema }),
  'catalogue.set-shop': command({ changes: ShopChangesSchema }),
} as const;
