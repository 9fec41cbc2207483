import fc from 'fast-check';
import { test } from 'tap';
import {
  callOff,
  refusedBy,
  seenLeases,
  tellAgain,
  tellWithoutQuota,
  told,
} from '../../../client-demo/src/pages/till/answers.ts';
import { leftOf, proposal, topUp } from '../../../client-demo/src/pages/till/quota.ts';
import { asNewTill } from '../../../client-demo/src/pages/till/re-pair.ts';
import {
  askSale,
  covers,
  emptyBook,
  fallBack,
  giveBack,
  sellFromQuota,
  takeQuota,
  undoSale,
  untoldOf,
  type Sale,
  type TillBook,
} from '../../../client-demo/src/pages/till/till-book.ts';
import { ModelServer } from './till-model.ts';

const skuId = 'sku-vase';
const sale = (orderId: string, quantity = 1): Sale => ({
  orderId,
  lines: [
    {
      lineId: `line-${orderId}`,
      skuId,
      title: 'Vase',
      quantity,
      unitPriceMinor: 100,
      amountMinor: 100 * quantity,
    },
  ],
  totalMinor: 100 * quantity,
  method: 'cash',
  cashierId: 'mira',
  deviceAtMs: 0,
});

/** A book with so much in its quota, told to the server. */
const withQuota = (quantity: number): TillBook =>
  told(
    takeQuota(emptyBook, { leaseId: 'lease-1', lines: [{ skuId, quantity }], commandId: 'take-1' }),
    'take-1',
  );

const undo = (orderId: string, commandId = `undo-${orderId}`) => ({ orderId, commandId, cashierId: 'mira' });
const left = ({ quota }: TillBook): number => (quota === null ? 0 : leftOf(quota, skuId));
const kinds = ({ queue }: TillBook) => queue.map(({ kind }) => kind);

void test('without a line a till sells what its quota has, and not one more', async (t) => {
  const one = sellFromQuota(withQuota(2), sale('order-1'), 'command-1');
  const two = one && sellFromQuota(one, sale('order-2'), 'command-2');
  t.equal(two && sellFromQuota(two, sale('order-3'), 'command-3'), null);
  t.equal(two && untoldOf(two), 2);
  t.equal(sellFromQuota(emptyBook, sale('order-1'), 'command-1'), null, 'nothing without a quota');
  t.equal(sellFromQuota(withQuota(2), sale('order-1', 3), 'command-1'), null, 'nor a part of it');
});

void test('an undone sale is in the quota again, however often it is undone', async (t) => {
  const sold = sellFromQuota(withQuota(1), sale('order-1'), 'command-1') ?? emptyBook;
  const undone = undoSale(undoSale(sold, undo('order-1')), undo('order-1', 'again'));
  t.equal(left(undone), 1);
  t.same(kinds(undone), ['sale', 'undo']);
});

void test('the old quota stays good until the new one is there, then it is given back behind its sales', async (t) => {
  const asked = takeQuota(withQuota(2), {
    leaseId: 'lease-2',
    lines: [{ skuId, quantity: 5 }],
    commandId: 'take-2',
  });
  const sold = sellFromQuota(asked, sale('order-1'), 'command-1') ?? emptyBook;
  t.match(sold.queue[1], { kind: 'sale', leaseId: 'lease-1' });
  const taken = told(sold, 'take-2');
  t.equal(left(taken), 5);
  t.same(kinds(taken), ['sale', 'give-back']);
  t.match(taken.queue[1], { leaseId: 'lease-1' });
});

void test('a quota that is given back sells no more from that moment on', async (t) => {
  const back = giveBack(withQuota(2), 'back');
  t.equal(sellFromQuota(back, sale('order-1'), 'command-1'), null);
  t.same(kinds(back), ['give-back']);
});

void test('a sale without an answer falls back to the quota under the same order', async (t) => {
  const asked = askSale(withQuota(1), sale('order-1'), 'command-1');
  const kept = fallBack(asked, 'order-1', 'command-2') ?? emptyBook;
  t.equal(kept.queue.length, 1);
  t.match(kept.queue[0], { commandId: 'command-2', leaseId: 'lease-1' });
  t.equal(left(kept), 0);
  const both = refusedBy(kept, 'command-2', 'line-exists');
  t.equal(left(both), 1, 'the first had arrived: the quota still has the piece');
  t.match(both.notes[0], { status: 'told' });
  t.equal(fallBack(askSale(emptyBook, sale('order-2'), 'command-3'), 'order-2', 'command-4'), null);
});

void test('an undo behind such a sale does not put into the quota what was never taken from it', async (t) => {
  const asked = askSale(withQuota(1), sale('order-1'), 'command-1');
  const kept = fallBack(asked, 'order-1', 'command-2') ?? emptyBook;
  const undone = undoSale(kept, undo('order-1'));
  const both = refusedBy(undone, 'command-2', 'line-exists');
  t.equal(left(both), 1);
  t.match(both.queue, [{ kind: 'undo', leaseId: null }]);
});

void test('what the server refuses is kept for a person, and told again when he says so', async (t) => {
  const sold = sellFromQuota(withQuota(1), sale('order-1'), 'command-1') ?? emptyBook;
  const refused = refusedBy(sold, 'command-1', 'lease-not-found');
  t.match(refused, { queue: [], refused: [{ code: 'lease-not-found' }], notes: [{ status: 'refused' }] });
  t.match(
    tellAgain(refused, () => 'fresh'),
    { queue: [{ commandId: 'fresh', leaseId: 'lease-1' }], refused: [] },
  );
  t.match(tellWithoutQuota(refused, 'order-1', 'free'), { queue: [{ commandId: 'free', leaseId: null }] });
  t.match(undoSale(refused, undo('order-1')), { queue: [], refused: [] }, 'undone: nothing is left to tell');
  t.match(callOff(refused, 'order-1'), { refused: [], notes: [] });
});

void test('an answer to what no longer waits changes nothing', async (t) => {
  const book = withQuota(1);
  t.equal(told(book, 'unknown'), book);
  t.equal(refusedBy(book, 'unknown', 'forbidden'), book);
});

void test('a lease that the server showed and shows no more is gone; a strange one is given back', async (t) => {
  const book = withQuota(2);
  t.equal(
    seenLeases(book, [], () => 'x'),
    book,
    'the list lags behind the answer',
  );
  const seen = seenLeases(book, ['lease-1'], () => 'x');
  t.equal(left(seen), 2);
  t.equal(seenLeases(seen, [], () => 'x').quota, null);
  t.match(seenLeases(seen, ['lease-1', 'lease-0'], () => 'x').queue, [
    { kind: 'give-back', leaseId: 'lease-0' },
  ]);
});

void test('the quota is topped up beside the old one where the shop has enough, else in its place', async (t) => {
  const { quota } = sellFromQuota(withQuota(3), sale('order-1'), 'command-1') ?? emptyBook;
  const wishes = [{ skuId, quantity: 3 }];
  t.same(
    topUp(quota, wishes, () => 10),
    { lines: wishes, givesBackFirst: false },
  );
  t.same(
    topUp(quota, wishes, () => 1),
    { lines: wishes, givesBackFirst: true },
  );
  t.equal(
    topUp(quota, wishes, () => 0),
    null,
    'nothing more to be had',
  );
  t.equal(
    topUp(null, [], () => 9),
    null,
  );
  t.same(
    topUp(quota, [], () => 9),
    { lines: [], givesBackFirst: false },
    'no wish: give it back',
  );
  t.same([proposal(12, 1), proposal(2, 1), proposal(0, 1), proposal(100, 30)], [4, 1, 0, 30]);
});

type Step =
  | 'sell'
  | 'ask'
  | 'fall-back'
  | 'undo'
  | 'take'
  | 'give-back'
  | 'tell'
  | 'lose-answer'
  | 'late'
  | 'reload'
  | 're-pair';
const steps: readonly Step[] = [
  ...([
    'sell',
    'sell',
    'ask',
    'fall-back',
    'undo',
    'take',
    'give-back',
    'tell',
    'tell',
    'lose-answer',
  ] as const),
  ...(['late', 'reload', 're-pair'] as const),
];

/** One till and one server; every step as it may come in life. */
class Course {
  book: TillBook = emptyBook;
  readonly server = new ModelServer(40);
  readonly handedOver = new Set<string>();
  #ids = 0;
  /** Sent once and held up somewhere on the way. */
  #adrift: TillBook['queue'] = [];

  #id(kind: string): string {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }

  #answer(hears: boolean): void {
    const [next] = this.book.queue;
    if (next === undefined) return;
    const answer = this.server.hear(next);
    if (!hears) return;
    this.book =
      answer === 'done' ? told(this.book, next.commandId) : refusedBy(this.book, next.commandId, answer);
  }

  do(step: Step, size: number): void {
    const some = this.book.notes[size % Math.max(1, this.book.notes.length)]?.sale.orderId ?? '';
    switch (step) {
      case 'sell': {
        const orderId = this.#id('order');
        const sold = sellFromQuota(this.book, sale(orderId, size), this.#id('command'));
        if (sold !== null) this.handedOver.add(orderId);
        this.book = sold ?? this.book;
        return;
      }
      case 'ask':
        this.book = askSale(this.book, sale(this.#id('order'), size), this.#id('command'));
        this.#adrift = this.book.queue.slice(-1);
        return;
      case 'fall-back': {
        const kept = fallBack(this.book, some, this.#id('command'));
        if (kept !== null) this.handedOver.add(some);
        this.book = kept ?? this.book;
        return;
      }
      case 'undo':
        this.book = undoSale(this.book, undo(some, this.#id('command')));
        return;
      case 'take': {
        const wish = {
          leaseId: this.#id('lease'),
          lines: [{ skuId, quantity: size }],
          commandId: this.#id('command'),
        };
        this.book = takeQuota(this.book, wish);
        return;
      }
      case 'give-back':
        this.book = giveBack(this.book, this.#id('command'));
        return;
      case 'late':
        for (const telling of this.#adrift) this.server.hear(telling);
        this.#adrift = [];
        return;
      case 'reload':
        // What is on disk is plain data (IndexedDB clones it as JSON would).
        this.book = JSON.parse(JSON.stringify(this.book)) as TillBook;
        return;
      case 're-pair':
        // Called off by the shop, and a till again under another id.
        this.book = asNewTill(this.book, 'till-before', () => this.#id('command'));
        return;
      case 'tell':
      case 'lose-answer':
        this.#answer(step === 'tell');
    }
  }

  /** The line is back for good. */
  drain(): void {
    while (this.book.queue.length > 0) this.#answer(true);
  }
}

void test('law: never more is sold than a lease has, and every sale is told exactly once', async (t) => {
  const courses = fc.array(fc.tuple(fc.constantFrom(...steps), fc.integer({ min: 1, max: 4 })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(courses, (course) => {
      const run = new Course();
      for (const [step, size] of course) {
        run.do(step, size);
        if (left(run.book) < 0) return false;
      }
      run.drain();
      const { server, book } = run;
      const standing = book.notes.filter(({ isUndone, status }) => !isUndone && status === 'told');
      const sold = [...server.sold].filter(([, one]) => !one.isUndone).map(([orderId]) => orderId);
      const isSame =
        sold.length === standing.length && standing.every((note) => sold.includes(note.sale.orderId));
      const isWhole = [...run.handedOver].every(
        (orderId) => server.sold.has(orderId) || isUndone(book, orderId),
      );
      const { quota } = book;
      const agrees = quota === null || (server.leases.get(quota.leaseId) ?? -1) >= left(book);
      return server.overdrawn === 0 && isSame && isWhole && agrees && untoldOf(book) === 0;
    }),
    { numRuns: 400 },
  );
  t.pass();
});

const isUndone = ({ notes }: TillBook, orderId: string): boolean =>
  notes.some((note) => note.sale.orderId === orderId && note.isUndone);

void test('covers adds up lines of the same SKU', async (t) => {
  t.equal(
    covers(withQuota(3), [
      { skuId, quantity: 2 },
      { skuId, quantity: 2 },
    ]),
    false,
  );
});
