import fc from 'fast-check';
import { test } from 'tap';
import { availableOf, decideStock, evolveLedger, initialLedgerState } from '#domain/ledger/ledger.ts';
import type { HoldId, PersonId } from '#domain/ids.ts';
import { brokenLaw } from './laws.ts';
import { carryOut, decideOperation, emptyBooks, operations } from './ledger-model.ts';

const seed = Number(process.env['LEDGER_SEED'] ?? 20_261_123);
const numRuns = 400;

test('whatever happens, no unit of stock is lost, made, or promised twice', async (t) => {
  t.comment(`seed ${seed}`);
  fc.assert(
    fc.property(operations(120), (all) => {
      let books = emptyBooks;
      for (const operation of all) {
        books = carryOut(books, operation);
        const broken = brokenLaw(books);
        if (broken !== undefined) throw new Error(broken);
      }
    }),
    { seed, numRuns },
  );
  t.pass(`${numRuns} lives of a ledger`);
});

test('a replay of the events, over a snapshot as JSON anywhere in them, comes to the same ledger', async (t) => {
  t.comment(`seed ${seed}`);
  const actorId = 'person-1' as PersonId;
  fc.assert(
    fc.property(operations(60), fc.nat(), (all, cut) => {
      const { events, state } = all.reduce(carryOut, emptyBooks);
      const at = events.length === 0 ? 0 : cut % events.length;
      const fold = (from: typeof state, some: typeof events) =>
        some.reduce((next, event) => evolveLedger(next, { event, atMs: 0, actorId }), from);
      // A snapshot is JSON, so what comes back has the shape of what went in.
      const snapshot = JSON.parse(
        JSON.stringify(fold(initialLedgerState, events.slice(0, at))),
      ) as typeof state;
      t.same(fold(snapshot, events.slice(at)), state);
    }),
    { seed, numRuns: 100 },
  );
});

test('a hold takes all its lines or none, and what one audience may have is all that it can take', async (t) => {
  t.comment(`seed ${seed}`);
  const actor = 'person-1' as PersonId;
  fc.assert(
    fc.property(operations(60), fc.constantFrom('online' as const, 'on-site' as const), (all, audience) => {
      const { state } = all.reduce(carryOut, emptyBooks);
      for (const { skuId } of state.pools) {
        const available = availableOf(state, skuId, audience);
        const ask = (quantity: number) =>
          decideStock(
            {
              type: 'hold',
              holdId: 'hold-fresh' as HoldId,
              owner: { kind: 'order', orderId: 'order-x' as never, lineId: 'line-x' as never },
              audience,
              // Twice half of it: two lines of one SKU are one demand.
              lines: [
                { skuId, quantity: Math.ceil(quantity / 2) },
                ...(quantity > 1 ? [{ skuId, quantity: Math.floor(quantity / 2) }] : []),
              ],
              deadlineMs: null,
              preferredPlaceIds: [],
            },
            state,
            { nowMs: 0, actor },
          );
        if (available > 0) t.equal(ask(available).outcome, 'accepted');
        t.match(ask(available + 1), { rejection: { code: 'stock-insufficient', details: { available } } });
      }
    }),
    { seed, numRuns: 100 },
  );
});

test('the model reaches every outcome that the laws speak of', async (t) => {
  const seen = new Set<string>();
  const collect = fc.sample(operations(120), { seed, numRuns: 200 });
  for (const all of collect) {
    let books = emptyBooks;
    for (const operation of all) {
      const decision = decideOperation(operation, books.state);
      if (decision.outcome === 'rejected') seen.add(decision.rejection.code);
      else for (const { type } of decision.events) seen.add(type);
      books = carryOut(books, operation);
    }
  }
  for (const expected of [
    'stock-received',
    'stock-corrected',
    'shortfall-found',
    'stock-moved',
    'stock-blocked',
    'stock-unblocked',
    'reserve-set',
    'reserve-released',
    'release-step-done',
    'hold-placed',
    'hold-assigned',
    'hold-released',
    'hold-sold',
    'stock-sold',
    'stock-returned',
    'quota-leased',
    'lease-sold',
    'lease-returned',
    'stock-insufficient',
    'lease-exceeded',
  ])
    t.ok(seen.has(expected), expected);
});
