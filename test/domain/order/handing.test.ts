import t from 'tap';
import { handOut, ship, undoHandOut, type OrderEvent } from '#domain/order/order.ts';
import { a, absent, added, b, bought, given, lineIdOf, parcel, placed, withdrawn } from './order-given.ts';

type Order = Parameters<typeof handOut>[0];
const hand =
  (...lineIds: readonly (typeof a)[]) =>
  (order: Order) =>
    handOut(order, lineIds);
const undo =
  (...lineIds: readonly (typeof a)[]) =>
  (order: Order) =>
    undoHandOut(order, lineIds);
const send =
  (...lineIds: readonly (typeof a)[]) =>
  (order: Order) =>
    ship(order, lineIds, 'RR123');
const handedOut = (...lineIds: readonly (typeof a)[]): OrderEvent => ({ type: 'lines-handed-out', lineIds });
const undone = (...lineIds: readonly (typeof a)[]): OrderEvent => ({ type: 'hand-out-undone', lineIds });
const shipped = (...lineIds: readonly (typeof a)[]): OrderEvent => ({
  type: 'lines-shipped',
  lineIds,
  tracking: 'RR123',
});
const none = lineIdOf('none');

t.test('what is paid is handed out once, all that is named or nothing', async (t) => {
  const order = given(t, ...bought('one', [a, b]));
  const after = order.when(hand(a)).then(handedOut(a));
  t.match(after.state, { lines: [{ status: 'handed-out' }, { status: 'paid' }] });
  after.when(hand(a)).isRefused('line-wrong-status', { status: 'handed-out' });
  after.when(hand(b, a)).isRefused('line-wrong-status', { status: 'handed-out' });
  after.when(hand(b, none)).isRefused('line-not-found');
  after.when(hand(b)).then(handedOut(b));
});

t.test('nothing is handed out that is not paid', async (t) => {
  given(t, added(a)).when(hand(a)).isRefused('line-wrong-status', { status: 'in-cart' });
  given(t, added(a), placed([a]))
    .when(hand(a))
    .isRefused('line-wrong-status', { status: 'placed' });
  given(t, added(a), withdrawn(a)).when(hand(a)).isRefused('line-wrong-status', { status: 'withdrawn' });
});

t.test('a wrong tap is undone, once', async (t) => {
  const order = given(t, ...bought('one', [a, b]), handedOut(a, b));
  const after = order.when(undo(a)).then(undone(a));
  t.match(after.state, { lines: [{ status: 'paid' }, { status: 'handed-out' }] });
  after.when(undo(a)).isRefused('line-wrong-status', { status: 'paid' });
  after.when(undo(none)).isRefused('line-not-found');
  after.when(hand(a)).then(handedOut(a));
});

t.test('a parcel is sent where the buyer wants one, and may be taken back', async (t) => {
  const order = given(t, ...bought('one', [a, b], parcel));
  const after = order.when(send(a)).then(shipped(a));
  t.match(after.state, { isSent: true, lines: [{ status: 'shipped' }, { status: 'paid' }] });
  after.when(send(a)).isRefused('line-wrong-status', { status: 'shipped' });
  after.when(send(none)).isRefused('line-not-found');
  after.when(hand(a)).isRefused('line-wrong-status', { status: 'shipped' });
  const back = after.when(undo(a)).then(undone(a));
  t.match(back.state, { isSent: false, lines: [{ status: 'paid' }, { status: 'paid' }] });
});

t.test('a parcel of which something is still under way stays sent', async (t) => {
  const order = given(t, ...bought('one', [a, b], parcel), shipped(a, b));
  t.match(order.when(undo(a)).then(undone(a)).state, { isSent: true });
});

t.test('what is to be picked up is not sent', async (t) => {
  const order = given(t, ...bought('one', [a]));
  order.when(send(a)).isRefused('delivery-unavailable');
});

t.test('an order that is not there hands nothing out', async (t) => {
  for (const asked of [hand(a), undo(a), send(a)]) absent(t).when(asked).isRefused('order-not-found');
});
