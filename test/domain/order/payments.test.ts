import t from 'tap';
import {
  giveUp,
  giveUpAnyway,
  notePayment,
  payableLines,
  settle,
  startPayment,
  type OrderEvent,
  type PaymentScope,
} from '#domain/order/order.ts';
import {
  a,
  absent,
  added,
  b,
  bought,
  given,
  lapsed,
  noted,
  overdue,
  paid,
  parcel,
  paymentIdOf,
  pickUp,
  placed,
  soldFrom,
  started,
  withdrawn,
  won,
} from './order-given.ts';

type Order = Parameters<typeof settle>[0];
const start =
  (name: string, scope: PaymentScope = 'all-due', mode: 'begin' | 'charge' = 'begin') =>
  (order: Order) =>
    startPayment(order, { paymentId: paymentIdOf(name), method: 'stripe', mode, scope });
const unsaid = { providerRef: null, url: null, declineCode: null };
const note =
  (name: string, status: Parameters<typeof noted>[1], parts: Partial<typeof unsaid> | object = {}) =>
  (order: Order) =>
    notePayment(order, { paymentId: paymentIdOf(name), status, ...unsaid, ...parts });

t.test('a payment is for all that is due, the parcel included, or for one win', async (t) => {
  const order = given(t, won(a), added(b), placed([b], parcel));
  order.when(start('one')).then(started('one', 1_990, [a, b], { shippingMinor: 90 }));
  order.when(start('one', a, 'charge')).then(started('one', 900, [a], { mode: 'charge' }));
  given(t, won(a), overdue(a))
    .when(start('one'))
    .then(started('one', 900, [a]));
});

t.test('nothing is paid where nothing is due', async (t) => {
  absent(t).when(start('one')).isRefused('order-not-found');
  given(t).when(start('one')).isRefused('nothing-due');
  given(t, added(a)).when(start('one')).isRefused('nothing-due');
  given(t, ...bought('one', [a]))
    .when(start('two'))
    .isRefused('nothing-due');
  given(t, won(a)).when(start('one', b)).isRefused('nothing-due');
});

t.test('what costs nothing is settled by a payment of nothing', async (t) => {
  const free = given(t, added(a, { unitPriceMinor: 0, amountMinor: 0 }), placed([a]));
  free.when(start('one')).then(started('one', 0, [a]));
});

t.test('an earlier payment for the same is given up; one that a bank works on is waited for', async (t) => {
  const begun = given(t, won(a), started('one', 900, [a]));
  begun.when(start('two')).then(noted('one', 'cancelled'), started('two', 900, [a]));
  const acts = given(t, won(a), started('one', 900, [a]), noted('one', 'action-required'));
  acts.when(start('two')).then(noted('one', 'cancelled'), started('two', 900, [a]));
  const works = given(t, won(a), started('one', 900, [a]), noted('one', 'pending'));
  works.when(start('two')).isRefused('payment-under-way');
  const charges = given(t, won(a), started('one', 900, [a], { mode: 'charge' }));
  charges.when(start('two')).isRefused('payment-under-way');
  const failed = given(t, won(a), started('one', 900, [a]), noted('one', 'failed'));
  failed.when(start('two')).then(started('two', 900, [a]));
});

t.test('a payment for something else goes on beside it', async (t) => {
  const order = given(t, won(a), started('one', 900, [a], { mode: 'charge' }), won(b));
  order.when(start('two', b, 'charge')).then(started('two', 900, [b], { mode: 'charge' }));
});

t.test('two payments for one parcel are not begun', async (t) => {
  const shipping = { shippingMinor: 90 };
  const order = given(t, won(a), placed([], parcel), started('one', 90, [], shipping), won(b));
  const two = started('two', 1_890, [a, b], shipping);
  order.when(start('two')).then(noted('one', 'cancelled'), two);
});

t.test('a payment of the parcel alone is not given up for a line that it does not pay', async (t) => {
  const order = given(t, placed([], parcel), started('one', 90, [], { shippingMinor: 90 }), won(b));
  order.when(start('two', b, 'charge')).then(started('two', 900, [b], { mode: 'charge' }));
});

t.test('an order takes so many attempts to pay and no more', async (t) => {
  const attempts = Array.from({ length: 100 }, (_, at) => [
    started(`${at}`, 900, [a]),
    noted(`${at}`, 'failed'),
  ]).flat();
  given(t, won(a), ...attempts)
    .when(start('one'))
    .isRefused('order-limit-reached', { limit: 100 });
  given(t, won(a), ...attempts.slice(2))
    .when(start('one'))
    .isAccepted();
});

t.test('giving up ends what is open for these lines, and refuses while a bank works on it', async (t) => {
  const open = given(t, won(a), won(b), started('one', 900, [a]), started('two', 900, [b]));
  open.when((order) => giveUp(order, [a])).then(noted('one', 'cancelled'));
  open.when((order) => giveUp(order, [])).then();
  const works = given(t, won(a), started('one', 900, [a]), noted('one', 'pending', { providerRef: 'pi' }));
  works.when((order) => giveUp(order, [a])).isRefused('payment-under-way');
  works.when((order) => giveUpAnyway(order, [a])).then(noted('one', 'cancelled', { providerRef: 'pi' }));
});

t.test('what the provider says is noted once; said again, it is no news', async (t) => {
  const words = [
    ['action-required', { url: 'https://pay/1', providerRef: 'cs' }],
    ['pending', { providerRef: 'pi' }],
    ['failed', { declineCode: 'card_declined' }],
    ['cancelled', {}],
    ['succeeded', { providerRef: 'pi' }],
  ] as const;
  for (const [status, parts] of words) {
    const order = given(t, won(a), started('one', 900, [a]));
    const after = order.when(note('one', status, parts)).then(noted('one', status, parts));
    after.when(note('one', status, parts)).isRefused('order-unchanged', { status });
  }
});

t.test('what is open goes to and fro; a failure ends it, and a success ends even that', async (t) => {
  const order = given(t, won(a), started('one', 900, [a]), noted('one', 'pending'));
  const acts = order.when(note('one', 'action-required')).then(noted('one', 'action-required'));
  const other = { url: 'https://pay/2' };
  acts.when(note('one', 'action-required', other)).then(noted('one', 'action-required', other));
  const failed = acts.when(note('one', 'failed')).then(noted('one', 'failed'));
  for (const late of ['pending', 'action-required', 'cancelled'] as const)
    failed.when(note('one', late)).isRefused('order-unchanged', { status: 'failed' });
  const won900 = failed.when(note('one', 'succeeded')).then(noted('one', 'succeeded'));
  for (const late of ['pending', 'action-required', 'failed', 'cancelled'] as const)
    won900.when(note('one', late)).isRefused('order-unchanged', { status: 'succeeded' });
});

t.test('a payment that was given up may have gone through nevertheless', async (t) => {
  const order = given(t, won(a), started('one', 900, [a]), noted('one', 'cancelled'));
  order.when(note('one', 'succeeded')).then(noted('one', 'succeeded'));
  order.when(note('one', 'failed')).isRefused('order-unchanged', { status: 'cancelled' });
});

t.test('of a payment that is not this order’s nothing is noted', async (t) => {
  given(t, won(a)).when(note('one', 'succeeded')).isRefused('payment-not-found');
  absent(t).when(note('one', 'succeeded')).isRefused('payment-not-found');
});

const settled =
  (name: string, ...sold: readonly (typeof a)[]) =>
  (order: Order) =>
    settle(
      order,
      paymentIdOf(name),
      sold.map((lineId) => ({ lineId, soldFrom: [...soldFrom] })),
      'back',
    );
const back = (name: string, amountMinor: number, ...lineIds: readonly (typeof a)[]): OrderEvent => ({
  type: 'refund-started',
  refundId: 'back',
  paymentId: paymentIdOf(name),
  amountMinor,
  lineIds,
  reason: 'not-available',
  restocks: false,
});

t.test('a success pays the lines whose stock could be sold; the rest goes back', async (t) => {
  const order = given(t, won(a), won(b), started('one', 1_800, [a, b]), noted('one', 'succeeded'));
  const all = order.when(settled('one', a, b)).then(paid('one', a, b));
  t.match(all.state, {
    lines: [
      { status: 'paid', paidById: paymentIdOf('one'), holdId: null, deadlineMs: null, soldFrom },
      { status: 'paid' },
    ],
  });
  order.when(settled('one', a)).then(paid('one', a), back('one', 900, b));
  order.when(settled('one')).then(back('one', 1_800, a, b));
});

t.test('the parcel is paid with the first of what it carries, and goes back with all of it', async (t) => {
  const shipping = { shippingMinor: 90 };
  const order = given(
    t,
    won(a),
    won(b),
    placed([], parcel),
    started('one', 1_890, [a, b], shipping),
    noted('one', 'succeeded'),
  );
  order.when(settled('one', a)).then(paid('one', a), back('one', 900, b));
  order.when(settled('one')).then(back('one', 1_890, a, b));
});

t.test('nothing is settled that did not succeed', async (t) => {
  absent(t).when(settled('one', a)).isRefused('payment-not-found');
  given(t, won(a)).when(settled('one', a)).isRefused('payment-not-found');
  for (const status of ['pending', 'failed', 'cancelled'] as const)
    given(t, won(a), started('one', 900, [a]), noted('one', status))
      .when(settled('one', a))
      .isRefused('payment-not-found');
});

t.test('a success pays what is still to be paid, lapsed or overdue as it may be', async (t) => {
  const payable = (...history: readonly OrderEvent[]) =>
    payableLines(given(t, ...history, noted('one', 'succeeded')).state, paymentIdOf('one'));
  t.same(payable(won(a), started('one', 900, [a])), [a]);
  t.same(payable(won(a), started('one', 900, [a]), overdue(a)), [a]);
  t.same(payable(added(a), placed([a], pickUp), started('one', 1_000, [a]), lapsed(a)), [a]);
  t.same(payable(won(a), started('one', 900, [a]), withdrawn(a)), [], 'gone');
  t.same(payable(won(a), started('one', 899, [a])), [], 'another sum');
  const twice = [started('one', 900, [a]), started('two', 900, [a]), noted('two', 'succeeded')];
  t.same(payable(won(a), ...twice, paid('two', a)), [], 'paid by another');
  t.same(payableLines(absent(t).state, paymentIdOf('one')), []);
});
