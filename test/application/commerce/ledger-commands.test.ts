import t from 'tap';
import type { Command } from '#application/application.ts';
import { stallPlaceId, warehousePlaceId } from '#domain/catalogue/catalogue.ts';
import type { PlaceId } from '#domain/ids.ts';
import { availableOf } from '#domain/ledger/ledger.ts';
import { principalOf, StandLog } from '../core-stand.ts';
import {
  ada,
  anotherServer,
  bob,
  checkOut,
  openOffer,
  openShop,
  orderOfBuyer,
  skuIdOf,
  stockUp,
  take,
  until,
} from './order-stand.ts';

const skuId = skuIdOf('cup');
const receive = (quantity: number, placeId: PlaceId = stallPlaceId): Command => ({
  type: 'receive-stock',
  skuId,
  placeId,
  quantity,
  note: '',
});

t.test('of what comes in, 30 percent rounded up is the room’s', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 0);
  await stand.do(receive(7));
  const ledger = await stand.ledger();
  t.equal(availableOf(ledger, skuId, 'online'), 4);
  t.equal(availableOf(ledger, skuId, 'on-site'), 7);
});

t.test('the shop says how much is the room’s', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 0);
  await stand.do({ type: 'set-shop', changes: { onSiteReservePercent: 0 } });
  await stand.do(receive(7));
  t.equal(availableOf(await stand.ledger(), skuId, 'online'), 7);
});

t.test(
  'only products and places that the shop has are stocked, and only by who keeps the stock',
  async (t) => {
    const log = new StandLog();
    const stand = await openShop(t, log);
    t.equal(await stand.try(receive(1)), 'sku-not-found');
    await stockUp(log, 'cup', 1);
    // No place of this name is in the shop.
    t.equal(await stand.try(receive(1, 'place-nowhere' as PlaceId)), 'sku-not-found');
    t.equal(await stand.try(receive(1), ada), 'forbidden');
    t.equal(await stand.try({ type: 'release-by-timetable', skuId, atMs: 1 }), 'forbidden');
  },
);

t.test('a place under stock stays, and moving it away frees the place', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 3);
  const stall = { placeId: stallPlaceId, name: 'Stall', kind: 'stall' } as const;
  t.equal(await stand.try({ type: 'set-shop', changes: { places: [stall] } }), 'place-in-use');
  const move = { type: 'move-stock', skuId, fromPlaceId: warehousePlaceId, toPlaceId: stallPlaceId } as const;
  await stand.do({ ...move, quantity: 3 });
  await stand.do({ type: 'set-shop', changes: { places: [stall] } });
});

t.test('a loss of what is promised names the order, and new stock settles it', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 2);
  await openOffer(stand, 'cup');
  await stand.do(take('cup'), ada);
  await stand.do(take('cup'), bob);
  const place = { skuId, placeId: warehousePlaceId };
  await stand.do({ type: 'correct-stock', ...place, counted: 1, reason: 'broken' });
  const [shortfall] = (await stand.ledger()).shortfalls;
  t.match(shortfall, { quantity: 1, reason: 'broken', orderIds: { length: 1 } });
  const last = (await stand.ledger()).holds.at(-1)?.owner;
  t.match(last, { orderId: shortfall?.orderIds[0] }, 'the latest promise');
  await stand.do(receive(1, warehousePlaceId));
  t.same((await stand.ledger()).shortfalls, []);
});

t.test(
  'a count of all that lies there also finds paid pieces missing, and names who waits for them',
  async (t) => {
    const log = new StandLog();
    const stand = await openShop(t, log);
    await stockUp(log, 'cup', 3);
    await openOffer(stand, 'cup');
    await stand.do(take('cup'), ada);
    await stand.do(checkOut(500), ada);
    const paidId = orderOfBuyer(ada);
    await stand.do({ type: 'note-stall-payment', orderId: paidId, method: 'cash' });
    await stand.do(take('cup'), bob);
    const count = (counted: number) =>
      stand.do({
        ...{ type: 'correct-stock', skuId, placeId: warehousePlaceId },
        ...{ counted, isWithPaid: true, reason: 'a shelf fell' },
      });
    const pool = async () => (await stand.ledger()).pools[0];
    await count(2);
    t.match(await pool(), { sold: 1, held: 1, capacity: 2 }, 'one is paid, one is held, none is free');
    t.same((await stand.ledger()).shortfalls, []);
    const heldId = orderOfBuyer(bob);
    await count(1);
    t.match(
      (await stand.ledger()).shortfalls,
      [{ quantity: 1, orderIds: [heldId] }],
      'who did not pay first',
    );
    await count(0);
    t.match((await stand.ledger()).shortfalls, [{ quantity: 2, orderIds: [heldId, paidId] }]);
    await stand.do(receive(2, warehousePlaceId));
    t.same((await stand.ledger()).shortfalls, []);
  },
);

t.test(
  'the timetable releases the reserve once, though two servers keep it and one came later',
  async (t) => {
    const log = new StandLog();
    const stand = await openShop(t, log);
    await stockUp(log, 'cup', 10, 4);
    const atMs = log.nowMs() + 1_000;
    await stand.do({
      type: 'plan-release',
      skuId: null,
      steps: [
        { atMs, percent: 50 },
        { atMs: atMs + 60_000, percent: 0 },
      ],
    });
    const other = await anotherServer(t, log);
    log.clock.nowMs = atMs;
    await until('a release', async () => (await stand.ledger()).reserves[0]?.remaining === 2);
    await until('one step left', async () => (await other.ledger()).releasePlans[0]?.steps.length === 1);
    t.equal((await other.ledger()).reserves[0]?.remaining, 2);
    t.equal(availableOf(await other.ledger(), skuId, 'online'), 8);
  },
);

t.test('of two servers that sell the last unit at once, one does', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 1);
  await openOffer(stand, 'cup');
  const other = await anotherServer(t, log);
  const answers = await Promise.all([stand.try(take('cup'), ada), other.try(take('cup'), bob)]);
  t.same(answers.toSorted(), ['accepted', 'stock-insufficient']);
  t.match(await stand.ledger(), { pools: [{ held: 1 }], holds: { length: 1 } });
});

t.test('crew without the stock in their hands may not set the reserve', async (t) => {
  const stand = await openShop(t, new StandLog());
  const release: Command = { type: 'release-reserve', skuId, quantity: 1 };
  t.equal(await stand.try(release, principalOf('viewer', 'eve')), 'forbidden');
});
