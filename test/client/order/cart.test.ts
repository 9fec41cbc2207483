import { test } from 'tap';
import {
  firstDeadline,
  hasOtherWay,
  isPaidAtStall,
  isShippingPaid,
  lineOfOffer,
  pageToPayOn,
  totalFor,
} from '../../../client-demo/src/order/cart.ts';
import { defaultShopSettings } from '#domain/catalogue/catalogue.ts';
import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { OrderLineView, OrderView } from '#protocol/order-views.ts';

const line = (
  lineId: string,
  status: OrderLineView['status'],
  changes: Partial<OrderLineView> = {},
): OrderLineView => ({
  lineId,
  source: { kind: 'offer', id: 'offer' },
  title: lineId,
  taxLabel: '',
  pieces: 1,
  items: [{ skuId: 'cup', quantity: 1 }],
  unitPriceMinor: 1000,
  amountMinor: 1000,
  refundedMinor: 0,
  status,
  deadlineMs: null,
  isRehearsal: false,
  ...changes,
});

const orderOf = (lines: readonly OrderLineView[], changes: Partial<OrderView> = {}): OrderView => ({
  orderId: 'order',
  showId: 'show',
  status: 'cart',
  currency: 'EUR',
  lines,
  delivery: null,
  pickUpCode: null,
  cartMinor: 0,
  dueMinor: 0,
  paidMinor: 0,
  refundedMinor: 0,
  parcelPaidMinor: 0,
  payments: [],
  createdAtMs: 0,
  ...changes,
});

type Payment = OrderView['payments'][number];
const payment = (changes: Partial<Payment>): Payment => ({
  paymentId: 'payment',
  method: 'stripe',
  amountMinor: 1000,
  status: 'started',
  url: null,
  refundedMinor: 0,
  startedAtMs: 0,
  ...changes,
});

void test('the sum is the cart, what is due and the parcel, and nothing of a rehearsal', async (t) => {
  const order = orderOf([
    line('a', 'in-cart'),
    line('b', 'lapsed'),
    line('c', 'placed', { source: { kind: 'lot', id: 'lot' } }),
    line('d', 'paid'),
    line('e', 'withdrawn'),
    line('f', 'in-cart', { isRehearsal: true }),
  ]);
  t.equal(totalFor(order, 'pick-up', 490), 3000);
  t.equal(totalFor(order, 'parcel', 490), 3490);
});

void test('a parcel is paid for once', async (t) => {
  const lines = [line('a', 'paid'), line('b', 'in-cart')];
  const parcel = { kind: 'parcel', shippingMinor: 490 } as const;
  const paid = orderOf(lines, { delivery: parcel, paidMinor: 1490, parcelPaidMinor: 490 });
  t.ok(isShippingPaid(paid));
  t.equal(totalFor(paid, 'parcel', 490), 1000);
  const unpaid = orderOf(lines, { delivery: { kind: 'pick-up' }, paidMinor: 1000 });
  t.notOk(isShippingPaid(unpaid));
  t.equal(totalFor(unpaid, 'parcel', 490), 1490);
  const returned = { ...paid, refundedMinor: 490, parcelPaidMinor: 0 };
  t.equal(totalFor(returned, 'parcel', 490), 1490, 'and again where its price went back');
});

void test('the hold that ends first is the one to hurry for', async (t) => {
  t.equal(
    firstDeadline([line('a', 'in-cart', { deadlineMs: 9 }), line('b', 'in-cart', { deadlineMs: 4 })]),
    4,
  );
  t.equal(firstDeadline([line('a', 'in-cart')]), null);
});

void test('one more of an offer goes to its line, of this variant', async (t) => {
  const order = orderOf([line('paid', 'paid'), line('held', 'in-cart')]);
  t.match(lineOfOffer(order, 'offer', null), { lineId: 'held' });
  t.match(lineOfOffer(order, 'offer', 'cup'), { lineId: 'held' });
  t.equal(lineOfOffer(order, 'offer', 'jug'), undefined);
  t.equal(lineOfOffer(null, 'offer', null), undefined);
});

void test('the buyer goes on to the provider’s page only while there is one', async (t) => {
  const url = 'https://pay.test/session';
  t.equal(pageToPayOn(orderOf([], { payments: [payment({ status: 'action-required', url })] })), url);
  t.equal(pageToPayOn(orderOf([], { payments: [payment({ status: 'succeeded' })] })), null);
});

void test('an order is to be paid at the stall until it is, or another way is taken', async (t) => {
  const due = [line('a', 'placed')];
  const stall = payment({ method: 'stall', status: 'pending' });
  t.ok(isPaidAtStall(orderOf(due, { payments: [stall] })));
  t.ok(isPaidAtStall(orderOf(due, { payments: [stall, payment({ status: 'failed' })] })));
  t.notOk(isPaidAtStall(orderOf(due, { payments: [stall, payment({ status: 'started' })] })));
  t.notOk(isPaidAtStall(orderOf([line('a', 'paid')], { payments: [stall] })));
});

test('who pays at the stall is offered another way only where there is one', (t) => {
  const shop = (ways: Partial<CatalogueView>, shipsParcels: boolean): CatalogueView => ({
    settings: { ...defaultShopSettings, shipsParcels },
    products: [],
    paymentMethods: ['stall'],
    ...ways,
  });
  t.equal(hasOtherWay(null), false);
  t.equal(hasOtherWay(shop({}, false)), false);
  t.equal(hasOtherWay(shop({}, true)), true, 'a parcel');
  t.equal(hasOtherWay(shop({ paymentMethods: ['stall', 'stripe'] }, false)), true, 'a card');
  t.end();
});
