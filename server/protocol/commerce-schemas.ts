import { Type, type TProperties } from 'typebox';
import { CommandIdSchema, SkuIdSchema } from './ids.ts';

/** Shared by the methods of everything that is sold. Money in integer minor units, quantities in divisions of a unit. */
export const shut = { additionalProperties: false } as const;

export const command = <Fields extends TProperties>(fields: Fields) =>
  Type.Object({ commandId: CommandIdSchema, ...fields }, shut);

export const choice = <const Values extends readonly string[]>(...values: Values) =>
  Type.Unsafe<Values[number]>(Type.Union(values.map((value) => Type.Literal(value))));

/** A hundred million of the major unit: far above any price, and sums of thousands stay exact. */
export const amountSchema = Type.Integer({
  minimum: 0,
  maximum: 10_000_000_000,
  description: 'Minor units of the currency.',
});
export const quantitySchema = Type.Integer({
  minimum: 1,
  maximum: 1_000_000_000,
  description: 'In the smallest division of the unit.',
});
export const momentSchema = Type.Integer({ minimum: 0, description: 'ms since the epoch' });
export const durationSchema = (maximum: number) => Type.Integer({ minimum: 0, maximum, description: 'ms' });
export const titleSchema = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });
export const noteSchema = Type.String({ maxLength: 200, description: 'For the audit trail; may be empty.' });
export const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

export const StockLineSchema = Type.Object({ skuId: SkuIdSchema, quantity: quantitySchema }, shut);

export const dayMs = 86_400_000;

/** A table of increments: begins at 0 and rises (checked by the domain). */
export const IncrementsSchema = Type.Array(
  Type.Object(
    { fromMinor: amountSchema, incrementMinor: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }) },
    shut,
  ),
  { minItems: 1, maxItems: 30 },
);
