import t from 'tap';
import type { LeaseId } from '#domain/ids.ts';
import type { TillCommand, TillEvent } from '#domain/till/till.ts';
import { somebody } from '../given.ts';
import {
  cashierOf,
  cashierSet,
  cashUp,
  drawerOpened,
  given,
  leased,
  leaseId,
  leaseQuota,
  nothing,
  openDrawer,
  orderIdOf,
  personIdOf,
  retired,
  returnQuota,
  sell,
  settle,
  sold,
  tillAdded,
  tillId,
  tillIdOf,
  undo,
} from './till-examples.ts';

const add = (name: string, label = name): TillCommand => ({
  type: 'add-till',
  tillId: tillIdOf(name),
  label,
});
const retire: TillCommand = { type: 'retire-till', tillId };

t.test('a till is added for the device that asks, once, and called without blanks around', async (t) => {
  const after = nothing(t).when(add('stall', '  stall ')).then(tillAdded());
  t.match(after.state.tills, [{ tillId, deviceId: somebody, isRetired: false, drawer: null, sales: [] }]);
  after.when(add('stall')).isRefused('till-exists');
  after.when(add('door')).then(tillAdded('door'));
});

t.test('a shop has so many tills in use; one that is retired makes room, and keeps its id', async (t) => {
  const all = Array.from({ length: 50 }, (_, at) => tillAdded(`${at}`));
  nothing(t, ...all)
    .when(add('stall'))
    .isRefused('till-limit-reached', { limit: 50 });
  nothing(t, ...all.slice(1))
    .when(add('stall'))
    .then(tillAdded());
  const room = nothing(t, ...all, retired('7'));
  room.when(add('stall')).then(tillAdded());
  room.when(add('7')).isRefused('till-exists');
});

t.test('a retired till begins nothing new, and is retired once', async (t) => {
  const after = given(t, leased).when(retire).then(retired());
  t.match(after.state.tills, [{ isRetired: true, leaseIds: [leaseId] }]);
  after.when(retire).isRefused('till-unchanged');
  for (const begun of [openDrawer(), leaseQuota(), sell('a', 500), settle('a', 500)])
    after.when(begun).isRefused('till-retired');
});

t.test('a retired till still tells what it sold, gives back, and is counted', async (t) => {
  const away = given(t, leased, drawerOpened(), sold('a', 500, { drawerAtMs: null }), retired());
  away.when(sell('b', 300, { leaseId })).then(sold('b', 300));
  away.when(undo('a')).isAccepted();
  away.when(returnQuota()).isAccepted();
  away.when(cashUp(10_500)).isAccepted();
});

t.test('a till that there is not does nothing', async (t) => {
  const commands = [
    retire,
    openDrawer(),
    leaseQuota(),
    returnQuota(),
    sell('a', 500),
    sell('a', 500, { leaseId }),
    settle('a', 500),
    undo('a'),
    cashUp(0),
  ];
  for (const command of commands) nothing(t, cashierSet()).when(command).isRefused('till-not-found');
});

const set = (name: string, hash?: string): TillCommand => ({
  type: 'set-cashier',
  cashier: cashierOf(name, hash),
});
const removal = (name: string) => ({ type: 'remove-cashier', personId: personIdOf(name) }) as const;
const removed = (name: string): TillEvent => ({ type: 'cashier-removed', personId: personIdOf(name) });

t.test('a cashier is set with a PIN, has the newest one, and goes once', async (t) => {
  const first = nothing(t).when(set('ada')).then(cashierSet('ada'));
  const next = first.when(set('ada', 'other')).then(cashierSet('ada', 'other'));
  t.same(next.state.cashiers, [cashierOf('ada', 'other')]);
  const gone = next.when(removal('ada')).then(removed('ada'));
  t.same(gone.state.cashiers, []);
  gone.when(removal('ada')).isRefused('cashier-unknown');
});

t.test('a shop has so many cashiers; those it has get another PIN', async (t) => {
  const all = Array.from({ length: 200 }, (_, at) => cashierSet(`${at}`));
  const full = nothing(t, ...all);
  full.when(set('ada')).isRefused('till-limit-reached', { limit: 200 });
  full.when(set('7', 'other')).then(cashierSet('7', 'other'));
  nothing(t, ...all.slice(1))
    .when(set('ada'))
    .then(cashierSet('ada'));
});

t.test('who is no cashier any more opens, sells, settles and counts nothing', async (t) => {
  const by = { cashierId: personIdOf('eve') };
  const open = given(t, drawerOpened());
  given(t).when(openDrawer(0, by.cashierId)).isRefused('cashier-unknown');
  open.when(sell('a', 500, by)).isRefused('cashier-unknown');
  open.when(settle('a', 500, by)).isRefused('cashier-unknown');
  open.when(cashUp(0, by)).isRefused('cashier-unknown');
});

t.test('a quota is the till’s until it is given back, once', async (t) => {
  const holding = given(t).when(leaseQuota()).then(leased);
  t.match(holding.state.tills, [{ leaseIds: [leaseId] }]);
  holding.when(returnQuota('lease-of-others' as LeaseId)).isRefused('till-unchanged');
  const back = holding.when(returnQuota()).then({ type: 'lease-given-back', tillId, leaseId });
  t.match(back.state.tills, [{ leaseIds: [] }]);
  back.when(returnQuota()).isRefused('till-unchanged');
});

t.test('an event of a till that nobody knows changes nothing but the count', async (t) => {
  const before = given(t);
  const after = given(t, sold('a', 500, { tillId: tillIdOf('door') }));
  t.same(after.state, { ...before.state, version: before.state.version + 1 });
  t.equal(
    after.state.tills[0]?.sales.some(({ orderId }) => orderId === orderIdOf('a')),
    false,
  );
});
