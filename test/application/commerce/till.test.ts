import t, { type Test } from 'tap';
import type { Command } from '#application/application.ts';
import { stallPlaceId } from '#domain/catalogue/catalogue.ts';
import type { LeaseId, OrderId, OrderLineId, TillId } from '#domain/ids.ts';
import type { LedgerState } from '#domain/ledger/ledger.ts';
import { personIdOf, principalOf, StandLog } from '../core-stand.ts';
import {
  ada,
  checkOut,
  lineIdOf,
  openOffer,
  openShop,
  orderOfBuyer,
  skuIdOf,
  stockUp,
  take,
} from './order-stand.ts';

const tillId = 'till-front' as TillId;
const leaseId = 'lease-one' as LeaseId;
const device = principalOf('staff', 'device');
const cashierId = personIdOf('cashier');
const pin = { salt: 'A'.repeat(22), iterations: 100_000, hash: 'A'.repeat(43) };

/** A till with an open drawer and a quota of five cups; five more are free. */
async function openTill(t: Test) {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 10, 3);
  await stand.do({ type: 'add-till', tillId, label: 'Front' }, device);
  await stand.do({ type: 'set-cashier', cashier: { personId: cashierId, pin } });
  await stand.do({ type: 'open-drawer', tillId, cashierId, floatMinor: 10_000 }, device);
  const lines = [{ skuId: skuIdOf('cup'), quantity: 5 }];
  await stand.do({ type: 'lease-quota', tillId, leaseId, placeId: stallPlaceId, lines }, device);
  const till = async () => {
    const { state } = await stand.application.read(stand.application.streams.tills);
    const [first] = state.tills;
    if (!first) throw new Error('there is no till');
    return first;
  };
  return { log, stand, till };
}

const sale = (name: string, quantity: number, leased: boolean, parts: object = {}): Command => ({
  type: 'sell-at-till',
  tillId,
  orderId: `sale-${name}-0` as OrderId,
  leaseId: leased ? leaseId : null,
  lines: [
    {
      lineId: `line-${name}-0` as OrderLineId,
      skuId: skuIdOf('cup'),
      quantity,
      unitPriceMinor: 500,
      amountMinor: 500 * quantity,
    },
  ],
  method: 'cash',
  totalMinor: 500 * quantity,
  cashierId,
  deviceAtMs: 5,
  ...parts,
});
const undo = (name: string, leased: boolean): Command => ({
  type: 'undo-sale',
  tillId,
  orderId: `sale-${name}-0` as OrderId,
  leaseId: leased ? leaseId : null,
  cashierId,
});
const numbers = ({ pools }: LedgerState) => {
  const [pool] = pools;
  return { sold: pool?.sold, leased: pool?.leased, held: pool?.held };
};

t.test(
  'a sale out of the quota is an order that is paid and handed out, however late it is told',
  async (t) => {
    const { log, stand, till } = await openTill(t);
    log.clock.nowMs += 6 * 3_600_000;
    await stand.do(sale('a', 2, true), device);
    t.same(numbers(await stand.ledger()), { sold: 2, leased: 3, held: 0 });
    t.match(await stand.application.listOrders(), [
      { status: 'done', totalMinor: 1000, buyerId: null, showId: null },
    ]);
    t.match(await till(), {
      drawer: { cashMinor: 1000, sales: 1 },
      sales: [{ kind: 'sale', amountMinor: 1000 }],
    });
  },
);

t.test('a quota cannot be oversold, and what stays free is not the till’s', async (t) => {
  const { stand } = await openTill(t);
  await stand.do(sale('a', 5, true), device);
  t.equal(await stand.try(sale('b', 1, true), device), 'lease-exceeded');
  t.equal(await stand.try(sale('c', 6, false), device), 'stock-insufficient');
  t.equal(await stand.try(sale('d', 5, false), device), 'accepted', 'the room may have all that is free');
  t.same(numbers(await stand.ledger()), { sold: 10, leased: 0, held: 0 });
});

t.test('a sale that comes twice under two ids is one sale', async (t) => {
  const { stand, till } = await openTill(t);
  await stand.do(sale('a', 1, true), device);
  t.equal(await stand.try(sale('a', 1, true), device), 'line-exists');
  t.equal((await till()).sales.length, 1);
  t.same(numbers(await stand.ledger()), { sold: 1, leased: 4, held: 0 });
});

t.test('an undone sale goes back into the quota, and its money leaves the drawer', async (t) => {
  const { stand, till } = await openTill(t);
  await stand.do(sale('a', 2, true), device);
  await stand.do(undo('a', true), device);
  t.same(numbers(await stand.ledger()), { sold: 0, leased: 5, held: 0 });
  t.match(await till(), { drawer: { cashMinor: 0, sales: 0 }, sales: [{ isUndone: true }] });
  t.match(await stand.application.listOrders(), [{ status: 'refunded' }]);
  t.equal(await stand.try(undo('a', true), device), 'sale-undone');
  t.equal(await stand.try(undo('b', true), device), 'sale-not-found');
});

t.test('a sale whose quota went back meanwhile is undone into the pool', async (t) => {
  const { stand } = await openTill(t);
  await stand.do(sale('a', 2, true), device);
  await stand.do({ type: 'return-quota', tillId, leaseId }, device);
  await stand.do(undo('a', true), device);
  t.same(numbers(await stand.ledger()), { sold: 0, leased: 0, held: 0 });
});

t.test('the till settles what is due of an order, and a settlement by mistake is due again', async (t) => {
  const { stand, till } = await openTill(t);
  await openOffer(stand, 'cup');
  await stand.do(take('cup'), ada);
  await stand.do(checkOut(500), ada);
  const orderId = orderOfBuyer(ada);
  const settle = (seenTotalMinor: number, method: 'cash' | 'terminal'): Command => ({
    type: 'settle-order',
    tillId,
    orderId,
    method,
    seenTotalMinor,
    cashierId,
    deviceAtMs: 5,
  });
  t.equal(await stand.try(settle(400, 'cash'), device), 'total-wrong');
  await stand.do(settle(500, 'cash'), device);
  t.equal((await stand.line(orderId, lineIdOf('cup'))).status, 'paid');
  t.same(numbers(await stand.ledger()), { sold: 1, leased: 5, held: 0 });
  await stand.do({ type: 'undo-sale', tillId, orderId, leaseId: null, cashierId }, device);
  t.same(numbers(await stand.ledger()), { sold: 0, leased: 5, held: 1 });
  t.match(await stand.application.listOrders(), [{ status: 'awaiting-payment', dueMinor: 500 }]);
  await stand.do(settle(500, 'terminal'), device);
  t.match(await till(), { drawer: { cashMinor: 0, terminalMinor: 500, sales: 1 } });
  t.same(numbers(await stand.ledger()), { sold: 1, leased: 5, held: 0 });
});

t.test('cashing up says what should be there; a closed drawer takes no money on line', async (t) => {
  const { stand, till } = await openTill(t);
  await stand.do(sale('a', 1, true), device);
  await stand.do(sale('b', 1, false, { method: 'terminal' }), device);
  await stand.do(
    { type: 'cash-up', tillId, cashierId, countedMinor: 10_400, note: 'a coin rolled away' },
    device,
  );
  t.match(await till(), {
    drawer: null,
    cashUps: [{ expectedMinor: 10_500, countedMinor: 10_400, terminalMinor: 500 }],
  });
  t.equal(await stand.try(sale('c', 1, false), device), 'drawer-closed');
  t.equal(await stand.try(sale('d', 1, true), device), 'accepted', 'what was sold off line was sold');
});

t.test('only the device itself sells at its till, only known cashiers, only for the right sum', async (t) => {
  const { stand } = await openTill(t);
  t.equal(await stand.try(sale('a', 1, false), principalOf('staff', 'other')), 'forbidden');
  t.equal(await stand.try(sale('a', 1, false), ada), 'forbidden');
  t.equal(
    await stand.try(sale('a', 1, false, { cashierId: personIdOf('nobody') }), device),
    'cashier-unknown',
  );
  t.equal(await stand.try(sale('a', 1, false, { totalMinor: 400 }), device), 'total-wrong');
  await stand.do({ type: 'retire-till', tillId });
  t.equal(await stand.try(sale('a', 1, false), device), 'till-retired');
});

t.test(
  'cash of a sale that is told after the count belongs to that count, also when the next drawer is open',
  async (t) => {
    const { log, stand, till } = await openTill(t);
    const first = (await till()).drawer?.openedAtMs ?? 0;
    const cashUp = (countedMinor: number): Command => ({
      ...{ type: 'cash-up', tillId, cashierId, countedMinor },
      note: '',
    });
    await stand.do(sale('a', 1, true, { drawerAtMs: first }), device);
    await stand.do(cashUp(11_500));
    await stand.do(sale('b', 2, true, { drawerAtMs: first }), device);
    const late = { cashMinor: 1_000, terminalMinor: 0, sales: 1 };
    t.match(await till(), { drawer: null, cashUps: [{ expectedMinor: 10_500, countedMinor: 11_500, late }] });
    log.clock.nowMs += 1_000;
    await stand.do({ type: 'open-drawer', tillId, cashierId, floatMinor: 5_000 }, device);
    await stand.do(sale('c', 1, true, { drawerAtMs: first, method: 'terminal' }), device);
    await stand.do(undo('b', true), device);
    await stand.do(sale('d', 1, true), device);
    t.match(await till(), {
      // What is given back comes out of the drawer that is open; what was sold before it does not.
      drawer: { floatMinor: 5_000, cashMinor: 500 - 1_000, terminalMinor: 0, sales: 1 - 1 },
      cashUps: [{ expectedMinor: 10_500, late: { cashMinor: 1_000, terminalMinor: 500, sales: 2 } }],
      sales: [
        { isLate: false },
        { isLate: true, method: 'terminal' },
        { isLate: true, isUndone: true },
        { isLate: false },
      ],
    });
  },
);

t.test('cash of a sale before any drawer lies in the first one', async (t) => {
  const { log, stand, till } = await openTill(t);
  const other = 'till-other' as TillId;
  const lease = 'lease-two' as LeaseId;
  await stand.do({ type: 'add-till', tillId: other, label: 'Other' }, device);
  const lines = [{ skuId: skuIdOf('cup'), quantity: 2 }];
  await stand.do(
    { type: 'lease-quota', tillId: other, leaseId: lease, placeId: stallPlaceId, lines },
    device,
  );
  await stand.do(sale('a', 2, true, { tillId: other, leaseId: lease }), device);
  log.clock.nowMs += 1_000;
  await stand.do({ type: 'open-drawer', tillId: other, cashierId, floatMinor: 0 }, device);
  const { state } = await stand.application.read(stand.application.streams.tills);
  t.match(state.tills[1], { drawer: { cashMinor: 1_000, sales: 1 }, sales: [{ isLate: true }] });
  t.match(await till(), { drawer: { cashMinor: 0 } });
});
