import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

/** The forms of the lines of a published log and of receipts, as they come back from outside. */
const shut = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });
const text = Type.String();
const orNull = <One extends Parameters<typeof Type.Union>[0][number]>(one: One) =>
  Type.Union([one, Type.Null()]);

const any = {
  showId: text,
  lotId: text,
  run: count,
  sequence: count,
  atMs: count,
  previous: orNull(text),
  hash: text,
};
const outcome = {
  bidder: text,
  commitment: text,
  priceMinor: count,
  leader: text,
  isReserveMet: Type.Boolean(),
  endsAtMs: orNull(count),
};
const TermsSchema = Type.Object(
  {
    kind: Type.Union([Type.Literal('hammer'), Type.Literal('timed')]),
    startMinor: count,
    durationMs: count,
    counterBidMs: count,
    extensionCapMs: count,
    increments: Type.Array(Type.Object({ fromMinor: count, incrementMinor: count }, shut)),
  },
  shut,
);

const ChainLineSchema = Type.Union([
  Type.Object(
    {
      ...any,
      kind: Type.Literal('opened'),
      terms: TermsSchema,
      hasReserve: Type.Boolean(),
      endsAtMs: orNull(count),
    },
    shut,
  ),
  Type.Object(
    {
      ...any,
      ...outcome,
      kind: Type.Literal('bid'),
      via: Type.Union([Type.Literal('online'), Type.Literal('floor'), Type.Literal('pre-bid')]),
      paddle: orNull(count),
      isExact: Type.Boolean(),
      readAtMs: count,
    },
    shut,
  ),
  Type.Object({ ...any, ...outcome, kind: Type.Literal('max') }, shut),
  Type.Object(
    {
      ...any,
      kind: Type.Literal('going'),
      call: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)]),
    },
    shut,
  ),
  Type.Object({ ...any, kind: Type.Literal('sold'), bidder: text, priceMinor: count }, shut),
  Type.Object({ ...any, kind: Type.Literal('unsold') }, shut),
  Type.Object({ ...any, kind: Type.Literal('voided'), reason: text }, shut),
  Type.Object({ ...any, kind: Type.Literal('reopened'), endsAtMs: orNull(count) }, shut),
]);

const OtherLineSchema = Type.Union([
  Type.Object({ kind: Type.Literal('key'), algorithm: Type.Literal('Ed25519'), publicKey: text }, shut),
  Type.Object({ kind: Type.Literal('revealed'), sequence: count, maxMinor: count, nonce: text }, shut),
  Type.Object({ kind: Type.Literal('withheld'), sequence: count, leastMinor: count }, shut),
  Type.Object({ kind: Type.Literal('reserve'), run: count, reserveMinor: count }, shut),
]);

const ReceiptSchema = Type.Object({
  showId: text,
  lotId: text,
  run: count,
  sequence: count,
  lineHash: text,
  line: Type.Optional(Type.Record(text, Type.Unknown())),
  headSequence: count,
  headHash: text,
  signature: text,
});

export type ChainLine = Static<typeof ChainLineSchema>;
export type OtherLine = Static<typeof OtherLineSchema>;
export type FileLine = ChainLine | OtherLine;
export type Receipt = Static<typeof ReceiptSchema>;

/** A line of a text, or why it is none. `number` counts from 1. */
export interface Numbered<One> {
  readonly number: number;
  readonly value: One | undefined;
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

function* linesOf(file: string): Generator<{ readonly number: number; readonly value: unknown }> {
  for (const [index, line] of file.split('\n').entries())
    if (line.trim() !== '') yield { number: index + 1, value: parsed(line) };
}

export const isChainLine = (line: FileLine): line is ChainLine => 'hash' in line;

/** The lines of a published log; those that are none have no value. */
export const parseLog = (file: string): readonly Numbered<FileLine>[] =>
  [...linesOf(file)].map(({ number, value }) => {
    const isLine = Value.Check(ChainLineSchema, value) || Value.Check(OtherLineSchema, value);
    return { number, value: isLine ? value : undefined };
  });

/** Receipts, one a line, as a device keeps them. */
export const parseReceipts = (file: string): readonly Numbered<Receipt>[] =>
  [...linesOf(file)].map(({ number, value }) => ({
    number,
    value: Value.Check(ReceiptSchema, value) ? value : undefined,
  }));
