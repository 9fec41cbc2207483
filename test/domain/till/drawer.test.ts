import t from 'tap';
import { maximumTillSales, saleOf, type TillEvent } from '#domain/till/till.ts';
import { nowMs } from '../given.ts';
import {
  cashedUp,
  cashierId,
  cashUp,
  deviceAtMs,
  drawerOpened,
  given,
  leased,
  leaseId,
  lineOf,
  openDrawer,
  orderIdOf,
  personIdOf,
  sell,
  settle,
  sold,
  tillId,
  undo,
  undone,
} from './till-examples.ts';

const most = Number.MAX_SAFE_INTEGER;
const takings = (cashMinor: number, terminalMinor: number, sales: number) => ({
  cashMinor,
  terminalMinor,
  sales,
});

t.test('a drawer is opened with its float, which may be nothing, and not twice', async (t) => {
  given(t).when(openDrawer(0)).then(drawerOpened(0));
  const after = given(t).when(openDrawer()).then(drawerOpened());
  const drawer = { openedAtMs: nowMs, openedById: cashierId, floatMinor: 10_000, ...takings(0, 0, 0) };
  t.match(after.state.tills, [{ drawer }]);
  after.when(openDrawer()).isRefused('drawer-open');
});

t.test('a sale needs an open drawer, its money lies in it by its kind', async (t) => {
  given(t).when(sell('a', 500)).isRefused('drawer-closed');
  const open = given(t, drawerOpened());
  const cash = open.when(sell('a', 500)).then(sold('a', 500));
  const both = cash.when(sell('b', 300, { method: 'terminal' })).then(sold('b', 300, { method: 'terminal' }));
  t.match(both.state.tills, [{ drawer: takings(500, 300, 2) }]);
  const sale = { recordedAtMs: nowMs, deviceAtMs, isUndone: false, isLate: false };
  t.match(both.state.tills[0]?.sales, [
    { orderId: orderIdOf('b'), ...sale },
    { orderId: orderIdOf('a'), ...sale },
  ]);
});

t.test('the total is that of the lines, or it is refused with theirs', async (t) => {
  const open = given(t, drawerOpened());
  const lines = [lineOf(333, 'a'), lineOf(167, 'b')];
  open.when(sell('a', 500, { lines })).then(sold('a', 500));
  for (const totalMinor of [499, 501, 0])
    open.when(sell('a', totalMinor, { lines })).isRefused('total-wrong', { totalMinor: 500 });
  open.when(sell('a', 499, { lines, leaseId })).isRefused('total-wrong', { totalMinor: 500 });
});

t.test('what costs nothing is sold, and so is what costs the most that is counted exactly', async (t) => {
  const open = given(t, drawerOpened(0));
  open.when(sell('a', 0)).then(sold('a', 0));
  const after = open.when(sell('a', most)).then(sold('a', most));
  after.when(cashUp(most)).then(cashedUp(most, most));
});

t.test('what a till sold without a line is told whatever became of drawer and cashier', async (t) => {
  const by = { cashierId: personIdOf('eve'), leaseId, drawerAtMs: null };
  const after = given(t, leased)
    .when(sell('a', 500, by))
    .then(sold('a', 500, { cashierId: by.cashierId }));
  t.match(after.state.tills, [{ drawer: null, uncounted: takings(500, 0, 1) }]);
  const opened = after.when(openDrawer()).then(drawerOpened());
  t.match(opened.state.tills, [{ drawer: takings(500, 0, 1), uncounted: takings(0, 0, 0) }]);
  opened.when(cashUp(10_500)).then(cashedUp(10_500, 10_500));
});

t.test('an order is settled in an open drawer, for the sum that was seen', async (t) => {
  given(t).when(settle('a', 900)).isRefused('drawer-closed');
  const { drawerAtMs: _drawerAtMs, ...settled } = sold('a', 900, { kind: 'settlement' });
  const after = given(t, drawerOpened()).when(settle('a', 900)).then(settled);
  t.match(after.state.tills, [{ drawer: takings(900, 0, 1), sales: [{ kind: 'settlement' }] }]);
});

t.test('a sale is undone once, and its money leaves the drawer', async (t) => {
  const after = given(t, drawerOpened(), sold('a', 500), sold('b', 300)).when(undo('a')).then(undone('a'));
  t.match(after.state.tills, [{ drawer: takings(300, 0, 1), sales: [{}, { isUndone: true }] }]);
  after.when(undo('a')).isRefused('sale-undone');
  after.when(undo('c')).isRefused('sale-not-found');
});

t.test('an order that was settled, undone and settled again is undone again', async (t) => {
  const twice = [sold('a', 900), undone('a'), sold('a', 900)];
  const after = given(t, drawerOpened(), ...twice)
    .when(undo('a'))
    .then(undone('a'));
  t.match(after.state.tills, [{ drawer: takings(0, 0, 0) }]);
  after.when(undo('a')).isRefused('sale-undone');
});

t.test('money that is paid back leaves the drawer, and comes back when that is undone', async (t) => {
  const refund = sold('a', 400, { kind: 'refund' });
  const after = given(t, drawerOpened(), refund);
  t.match(after.state.tills, [{ drawer: takings(-400, 0, 1) }]);
  t.match(after.when(undo('a')).then(undone('a')).state.tills, [{ drawer: takings(0, 0, 0) }]);
});

t.test('counting says what should have been there, and closes the drawer', async (t) => {
  const terminal = sold('b', 300, { method: 'terminal' });
  const open = given(t, drawerOpened(), sold('a', 500), terminal);
  for (const countedMinor of [0, 10_499, 10_500, most])
    open.when(cashUp(countedMinor)).then(cashedUp(10_500, countedMinor, 300));
  const counted = open.when(cashUp(10_499, { note: 'a coin' })).isAccepted();
  const cashUps = [
    { expectedMinor: 10_500, countedMinor: 10_499, terminalMinor: 300, sales: 2, note: 'a coin' },
  ];
  t.match(counted.state.tills, [{ drawer: null, cashUps }]);
  counted.when(cashUp(0)).isRefused('drawer-closed');
  counted.when(sell('c', 500)).isRefused('drawer-closed');
});

t.test('what is told after the count belongs to the drawer that the till knew', async (t) => {
  const first = { drawerAtMs: nowMs };
  const counted = given(t, leased, drawerOpened(), cashedUp(10_000, 10_500));
  const opened = counted.when(openDrawer(), { nowMs: nowMs + 9 }).then(drawerOpened());
  const after = opened.when(sell('a', 500, { leaseId, ...first })).then(sold('a', 500, first));
  t.match(after.state.tills, [
    { drawer: takings(0, 0, 0), cashUps: [{ late: takings(500, 0, 1) }], sales: [{ isLate: true }] },
  ]);
  const back = after.when(undo('a', { leaseId, ...first })).then(undone('a', nowMs));
  t.match(back.state.tills, [{ drawer: takings(0, 0, 0), cashUps: [{ late: takings(0, 0, 0) }] }]);
  const now = { drawerAtMs: nowMs + 9 };
  const fresh = opened.when(sell('b', 200, { leaseId, ...now })).then(sold('b', 200, now));
  t.match(fresh.state.tills, [{ drawer: takings(200, 0, 1), cashUps: [{ late: takings(0, 0, 0) }] }]);
});

t.test('who names no drawer, or one that nobody knows, means the newest', async (t) => {
  const counted = given(t, leased, drawerOpened(), cashedUp(10_000, 10_500));
  for (const drawerAtMs of [null, 1]) {
    const late = counted.when(sell('a', 500, { leaseId, drawerAtMs })).then(sold('a', 500, { drawerAtMs }));
    t.match(late.state.tills, [{ drawer: null, cashUps: [{ late: takings(500, 0, 1) }] }]);
  }
});

t.test('the newest sales are kept; what is older is not undone at the till any more', async (t) => {
  const many = Array.from({ length: maximumTillSales }, (_, at): TillEvent => sold(`${at}`, 1));
  const full = given(t, drawerOpened(0), sold('first', 5), ...many);
  full.when(undo('first')).isRefused('sale-not-found');
  full.when(undo('0')).then(undone('0'));
  full.when(cashUp(0)).then(cashedUp(5 + maximumTillSales, 0));
});

t.test('the sale of an order that stands is the newest that was not undone', async (t) => {
  const { state } = given(t, drawerOpened(), sold('a', 1), undone('a'), sold('a', 2));
  const [till] = state.tills;
  t.match(till && saleOf(till, orderIdOf('a')), { amountMinor: 2, isUndone: false });
  t.equal(till && saleOf(till, orderIdOf('b')), undefined);
  t.equal(till?.tillId, tillId);
});
