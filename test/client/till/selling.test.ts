import { signal } from '@preact/signals';
import { test } from 'tap';
import { refusedBy, told } from '../../../client-demo/src/pages/till/answers.ts';
import { leftOf } from '../../../client-demo/src/pages/till/quota.ts';
import { sell } from '../../../client-demo/src/pages/till/selling.ts';
import {
  emptyBook,
  takeQuota,
  untoldOf,
  type Sale,
  type TillBook,
} from '../../../client-demo/src/pages/till/till-book.ts';
import { FakeTime } from '../live/fake-time.ts';

const skuId = 'sku-vase';
const sale: Sale = {
  orderId: 'order-1',
  lines: [{ lineId: 'line-1', skuId, title: 'Vase', quantity: 1, unitPriceMinor: 100, amountMinor: 100 }],
  totalMinor: 100,
  method: 'cash',
  cashierId: 'mira',
  deviceAtMs: 0,
};
/** Longer than a customer is let wait for the server. */
const patienceMs = 7_000;

const withQuota = (quantity: number): TillBook =>
  told(takeQuota(emptyBook, { leaseId: 'lease-1', lines: [{ skuId, quantity }], commandId: 'take' }), 'take');

/** A till with a line whose server says what `answer` makes of the book; null: nothing. */
const tillWith = (begun: TillBook, answer: (book: TillBook, commandId: string) => TillBook | null) => {
  const book = signal(begun);
  const time = new FakeTime();
  const isOnline = signal(true);
  const isCalledOff = signal(false);
  let ids = 0;
  const changeBook = async (change: (before: TillBook) => TillBook | null): Promise<TillBook | null> => {
    const after = change(book.peek());
    if (after !== null) book.value = after;
    return after;
  };
  const wake = () => {
    const [next] = book.peek().queue;
    if (next === undefined || !isOnline.peek()) return;
    queueMicrotask(() => (book.value = answer(book.peek(), next.commandId) ?? book.peek()));
  };
  const freshId = () => `id-${(ids += 1)}`;
  const options = { book, changeBook, time, isOnline: () => isOnline.peek(), wake, freshId };
  return {
    ...{ book, time, isOnline, isCalledOff },
    sell: () => sell({ ...options, isCalledOff: () => isCalledOff.peek() }, sale),
  };
};

const left = ({ quota }: TillBook): number => (quota === null ? 0 : leftOf(quota, skuId));

void test('with a line the server has the last word, and the quota stays whole', async (t) => {
  const till = tillWith(withQuota(1), told);
  t.same(await till.sell(), { status: 'done', number: 1 });
  t.equal(left(till.book.value), 1);
  t.equal(untoldOf(till.book.value), 0);
});

void test('what the shop has no more of comes out of the quota, and is refused where that is empty', async (t) => {
  const refuse = (book: TillBook, commandId: string) => {
    const asked = book.queue.find((one) => one.commandId === commandId);
    const isFree = asked?.kind === 'sale' && asked.leaseId === null;
    return isFree ? refusedBy(book, commandId, 'stock-insufficient') : null;
  };
  const till = tillWith(withQuota(1), refuse);
  t.same(await till.sell(), { status: 'done', number: 2 });
  t.equal(left(till.book.value), 0);
  const empty = tillWith(emptyBook, refuse);
  t.same(await empty.sell(), { status: 'refused', code: 'stock-insufficient' });
  t.match(empty.book.value, { queue: [], refused: [], notes: [] }, 'as if it had never been');
});

void test('without a line the quota alone sells; beyond it nothing is sold', async (t) => {
  const till = tillWith(withQuota(1), told);
  till.isOnline.value = false;
  t.same(await till.sell(), { status: 'done', number: 1 });
  t.equal(untoldOf(till.book.value), 1);
  const empty = tillWith(emptyBook, told);
  empty.isOnline.value = false;
  t.same(await empty.sell(), { status: 'refused', code: 'lease-exceeded' });
});

void test('no answer: the quota sells where it can, else it stays open', async (t) => {
  for (const [quota, end] of [
    [withQuota(1), 'done'],
    [emptyBook, 'open'],
  ] as const) {
    const till = tillWith(quota, () => null);
    const selling = till.sell();
    await till.time.advance(patienceMs);
    t.equal((await selling).status, end);
  }
});

void test('a till that is called off sells nothing, also when that turns out while it asks', async (t) => {
  const off = tillWith(withQuota(1), told);
  off.isCalledOff.value = true;
  t.same(await off.sell(), { status: 'refused', code: 'till-retired' });
  t.equal(left(off.book.value), 1);
  const meanwhile = tillWith(withQuota(1), () => null);
  const selling = meanwhile.sell();
  await meanwhile.time.settle();
  meanwhile.isCalledOff.value = true;
  await meanwhile.time.advance(patienceMs);
  t.same(await selling, { status: 'open' });
  t.equal(left(meanwhile.book.value), 1, 'the quota is not touched any more');
});
