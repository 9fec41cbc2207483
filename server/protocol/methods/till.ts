import { Type, type TProperties } from 'typebox';
import {
  LeaseIdSchema,
  OrderIdSchema,
  OrderLineIdSchema,
  PersonIdSchema,
  PlaceIdSchema,
  SkuIdSchema,
  TillIdSchema,
} from '../ids.ts';
import {
  amountSchema,
  choice,
  command,
  momentSchema,
  noteSchema,
  orNull,
  quantitySchema,
  shut,
  StockLineSchema,
} from '../commerce-schemas.ts';

const atTill = <Fields extends TProperties>(fields: Fields) => command({ tillId: TillIdSchema, ...fields });
/** `drawer.openedAtMs` as the till knew it when it sold; absent: whichever is open. Not the clock of the device. */
const drawerAtSchema = Type.Optional(orNull(momentSchema));
const base64url = (bytes: number) =>
  Type.String({ pattern: `^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$` });

const TillLineSchema = Type.Object(
  {
    lineId: OrderLineIdSchema,
    skuId: SkuIdSchema,
    quantity: quantitySchema,
    unitPriceMinor: amountSchema,
    amountMinor: amountSchema,
  },
  shut,
);

/** Commands of tills; those of a sale may come hours later. Result of each: `{ version }`. */
export const tillMethods = {
  'till.add-till': atTill({ label: Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' }) }),
  'till.retire-till': atTill({}),
  /** The PIN itself never leaves the device; this is PBKDF2-SHA-256 of it. */
  'till.set-cashier': command({
    cashier: Type.Object(
      {
        personId: PersonIdSchema,
        pin: Type.Object(
          {
            salt: base64url(16),
            iterations: Type.Integer({ minimum: 100_000, maximum: 2_000_000 }),
            hash: base64url(32),
          },
          shut,
        ),
      },
      shut,
    ),
  }),
  'till.remove-cashier': command({ personId: PersonIdSchema }),
  'till.open-drawer': atTill({ cashierId: PersonIdSchema, floatMinor: amountSchema }),
  'till.lease-quota': atTill({
    leaseId: LeaseIdSchema,
    placeId: PlaceIdSchema,
    lines: Type.Array(StockLineSchema, { minItems: 1, maxItems: 500 }),
  }),
  'till.return-quota': atTill({ leaseId: LeaseIdSchema }),
  'till.sell-at-till': atTill({
    orderId: OrderIdSchema,
    leaseId: orNull(LeaseIdSchema),
    lines: Type.Array(TillLineSchema, { minItems: 1, maxItems: 100 }),
    method: choice('cash', 'terminal'),
    totalMinor: amountSchema,
    cashierId: PersonIdSchema,
    deviceAtMs: momentSchema,
    drawerAtMs: drawerAtSchema,
  }),
  'till.undo-sale': atTill({
    orderId: OrderIdSchema,
    leaseId: orNull(LeaseIdSchema),
    cashierId: PersonIdSchema,
    drawerAtMs: drawerAtSchema,
  }),
  'till.settle-order': atTill({
    orderId: OrderIdSchema,
    method: choice('cash', 'terminal'),
    seenTotalMinor: amountSchema,
    cashierId: PersonIdSchema,
    deviceAtMs: momentSchema,
  }),
  'till.cash-up': atTill({ cashierId: PersonIdSchema, countedMinor: amountSchema, note: noteSchema }),
} as const;
