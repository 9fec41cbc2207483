import fc from 'fast-check';
import type { Decision } from '#domain/decision.ts';
import type {
  HoldId,
  LeaseId,
  LotId,
  OrderId,
  OrderLineId,
  PersonId,
  PlaceId,
  SkuId,
  TillId,
} from '#domain/ids.ts';
import {
  decideLedger,
  decideStock,
  evolveLedger,
  initialLedgerState,
  type LedgerCommand,
  type LedgerEvent,
  type LedgerState,
  type StockRequest,
} from '#domain/ledger/ledger.ts';

// Brands have no maker outside the edge; a test makes its own.
const skuIds = ['sku-a', 'sku-b', 'sku-c'] as unknown as readonly SkuId[];
const placeIds = ['place-stall', 'place-warehouse'] as unknown as readonly PlaceId[];
const actor = 'person-1' as PersonId;

export type Operation =
  | { readonly kind: 'command'; readonly command: LedgerCommand }
  | { readonly kind: 'request'; readonly request: StockRequest };

const skuId = fc.constantFrom(...skuIds);
const placeId = fc.constantFrom(...placeIds);
const quantity = fc.integer({ min: 1, max: 12 });
const number = fc.integer({ min: 0, max: 7 });
const holdId = number.map((one) => `hold-${one}` as HoldId);
const leaseId = number.map((one) => `lease-${one % 3}` as LeaseId);
const orderId = number.map((one) => `order-${one}` as OrderId);
const lines = fc.array(fc.record({ skuId, quantity }), { minLength: 1, maxLength: 3 });
const deadlineMs = fc.option(fc.integer({ min: 0, max: 9 }));
const owner = fc.oneof(
  orderId.map((one) => ({ kind: 'order' as const, orderId: one, lineId: 'line-1' as OrderLineId })),
  fc.constant({ kind: 'lot' as const, lotId: 'lot-1' as LotId }),
);
const audience = fc.constantFrom('online' as const, 'on-site' as const);
const preferredPlaceIds = fc.subarray([...placeIds]);
const of = <Type extends string, Fields extends object>(type: Type, fields: fc.Arbitrary<Fields>) =>
  fields.map((one) => ({ type, ...one }));

const command: fc.Arbitrary<LedgerCommand> = fc.oneof(
  of('receive-stock', fc.record({ skuId, placeId, quantity, note: fc.constant('') })),
  of('correct-stock', fc.record({ skuId, placeId, counted: number, reason: fc.constant('') })),
  of('move-stock', fc.record({ skuId, fromPlaceId: placeId, toPlaceId: placeId, quantity })),
  of('block-stock', fc.record({ skuId, placeId, quantity, reason: fc.constant('') })),
  of('unblock-stock', fc.record({ skuId, placeId, quantity })),
  of('set-reserve', fc.record({ skuId, remaining: number })),
  of('release-reserve', fc.record({ skuId, quantity })),
  of(
    'plan-release',
    fc.constant({
      skuId: null,
      steps: [
        { atMs: 1, percent: 50 },
        { atMs: 2, percent: 0 },
      ],
    }),
  ),
  of('release-by-timetable', fc.record({ skuId: fc.constant(null), atMs: fc.constantFrom(1, 2) })),
);

/** A return names lines as they were sold; the model takes one unit of anything. */
const soldLines = fc
  .record({ skuId, placeId, quantity: fc.constant(1), fromReserve: fc.constant(0) })
  .map((line) => [{ kind: 'stock' as const, ...line }]);

const request: fc.Arbitrary<StockRequest> = fc.oneof(
  of('hold', fc.record({ holdId, owner, audience, lines, deadlineMs, preferredPlaceIds })),
  of('extend-hold', fc.record({ holdId, deadlineMs })),
  of('assign-hold', fc.record({ holdId, owner, deadlineMs })),
  of('release-hold', fc.record({ holdId, reason: fc.constant('expired' as const) })),
  of('sell-hold', fc.record({ holdId })),
  of('sell', fc.record({ orderId, audience, lines, preferredPlaceIds })),
  of('return', fc.record({ orderId, lines: soldLines })),
  of('lease', fc.record({ leaseId, tillId: fc.constant('till-1' as TillId), lines, placeId })),
  of('sell-leased', fc.record({ leaseId, orderId, lines })),
  of('return-lease', fc.record({ leaseId })),
);

export const operations = (maxLength: number): fc.Arbitrary<readonly Operation[]> =>
  fc.array(
    fc.oneof(
      { weight: 2, arbitrary: command.map((one) => ({ kind: 'command' as const, command: one })) },
      { weight: 3, arbitrary: request.map((one) => ({ kind: 'request' as const, request: one })) },
    ),
    { maxLength, size: 'max' },
  );

export function decideOperation(operation: Operation, state: LedgerState): Decision<LedgerEvent> {
  const context = { nowMs: 0, actor };
  if (operation.kind === 'request') return decideStock(operation.request, state, context);
  const briefing = { onSiteReservePercent: 30, isKnown: true, awaiting: [] };
  return decideLedger(operation.command, state, { ...context, briefing });
}

/** What came in and went by counts, kept apart from the ledger's own numbers. */
export interface Books {
  readonly state: LedgerState;
  /** Capacity by `sku place`, added up from the events alone. */
  readonly capacity: ReadonlyMap<string, number>;
  readonly sold: ReadonlyMap<string, number>;
  readonly events: readonly LedgerEvent[];
}

export const emptyBooks: Books = {
  state: initialLedgerState,
  capacity: new Map(),
  sold: new Map(),
  events: [],
};

const plus = (counts: ReadonlyMap<string, number>, key: string, quantityMore: number) =>
  new Map(counts).set(key, (counts.get(key) ?? 0) + quantityMore);

const keyOf = (line: { readonly skuId: string; readonly placeId: string }): string =>
  `${line.skuId} ${line.placeId}`;

/** One event in the naive books: nothing of it is shared with the ledger's evolve but the holds' lines. */
function book(books: Books, event: LedgerEvent): Books {
  const { state } = books;
  const next = {
    ...books,
    events: [...books.events, event],
    state: evolveLedger(state, { event, atMs: 0, actorId: actor }),
  };
  switch (event.type) {
    case 'stock-received':
      return { ...next, capacity: plus(next.capacity, keyOf(event), event.quantity) };
    case 'stock-corrected':
      return { ...next, capacity: new Map(next.capacity).set(keyOf(event), event.capacity) };
    case 'stock-moved': {
      const out = plus(next.capacity, `${event.skuId} ${event.fromPlaceId}`, -event.quantity);
      return { ...next, capacity: plus(out, `${event.skuId} ${event.toPlaceId}`, event.quantity) };
    }
    case 'hold-sold': {
      const lines = state.holds.find((hold) => hold.holdId === event.holdId)?.lines ?? [];
      return { ...next, sold: lines.reduce((sold, one) => plus(sold, keyOf(one), one.quantity), next.sold) };
    }
    case 'stock-sold':
    case 'lease-sold':
      return {
        ...next,
        sold: event.lines.reduce((sold, one) => plus(sold, keyOf(one), one.quantity), next.sold),
      };
    case 'stock-returned':
    case 'lease-restored':
      return {
        ...next,
        sold: event.lines.reduce((sold, one) => plus(sold, keyOf(one), -one.quantity), next.sold),
      };
    default:
      return next;
  }
}

export const carryOut = (books: Books, operation: Operation): Books => {
  const decision = decideOperation(operation, books.state);
  return decision.outcome === 'rejected' ? books : decision.events.reduce(book, books);
};
