import t from 'tap';
import {
  addLine,
  cancelLines,
  changeLine,
  checkTaking,
  itemsOf,
  maximumLines,
  maximumPieces,
  nothingHeld,
  type OrderEvent,
} from '#domain/order/order.ts';
import type { Offer, OfferTerms } from '#domain/shelf/shelf.ts';
import { item, termsOf } from '../shelf/shelf-examples.ts';
import {
  a,
  absent,
  added,
  b,
  bought,
  c,
  dueMs,
  given,
  holdIdOf,
  lapsed,
  lineIdOf,
  lineOf,
  opening,
  overdue,
  placed,
  skuIdOf,
  withdrawn,
  won,
} from './order-given.ts';

t.test('the first line opens the order as its buyer’s; further ones are only added', async (t) => {
  const add =
    (lineId = a) =>
    (order: Parameters<typeof addLine>[0]) =>
      addLine(order, lineOf(lineId), opening);
  const after = absent(t)
    .when(add())
    .then({ type: 'order-opened', ...opening }, added(a));
  t.match(after.state, { status: 'present', buyerId: opening.buyerId, lines: [{ lineId: a }] });
  after.when(add(b)).then(added(b)).when(add()).isRefused('line-exists');
});

t.test('a line that was taken out keeps its id', async (t) => {
  given(t, added(a), withdrawn(a))
    .when((order) => addLine(order, lineOf(a), opening))
    .isRefused('line-exists');
});

t.test('an order takes so many lines and no more', async (t) => {
  const full = Array.from({ length: maximumLines }, (_, at) => added(lineIdOf(`${at}`)));
  const add = (order: Parameters<typeof addLine>[0]) => addLine(order, lineOf(a), opening);
  given(t, ...full)
    .when(add)
    .isRefused('order-limit-reached', { limit: maximumLines });
  given(t, ...full.slice(1))
    .when(add)
    .then(added(a));
});

const offerOf = (parts: Partial<OfferTerms>): Offer => ({
  status: 'planned',
  offerId: 'offer-0001' as Offer['offerId'],
  terms: termsOf(parts),
  taken: 0,
  takenBy: [],
});

t.test('what is taken has the price that was seen and a choice that the offer has', async (t) => {
  const cups = { items: [item('cup', 3), item('jug', 2)], isChoice: true };
  const check = (parts: Partial<OfferTerms>, skuId: string | null, seenPriceMinor = 500) =>
    absent(t).when(() =>
      checkTaking(offerOf(parts), {
        skuId: skuId === null ? null : skuIdOf(skuId),
        pieces: 1,
        seenPriceMinor,
      }),
    );
  check({}, null).passes();
  check(cups, 'jug').passes();
  check({ priceMinor: 0 }, null, 0).passes();
  check({ priceMinor: Number.MAX_SAFE_INTEGER }, null, Number.MAX_SAFE_INTEGER).passes();
  check({}, null, 499).isRefused('price-changed', { priceMinor: 500 });
  check({ priceMinor: 0 }, null, 1).isRefused('price-changed', { priceMinor: 0 });
  check(cups, null).isRefused('choice-invalid');
  check(cups, 'plate').isRefused('choice-invalid');
  check({}, 'cup').isRefused('choice-invalid');
});

t.test('a choice takes its one item, everything else all of its items, in divisions', async (t) => {
  const items = [item('cup', 3), item('cloth', 2_500)];
  t.same(itemsOf({ items, isChoice: false }, null, 2), [
    { skuId: skuIdOf('cup'), quantity: 6 },
    { skuId: skuIdOf('cloth'), quantity: 5_000 },
  ]);
  t.same(itemsOf({ items, isChoice: true }, skuIdOf('cloth'), 3), [
    { skuId: skuIdOf('cloth'), quantity: 7_500 },
  ]);
});

const change =
  (pieces: number, lineId = a) =>
  (order: Parameters<typeof changeLine>[0]) =>
    changeLine(order, { lineId, pieces }, { holdId: holdIdOf('next'), deadlineMs: dueMs });
const changed = (pieces: number) => ({
  type: 'line-changed' as const,
  lineId: a,
  pieces,
  items: [{ skuId: skuIdOf('cup'), quantity: 3 * pieces }],
  amountMinor: 500 * pieces,
  holdId: holdIdOf('next'),
  deadlineMs: dueMs,
});

t.test('another number of pieces changes amount and stock with it, under the new hold', async (t) => {
  const cart = given(t, added(a));
  const more = cart.when(change(3)).then(changed(3));
  more.when(change(1)).then(changed(1));
  cart.when(change(2)).isRefused('order-unchanged');
  cart.when(change(maximumPieces)).then(changed(maximumPieces));
  cart.when(change(maximumPieces + 1)).isRefused('order-limit-reached', { limit: maximumPieces });
  cart.when(change(1, b)).isRefused('line-not-found');
});

t.test('no pieces at all take the line out, once', async (t) => {
  const out = given(t, added(a)).when(change(0)).then(withdrawn(a));
  t.match(out.state, { lines: [{ status: 'withdrawn', holdId: null, deadlineMs: null }] });
  out.when(change(0)).isRefused('line-wrong-status', { status: 'withdrawn' });
});

t.test('a line that lapsed is in the cart again with the same number of pieces', async (t) => {
  const back = given(t, added(a), lapsed(a)).when(change(2)).then(changed(2));
  t.match(back.state, { lines: [{ status: 'in-cart', holdId: holdIdOf('next') }] });
});

t.test('what is held for nobody changes without a hold', async (t) => {
  given(t, added(a, nothingHeld))
    .when((order) => changeLine(order, { lineId: a, pieces: 1 }, nothingHeld))
    .then({ ...changed(1), ...nothingHeld });
});

t.test('pieces of what is ordered, paid or gone are not changed', async (t) => {
  const refused = (status: string, ...history: readonly OrderEvent[]) =>
    given(t, ...history)
      .when(change(1))
      .isRefused('line-wrong-status', { status });
  refused('placed', added(a), placed([a]));
  refused('overdue', won(a), overdue(a));
  refused('paid', ...bought('one', [a]));
});

const cancel =
  (by: 'buyer' | 'shop', ...lineIds: readonly (typeof a)[]) =>
  (order: Parameters<typeof cancelLines>[0]) =>
    cancelLines(order, lineIds, by);

t.test('unpaid purchases are cancelled by buyer and shop, all of them or none', async (t) => {
  const order = given(t, added(a), added(b), lapsed(b), added(c), placed([c]));
  order.when(cancel('buyer', a, b, c)).then(withdrawn(a), withdrawn(b), withdrawn(c));
  order.when(cancel('shop', a)).then(withdrawn(a, 'shop'));
  order.when(cancel('buyer', a, a)).then(withdrawn(a));
  order.when(cancel('buyer', a, lineIdOf('none'))).isRefused('line-not-found');
  const out = order.when(cancel('buyer', a)).then(withdrawn(a));
  out.when(cancel('buyer', b, a)).isRefused('line-wrong-status', { status: 'withdrawn' });
});

t.test('a win is the shop’s to cancel, not its buyer’s; what is paid is nobody’s to cancel', async (t) => {
  const order = given(t, won(a), won(b), overdue(b));
  order.when(cancel('buyer', a)).isRefused('line-is-a-win');
  order.when(cancel('buyer', b)).isRefused('line-is-a-win');
  order.when(cancel('shop', a, b)).then(withdrawn(a, 'shop'), withdrawn(b, 'shop'));
  const paidFor = given(t, ...bought('one', [a]));
  paidFor.when(cancel('shop', a)).isRefused('line-wrong-status', { status: 'paid' });
});
