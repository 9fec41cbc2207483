import { test } from 'tap';
import { settleByHand, refusedBy, told } from '../../../client-demo/src/pages/till/answers.ts';
import { asNewTill } from '../../../client-demo/src/pages/till/re-pair.ts';
import { createTeller } from '../../../client-demo/src/pages/till/teller.ts';
import {
  askSale,
  emptyBook,
  sellFromQuota,
  takeQuota,
  undoSale,
  untoldOf,
  type Sale,
  type TillBook,
} from '../../../client-demo/src/pages/till/till-book.ts';
import { failed, succeeded, tableError, type Outcome } from '../../../client-demo/src/live/outcome.ts';
import { FakeTime } from '../live/fake-time.ts';

const skuId = 'sku-vase';
const sale = (orderId: string): Sale => ({
  orderId,
  lines: [
    { lineId: `line-${orderId}`, skuId, title: 'Vase', quantity: 1, unitPriceMinor: 100, amountMinor: 100 },
  ],
  totalMinor: 100,
  method: 'cash',
  cashierId: 'mira',
  deviceAtMs: 0,
});
const undo = (orderId: string) => ({ orderId, commandId: `undo-${orderId}`, cashierId: 'mira' });

/** As much of the quota as is asked for was sold, each piece by itself, and the server was told of nothing. */
const soldOffline = (orderIds: readonly string[]): TillBook => {
  const wish = { leaseId: 'lease-1', lines: [{ skuId, quantity: 9 }], commandId: 'take-1' };
  const begun = told(takeQuota(emptyBook, wish), 'take-1');
  return orderIds.reduce(
    (book, orderId) => sellFromQuota(book, sale(orderId), `sale-${orderId}`) ?? book,
    begun,
  );
};

const toldOf = (book: TillBook) => book.queue.map(({ kind, tillId = 'this till' }) => `${kind} as ${tillId}`);

void test('a device that becomes another till tells its sales as that, and gives the old quota back as the old', async (t) => {
  const book = asNewTill(soldOffline(['a', 'b']), 'till-old', () => 'back');
  t.same(toldOf(book), ['sale as this till', 'sale as this till', 'give-back as till-old']);
  t.match(book.queue[0], { leaseId: 'lease-1' }, 'out of the quota that it was sold from');
  t.equal(untoldOf(book), 2);
  t.equal(book.quota, null, 'nothing more is sold from the old quota');
});

void test('what was told as the old till is undone there; what was not told yet is undone as the new one', async (t) => {
  const both = told(soldOffline(['a', 'b']), 'sale-a');
  const book = asNewTill(both, 'till-old', () => 'back');
  const undone = undoSale(undoSale(book, undo('a')), undo('b'));
  t.same(toldOf(undone).slice(2), ['undo as till-old', 'undo as this till']);
  const before = asNewTill(undoSale(undoSale(both, undo('a')), undo('b')), 'till-old', () => 'back');
  t.same(toldOf(before), [
    'sale as this till',
    'undo as till-old',
    'undo as this till',
    'give-back as till-old',
  ]);
  const twice = asNewTill(before, 'till-newer', () => 'again');
  t.same(toldOf(twice), toldOf(before), 'paired a third time, the first till stays the first');
});

void test('an undo that the server cannot find is a matter for a person, not done in silence', async (t) => {
  const undone = undoSale(told(soldOffline(['a']), 'sale-a'), undo('a'));
  t.match(refusedBy(undone, 'undo-a', 'sale-not-found'), { refused: [{ code: 'sale-not-found' }] });
  t.match(refusedBy(undone, 'undo-a', 'sale-undone'), { refused: [] }, 'but undone already is done');
});

void test('a sale that was settled by hand stays in the list and is told no more', async (t) => {
  const refused = refusedBy(soldOffline(['a']), 'sale-a', 'lease-not-found');
  const settled = settleByHand(refused, 'sale-a');
  t.match(settled, { refused: [], queue: [], notes: [{ status: 'by-hand' }] });
  t.equal(undoSale(settled, undo('a')), settled, 'there is nothing to undo on the server');
  t.equal(settleByHand(settled, 'sale-a'), settled);
});

/** A teller whose server answers as told. */
const tellerOf = (begun: TillBook, answer: (tillId: string) => Outcome<unknown>) => {
  let book = begun;
  const asked: string[] = [];
  const blocked: (string | null)[] = [];
  const teller = createTeller({
    tillId: 'till-new',
    time: new FakeTime(),
    book: () => book,
    changeBook: async (change) => {
      book = change(book);
    },
    request: async (method, params) => {
      // Every telling names its till; the methods' parameters differ in everything else.
      const { tillId } = params as { readonly tillId: string };
      asked.push(`${method} ${tillId}`);
      return answer(tillId);
    },
    isOnline: () => true,
    exclusively: (task) => task(),
    onBlocked: (code) => blocked.push(code),
  });
  return { teller, asked, blocked, now: () => book };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const forbidden = failed(tableError('forbidden'));

void test('a till that may not speak is blocked and keeps everything; nothing is dropped', async (t) => {
  const { teller, blocked, now } = tellerOf(soldOffline(['a']), () => forbidden);
  teller.wake();
  await settled();
  t.same(blocked, ['forbidden']);
  t.equal(untoldOf(now()), 1);
  teller.close();
});

void test('what the former till may not undo any more is put before a person and holds up nothing', async (t) => {
  const before = undoSale(told(soldOffline(['a']), 'sale-a'), undo('a'));
  const queued = askSale(
    asNewTill(before, 'till-old', () => 'back'),
    sale('b'),
    'sale-b',
  );
  const { teller, asked, blocked, now } = tellerOf(queued, (tillId) =>
    tillId === 'till-old' ? forbidden : succeeded(null),
  );
  teller.wake();
  await settled();
  t.same(asked, ['till.undo-sale till-old', 'till.return-quota till-old', 'till.sell-at-till till-new']);
  t.same(blocked, [null], 'the line to the shop is not blocked');
  t.match(now(), { queue: [], refused: [{ code: 'forbidden' }, { code: 'forbidden' }] });
  teller.close();
});
