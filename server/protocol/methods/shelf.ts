import { Type, type TProperties } from 'typebox';
import { MediaIdSchema, OfferIdSchema, ProductIdSchema, ShowIdSchema, SkuIdSchema } from '../ids.ts';
import {
  amountSchema,
  choice,
  command,
  dayMs,
  durationSchema,
  orNull,
  quantitySchema,
  shut,
  titleSchema,
} from '../commerce-schemas.ts';

const onShelf = <Fields extends TProperties>(fields: Fields) => command({ showId: ShowIdSchema, ...fields });
const limitSchema = orNull(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'In pieces.' }));

const OfferTermsSchema = Type.Object(
  {
    kind: choice('buy-now', 'bundle', 'flash'),
    title: titleSchema,
    mediaId: orNull(MediaIdSchema),
    priceMinor: amountSchema,
    insteadOfMinor: orNull(amountSchema),
    items: Type.Array(
      Type.Object({ productId: ProductIdSchema, skuId: SkuIdSchema, quantity: quantitySchema }, shut),
      { minItems: 1, maxItems: 20 },
    ),
    isChoice: Type.Boolean(),
    limitTotal: limitSchema,
    limitPerBuyer: limitSchema,
    durationMs: orNull(durationSchema(dayMs)),
    claim: choice('on-hold', 'on-payment'),
  },
  shut,
);

/** Commands on what a show sells at a fixed price. Result of each: `{ version }`. */
export const shelfMethods = {
  'shelf.add-offer': onShelf({ offerId: OfferIdSchema, terms: OfferTermsSchema }),
  'shelf.edit-offer': onShelf({ offerId: OfferIdSchema, terms: OfferTermsSchema }),
  'shelf.move-offer': onShelf({ offerId: OfferIdSchema, beforeOfferId: orNull(OfferIdSchema) }),
  'shelf.remove-offer': onShelf({ offerId: OfferIdSchema }),
  'shelf.open-offer': onShelf({ offerId: OfferIdSchema }),
  'shelf.end-offer': onShelf({ offerId: OfferIdSchema }),
  'shelf.pin-offer': onShelf({ offerId: orNull(OfferIdSchema) }),
} as const;
