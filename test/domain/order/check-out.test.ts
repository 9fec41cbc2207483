import t from 'tap';
import {
  checkCart,
  checkTotal,
  deliveryFor,
  dueMinor,
  placeLines,
  type Delivery,
  type OrderEvent,
} from '#domain/order/order.ts';
import {
  a,
  absent,
  added,
  b,
  bought,
  dueMs,
  given,
  lapsed,
  noted,
  parcel,
  pickUp,
  placed,
  started,
  withdrawn,
  won,
} from './order-given.ts';

type Order = Parameters<typeof checkCart>[0];
const check =
  (delivery: Delivery = pickUp) =>
  (order: Order) =>
    checkCart(order, delivery);
const total = (seenTotalMinor: number) => (order: Order) => checkTotal(order, seenTotalMinor);

t.test('there is something to check out in the cart, lapsed or due, and otherwise not', async (t) => {
  absent(t).when(check()).isRefused('cart-empty');
  given(t).when(check()).isRefused('cart-empty');
  given(t, added(a), withdrawn(a)).when(check()).isRefused('cart-empty');
  given(t, added(a)).when(check()).passes();
  given(t, added(a), lapsed(a)).when(check()).passes();
  given(t, won(a)).when(check()).passes();
  given(t, ...bought('one', [a]))
    .when(check())
    .isRefused('cart-empty');
});

t.test('what is free is ordered, too', async (t) => {
  const free = given(t, added(a, { unitPriceMinor: 0, amountMinor: 0 }));
  free.when(check()).passes();
});

t.test('what was paid for to be picked up may still become a parcel, until it is handed out', async (t) => {
  const handedOut: OrderEvent = { type: 'lines-handed-out', lineIds: [a] };
  given(t, ...bought('one', [a]))
    .when(check(parcel))
    .passes();
  given(t, ...bought('one', [a]), handedOut)
    .when(check(parcel))
    .isRefused('cart-empty');
  given(t, ...bought('one', [a], parcel))
    .when(check(parcel))
    .isRefused('cart-empty');
});

t.test('a parcel that is paid stays one; before, the buyer may choose again', async (t) => {
  const ordered = given(t, added(a), placed([a], parcel)).state;
  t.same(deliveryFor(ordered, pickUp), pickUp);
  const paidFor = given(t, ...bought('one', [a], parcel)).state;
  t.same(deliveryFor(paidFor, pickUp), parcel);
  t.same(deliveryFor(absent(t).state, parcel), parcel);
});

const place =
  (delivery: Delivery, deadlineMs: number | null = dueMs) =>
  (order: Order) =>
    placeLines(order, { lineIds: [a], delivery, deadlineMs, pickUpCode: 'NEWONE' });
const isPlaced = (delivery: Delivery, pickUpCode: string | null, deadlineMs: number | null = dueMs) =>
  ({ type: 'lines-placed', lineIds: [a], delivery, deadlineMs, pickUpCode }) as const;

t.test(
  'lines are ordered together with how they get there, and until when they are to be paid',
  async (t) => {
    const cart = given(t, added(a), added(b));
    const { state } = cart.when(place(pickUp)).then(isPlaced(pickUp, 'NEWONE'));
    const lines = [{ status: 'placed', deadlineMs: dueMs }, { status: 'in-cart' }];
    t.match(state, { delivery: pickUp, pickUpCode: 'NEWONE', lines });
    cart.when(place(pickUp, null)).then(isPlaced(pickUp, 'NEWONE', null));
    t.match(cart.when(place(parcel)).then(isPlaced(parcel, null)).state, { pickUpCode: null });
  },
);

t.test('an order has one pick-up code, also when it was a parcel in between', async (t) => {
  const first = given(t, added(b), placed([b]), added(a));
  first.when(place(pickUp)).then(isPlaced(pickUp, 'ACDEFG'));
  const sent = first.when(place(parcel)).then(isPlaced(parcel, null));
  sent.when(place(pickUp)).then(isPlaced(pickUp, 'ACDEFG'));
});

t.test('the sum is the one that the buyer saw, or it is refused with what is due and paid', async (t) => {
  const order = given(t, won(a), added(b), placed([b], parcel));
  order.when(total(1_990)).passes();
  order.when(total(1_989)).isRefused('price-changed', { totalMinor: 1_990, paidMinor: 0 });
  order.when(total(1_991)).isRefused('price-changed', { totalMinor: 1_990, paidMinor: 0 });
  given(t, ...bought('one', [a]), won(b))
    .when(total(0))
    .isRefused('price-changed', { totalMinor: 900, paidMinor: 1_000 });
  absent(t).when(total(0)).passes();
});

t.test('the parcel is due once, as long as nobody paid it and there is something to send', async (t) => {
  const due = (...history: readonly OrderEvent[]) => dueMinor(given(t, ...history).state);
  t.equal(due(added(a)), 0, 'a cart owes nothing');
  t.equal(due(added(a), placed([a], parcel)), 1_090);
  t.equal(due(...bought('one', [a], parcel), won(b)), 900);
  t.equal(due(added(a), placed([a], parcel), withdrawn(a)), 0, 'nothing to send');
  const failed = started('one', 1_090, [a], { shippingMinor: 90 });
  t.equal(due(added(a), placed([a], parcel), failed, noted('one', 'failed')), 1_090);
});

t.test('a rehearsal owes nothing', async (t) => {
  const rehearsed = { isRehearsal: true, holdId: null, deadlineMs: null };
  const order = given(t, added(a, rehearsed), placed([a], pickUp, null));
  t.equal(dueMinor(order.state), 0);
});

t.test('sums stay exact up to the highest number', async (t) => {
  const unitPriceMinor = Number.MAX_SAFE_INTEGER - 1;
  const dear = { pieces: 1, unitPriceMinor, amountMinor: unitPriceMinor };
  const cent = { pieces: 1, unitPriceMinor: 1, amountMinor: 1 };
  const order = given(t, added(a, dear), added(b, cent), placed([a, b]));
  order.when(total(Number.MAX_SAFE_INTEGER)).passes();
});
