import { test } from 'tap';
import type { OrderSummaryView } from '#protocol/order-views.ts';
import { findOrders, isOwing } from '../../../client-demo/src/pages/shop/order-filter.ts';
import { partOf, reasonOf } from '../../../client-demo/src/pages/shop/owed-refund.ts';

const order = (orderId: string, changes: Partial<OrderSummaryView> = {}): OrderSummaryView => ({
  orderId,
  showId: 'show',
  showTitle: 'Show',
  status: 'paid',
  currency: 'EUR',
  totalMinor: 1000,
  dueMinor: 0,
  pieces: 1,
  titles: ['Cup'],
  delivery: 'pick-up',
  pickUpCode: null,
  createdAtMs: 0,
  changedAtMs: 0,
  ...changes,
});

const orders = [
  order('paid'),
  order('owing', { needsAttention: true, changedAtMs: 1 }),
  order('cancelled', { status: 'withdrawn' }),
  order('cancelled-and-owing', { status: 'withdrawn', needsAttention: true, changedAtMs: 2 }),
];
const idsIn = (shown: Parameters<typeof findOrders>[1], search = '') =>
  findOrders(orders, shown, search).map(({ orderId }) => orderId);

void test('orders that owe their buyer money are found at one tap, whatever became of the goods', async (t) => {
  t.same(idsIn('attention'), ['cancelled-and-owing', 'owing']);
  t.same(idsIn('attention', 'vase'), [], 'and searched like all others');
  t.equal(orders.filter(isOwing).length, 2);
});

void test('nobody is done with an order that owes money; it is not picked up for that', async (t) => {
  t.same(idsIn('open'), ['cancelled-and-owing', 'owing', 'paid']);
  t.same(idsIn('done'), ['cancelled']);
  t.same(idsIn('pick-up'), ['owing', 'paid']);
});

void test('a whole code finds its order whatever became of it, so that a hand-out can be undone', async (t) => {
  const handedOut = order('handed-out', { status: 'done', pickUpCode: 'K7-4QX' });
  const found = (search: string) => findOrders([...orders, handedOut], 'pick-up', search);
  t.same(found('k74qx'), [handedOut], 'however it was typed');
  t.same(found('k74q'), [], 'a part of it is a search like any other');
  t.notOk(found('').includes(handedOut));
});

void test('nothing typed gives all of it back, a smaller sum that much, a greater one nothing', async (t) => {
  const readMoney = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) * 100 : null);
  t.same(partOf(' ', 500, readMoney), { amountMinor: 500, isAll: true });
  t.same(partOf('5', 500, readMoney), { amountMinor: 500, isAll: true });
  t.same(partOf('3', 500, readMoney), { amountMinor: 300, isAll: false });
  for (const wrong of ['6', '0', 'five']) t.equal(partOf(wrong, 500, readMoney), null, wrong);
});

void test('the server’s own words are told in the reader’s language, what somebody wrote as it is', async (t) => {
  t.same(reasonOf({ reason: 'no-parcel' }), { kind: 'own', reason: 'no-parcel' });
  t.same(reasonOf({ reason: 'cracked' }), { kind: 'written', text: 'cracked' });
  t.equal(reasonOf({ reason: '' }), null);
});
