import { effect, type ReadonlySignal } from '@preact/signals';
import type { TimeSource } from '../../live/time-source.ts';
import { callOff } from './answers.ts';
import { askSale, covers, fallBack, noteOf, sellFromQuota, type Sale, type TillBook } from './till-book.ts';

/**
 * How a sale ended. `done`: it stands, hand it over. `refused`: nothing was sold. `open`: no answer and no quota for it;
 * it goes on asking, and the person may call it off.
 */
export type SaleEnd =
  | { readonly status: 'done'; readonly number: number }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'open' };

/** A customer waits; a server that is there answers within a fraction of this. */
const answerMs = 6_000;

interface SellingOptions {
  readonly book: ReadonlySignal<TillBook>;
  readonly changeBook: (change: (book: TillBook) => TillBook | null) => Promise<TillBook | null>;
  readonly time: TimeSource;
  readonly isOnline: () => boolean;
  /** The shop took the till away: nothing more is sold, whatever the quota still has. */
  readonly isCalledOff: () => boolean;
  readonly wake: () => void;
  readonly freshId: () => string;
}

type Answer = 'told' | 'refused' | 'none';

/** Resolves when the server said something about the sale, or after `answerMs`. */
const answerOn = ({ book, time }: SellingOptions, orderId: string): Promise<Answer> =>
  new Promise((resolve) => {
    let stop = () => {};
    const end = (answer: Answer) => {
      cancel();
      resolve(answer);
      // The effect may still be running its first round, in which it cannot be stopped yet.
      queueMicrotask(() => stop());
    };
    const cancel = time.after(answerMs, () => end('none'));
    stop = effect(() => {
      const status = noteOf(book.value, orderId)?.status;
      if (status === 'told' || status === 'refused') end(status);
    });
  });

const doneAs = (book: TillBook, orderId: string): SaleEnd => ({
  status: 'done',
  number: noteOf(book, orderId)?.number ?? 0,
});

/** Out of the quota, whatever the line does. Written down before it is said to be done. */
const sellHere = async (options: SellingOptions, sale: Sale, code: string): Promise<SaleEnd> => {
  const sold = await options.changeBook((book) => sellFromQuota(book, sale, options.freshId()));
  if (sold === null) return { status: 'refused', code };
  options.wake();
  return doneAs(sold, sale.orderId);
};

/** Refusals after which the quota may still have it. */
const isShortage = (code: string): boolean => code === 'stock-insufficient';

const afterRefusal = async (options: SellingOptions, sale: Sale): Promise<SaleEnd> => {
  const { book, changeBook } = options;
  const refused = book.peek().refused.find(({ telling }) => {
    return telling.kind === 'sale' && telling.sale.orderId === sale.orderId;
  });
  const code = refused?.code ?? 'server-error';
  await changeBook((before) => callOff(before, sale.orderId));
  return isShortage(code) && covers(book.peek(), sale.lines)
    ? sellHere(options, sale, code)
    : { status: 'refused', code };
};

/**
 * Sells. With a line the server decides out of the shop's free stock; without one, or when it does not answer, the quota
 * does. Beyond the quota nothing is sold without an answer, and nothing at all by a till that is called off, also where
 * that turns out while it asks.
 */
export const sell = async (options: SellingOptions, sale: Sale): Promise<SaleEnd> => {
  const { book, changeBook, isOnline, isCalledOff, wake, freshId } = options;
  if (isCalledOff()) return { status: 'refused', code: 'till-retired' };
  // What waits to be told comes first; behind it an answer would take its time.
  if (!isOnline() || book.peek().queue.length > 0) {
    if (!isOnline() || covers(book.peek(), sale.lines)) return sellHere(options, sale, 'lease-exceeded');
  }
  await changeBook((before) => askSale(before, sale, freshId()));
  wake();
  const answer = await answerOn(options, sale.orderId);
  if (answer === 'told') return doneAs(book.peek(), sale.orderId);
  if (answer === 'refused') return afterRefusal(options, sale);
  if (isCalledOff()) return { status: 'open' };
  const kept = await changeBook((before) => fallBack(before, sale.orderId, freshId()));
  return kept === null ? { status: 'open' } : doneAs(kept, sale.orderId);
};
