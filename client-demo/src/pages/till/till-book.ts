import { leftOf, withoutSale, type Quota, type StockLine } from './quota.ts';

/** A position of a sale. Quantities in divisions of the unit; the title is for people here, the server has its own. */
export interface SaleLine extends StockLine {
  readonly lineId: string;
  readonly title: string;
  /** What `quantity` counts where it is sold by the division: `cm`; absent: pieces. For people, as the title. */
  readonly unitName?: string;
  readonly unitPriceMinor: number;
  readonly amountMinor: number;
}

export interface Sale {
  readonly orderId: string;
  readonly lines: readonly SaleLine[];
  readonly totalMinor: number;
  readonly method: 'cash' | 'terminal';
  readonly cashierId: string;
  /** The device's clock, for people only: nothing is decided by it. */
  readonly deviceAtMs: number;
  /** When the drawer was opened into which the money went; absent in books of before drawers were named. */
  readonly drawerAtMs?: number | null;
}

/**
 * What the server has to hear, once, in this order. `commandId` stays over reloads, so that repeating does no harm.
 * `tillId`: the till it is about where that is one this device was before it was paired anew.
 */
export type Telling = { readonly commandId: string; readonly tillId?: string } & (
  | { readonly kind: 'sale'; readonly sale: Sale; readonly leaseId: string | null }
  | {
      readonly kind: 'undo';
      readonly orderId: string;
      readonly leaseId: string | null;
      readonly cashierId: string;
      readonly drawerAtMs?: number | null;
    }
  | { readonly kind: 'take'; readonly leaseId: string; readonly lines: readonly StockLine[] }
  | { readonly kind: 'give-back'; readonly leaseId: string }
);

/**
 * A sale as this till knows it. `asked`: the server has the last word, nothing was handed over. `kept`: out of the
 * quota, certain, to be told. `refused`: a person has to look at it. `by-hand`: a person did, and the server never took it.
 */
export interface SaleNote {
  readonly sale: Sale;
  readonly number: number;
  readonly status: 'asked' | 'kept' | 'told' | 'refused' | 'by-hand';
  readonly isUndone: boolean;
  /** The till it was told as, where this device is another one by now. */
  readonly tillId?: string;
}

/** Everything of a till that must outlive a reload. Changed by the functions of this folder only, each of them pure. */
export interface TillBook {
  readonly quota: Quota | null;
  readonly queue: readonly Telling[];
  /** What the server will not take as it is; kept until a person decides. */
  readonly refused: readonly { readonly telling: Telling; readonly code: string }[];
  /** The newest first. */
  readonly notes: readonly SaleNote[];
  readonly lastNumber: number;
  /** Why the last quota was not given; null since one was. */
  readonly quotaRefusal: string | null;
  /** How much of what the till should have when the line drops; topped up when it is back. */
  readonly wishes: readonly StockLine[];
}

export const emptyBook: TillBook = {
  quota: null,
  queue: [],
  refused: [],
  notes: [],
  lastNumber: 0,
  quotaRefusal: null,
  wishes: [],
};

/** As many as the server keeps of a till; what is not told yet is never forgotten. */
const maximumNotes = 300;

export const noteOf = ({ notes }: TillBook, orderId: string): SaleNote | undefined =>
  notes.find(({ sale }) => sale.orderId === orderId);

export const marked = (book: TillBook, orderId: string, change: Partial<SaleNote>): TillBook => ({
  ...book,
  notes: book.notes.map((note) => (note.sale.orderId === orderId ? { ...note, ...change } : note)),
});

const noted = (book: TillBook, sale: Sale, status: SaleNote['status']): TillBook => {
  const number = book.lastNumber + 1;
  const all = [{ sale, number, status, isUndone: false } as const, ...book.notes];
  const notes = all.filter((note, place) => place < maximumNotes || note.status !== 'told');
  return { ...book, notes, lastNumber: number };
};

/** Whether the quota has all of these. */
export const covers = ({ quota }: TillBook, lines: readonly StockLine[]): boolean => {
  if (quota === null) return false;
  const wanted = new Map<string, number>();
  for (const { skuId, quantity } of lines) wanted.set(skuId, (wanted.get(skuId) ?? 0) + quantity);
  return [...wanted].every(([skuId, quantity]) => leftOf(quota, skuId) >= quantity);
};

const takenFrom = (quota: Quota, { orderId, lines }: Sale): Quota => ({
  ...quota,
  sales: [...quota.sales, { orderId, lines: lines.map(({ skuId, quantity }) => ({ skuId, quantity })) }],
});

/** A sale that needs nobody's leave: out of the quota, certain at once. null: the quota does not hold it. */
export const sellFromQuota = (book: TillBook, sale: Sale, commandId: string): TillBook | null => {
  const { quota } = book;
  if (quota === null || !covers(book, sale.lines)) return null;
  const telling: Telling = { kind: 'sale', commandId, sale, leaseId: quota.leaseId };
  const sold = { ...book, quota: takenFrom(quota, sale), queue: [...book.queue, telling] };
  return noted(sold, sale, 'kept');
};

/** A sale out of the shop's free stock: done when the server says so. */
export const askSale = (book: TillBook, sale: Sale, commandId: string): TillBook =>
  noted({ ...book, queue: [...book.queue, { kind: 'sale', commandId, sale, leaseId: null }] }, sale, 'asked');

/**
 * No answer came: the same sale out of the quota, under a new command. The order's id is the same, so the server makes
 * one of both whichever arrives first (`line-exists` for the other). null: nothing waits, or the quota does not hold it.
 */
export const fallBack = (book: TillBook, orderId: string, commandId: string): TillBook | null => {
  const { quota } = book;
  const place = book.queue.findIndex((one) => one.kind === 'sale' && one.sale.orderId === orderId);
  const telling = book.queue[place];
  if (quota === null || telling?.kind !== 'sale' || telling.leaseId !== null) return null;
  if (!covers(book, telling.sale.lines)) return null;
  // Behind the quota's own taking, which stands in the queue before it or is told already.
  const queue = book.queue.with(place, { ...telling, commandId, leaseId: quota.leaseId });
  return marked({ ...book, quota: takenFrom(quota, telling.sale), queue }, orderId, { status: 'kept' });
};

/** Takes a sale back: goods into the quota if they came from it and it is still there. */
export const undoSale = (
  book: TillBook,
  {
    orderId,
    cashierId,
    commandId,
    drawerAtMs = null,
  }: { orderId: string; cashierId: string; commandId: string; drawerAtMs?: number | null },
): TillBook => {
  const note = noteOf(book, orderId);
  if (note === undefined || note.isUndone || note.status === 'by-hand') return book;
  const undone = marked(book, orderId, { isUndone: true });
  const isOfQuota = book.quota?.sales.some((sale) => sale.orderId === orderId) === true;
  const quota = book.quota && withoutSale(book.quota, orderId);
  const isRefused = book.refused.some(({ telling }) => isSaleOf(telling, orderId));
  if (isRefused) {
    // The server never took it: there is nothing to tell any more.
    const refused = book.refused.filter(({ telling }) => !isSaleOf(telling, orderId));
    return { ...undone, quota, refused };
  }
  const leaseId = isOfQuota && book.quota !== null ? book.quota.leaseId : null;
  return {
    ...undone,
    quota,
    queue: [
      ...book.queue,
      { kind: 'undo', commandId, orderId, leaseId, cashierId, drawerAtMs, ...formerTill(note) },
    ],
  };
};

const formerTill = ({ tillId }: SaleNote): { readonly tillId?: string } =>
  tillId === undefined ? {} : { tillId };

export const isSaleOf = (telling: Telling, orderId: string): boolean =>
  telling.kind === 'sale' && telling.sale.orderId === orderId;

/** Asks for a quota; the one before stays good until the new one is there, and is given back then. */
export const takeQuota = (
  book: TillBook,
  wish: { readonly leaseId: string; readonly lines: readonly StockLine[]; readonly commandId: string },
): TillBook => ({ ...book, quotaRefusal: null, queue: [...book.queue, { kind: 'take', ...wish }] });

/** Gives the quota back: from now on nothing is sold from it. */
export const giveBack = (book: TillBook, commandId: string): TillBook =>
  book.quota === null
    ? book
    : {
        ...book,
        quota: null,
        queue: [...book.queue, { kind: 'give-back', commandId, leaseId: book.quota.leaseId }],
      };

export const isTakingQuota = ({ queue }: TillBook): boolean => queue.some(({ kind }) => kind === 'take');

/** Sales and undos that the server has not heard of yet. */
export const untoldOf = ({ queue }: TillBook): number =>
  queue.filter(({ kind }) => kind === 'sale' || kind === 'undo').length;
