import { withoutSale, type StockLine } from './quota.ts';
import { isSaleOf, marked, noteOf, type Telling, type TillBook } from './till-book.ts';

const withoutTelling = (book: TillBook, commandId: string): TillBook => ({
  ...book,
  queue: book.queue.filter((telling) => telling.commandId !== commandId),
});

const tellingOf = ({ queue }: TillBook, commandId: string): Telling | undefined =>
  queue.find((telling) => telling.commandId === commandId);

/** The server did it (or says that it had). An answer to what no longer waits changes nothing. */
export const told = (book: TillBook, commandId: string): TillBook => {
  const telling = tellingOf(book, commandId);
  if (telling === undefined) return book;
  const rest = withoutTelling(book, commandId);
  switch (telling.kind) {
    case 'sale':
      return marked(rest, telling.sale.orderId, { status: 'told' });
    case 'take':
      return withQuota(rest, telling.leaseId, telling.lines, `${commandId.slice(0, 39)}b`);
    case 'undo':
    case 'give-back':
      return rest;
  }
};

const withQuota = (
  book: TillBook,
  leaseId: string,
  lines: readonly StockLine[],
  commandId: string,
): TillBook => {
  const { quota: before } = book;
  const taken: TillBook = {
    ...book,
    quota: { leaseId, lines, sales: [], isSeen: false },
    quotaRefusal: null,
  };
  if (before === null) return taken;
  // Behind all sales out of it, which stand in the queue already or are told.
  return { ...taken, queue: [...book.queue, { kind: 'give-back', commandId, leaseId: before.leaseId }] };
};

/** Refusals that say no more than: it is so already. */
const doneAlready: Readonly<Record<Telling['kind'], readonly string[]>> = {
  sale: ['line-exists'],
  undo: ['sale-undone'],
  take: ['lease-exists'],
  'give-back': ['till-unchanged', 'lease-not-found'],
};

/** The server will not have it, and saying it again would not help. Nothing that was sold is dropped. */
export const refusedBy = (book: TillBook, commandId: string, code: string): TillBook => {
  const telling = tellingOf(book, commandId);
  if (telling === undefined) return book;
  if (doneAlready[telling.kind].includes(code)) return toldBefore(book, telling);
  const rest = withoutTelling(book, commandId);
  if (telling.kind === 'take') return { ...rest, quotaRefusal: code };
  const kept: TillBook = { ...rest, refused: [...rest.refused, { telling, code }] };
  if (telling.kind !== 'sale') return kept;
  const { orderId } = telling.sale;
  if (noteOf(book, orderId)?.isUndone !== true) return marked(kept, orderId, { status: 'refused' });
  // Sold and undone before the server heard of either: nothing happened.
  return marked({ ...rest, queue: rest.queue.filter((one) => !isUndoOf(one, orderId)) }, orderId, {
    status: 'told',
  });
};

const isUndoOf = (telling: Telling, orderId: string): boolean =>
  telling.kind === 'undo' && telling.orderId === orderId;

/**
 * `line-exists` for a sale out of the quota: the one out of free stock had arrived after all (`fallBack`). So the quota
 * still has the goods, and an undo on its way must not put them there.
 */
const toldBefore = (book: TillBook, telling: Telling): TillBook => {
  const done = told(book, telling.commandId);
  if (telling.kind !== 'sale' || telling.leaseId === null) return done;
  const { orderId } = telling.sale;
  return {
    ...done,
    quota: done.quota && withoutSale(done.quota, orderId),
    queue: done.queue.map((one) =>
      one.kind === 'undo' && isUndoOf(one, orderId) ? { ...one, leaseId: null } : one,
    ),
  };
};

/** The person asks once more: the refused go to the end of the queue in their order, under new ids. */
export const tellAgain = (book: TillBook, freshId: () => string): TillBook => {
  const again = book.refused.map(({ telling }) => ({ ...telling, commandId: freshId() }));
  return withStatus({ ...book, queue: [...book.queue, ...again], refused: [] }, again);
};

/** The same for one sale, out of the shop's free stock: the quota it came from is gone. */
export const tellWithoutQuota = (book: TillBook, orderId: string, commandId: string): TillBook => {
  const found = book.refused.find(({ telling }) => isSaleOf(telling, orderId));
  if (found?.telling.kind !== 'sale') return book;
  const again: Telling = { ...found.telling, commandId, leaseId: null };
  const refused = book.refused.filter((one) => one !== found);
  return withStatus({ ...book, queue: [...book.queue, again], refused }, [again]);
};

const withStatus = (book: TillBook, tellings: readonly Telling[]): TillBook =>
  tellings.reduce(
    (all, telling) => (telling.kind === 'sale' ? marked(all, telling.sale.orderId, { status: 'kept' }) : all),
    book,
  );

/** A sale that was refused before anything was handed over: it never was. */
export const callOff = (book: TillBook, orderId: string): TillBook => ({
  ...book,
  refused: book.refused.filter(({ telling }) => !isSaleOf(telling, orderId)),
  notes: book.notes.filter(({ sale }) => sale.orderId !== orderId),
});

/** A person saw to it some other way (`shop` corrects the stock by hand); the sale stays in the list, marked. */
export const settleByHand = (book: TillBook, commandId: string): TillBook => {
  const settled = book.refused.find(({ telling }) => telling.commandId === commandId);
  if (settled === undefined) return book;
  const rest = { ...book, refused: book.refused.filter((one) => one !== settled) };
  const { telling } = settled;
  return telling.kind === 'sale' ? marked(rest, telling.sale.orderId, { status: 'by-hand' }) : rest;
};

/**
 * What the server's list says of this till's leases. It may lag behind, so it never adds to the quota: one that it
 * showed and shows no more is gone; another one is given back, because nothing here knows of it.
 */
export const seenLeases = (book: TillBook, leaseIds: readonly string[], freshId: () => string): TillBook => {
  if (book.queue.length > 0) return book;
  const { quota } = book;
  const strays = leaseIds.filter((leaseId) => leaseId !== quota?.leaseId);
  const queue: readonly Telling[] = strays.map((leaseId) => ({
    kind: 'give-back',
    commandId: freshId(),
    leaseId,
  }));
  const isThere = quota !== null && leaseIds.includes(quota.leaseId);
  if (quota === null || isThere === quota.isSeen) return queue.length === 0 ? book : { ...book, queue };
  return isThere ? { ...book, queue, quota: { ...quota, isSeen: true } } : { ...book, queue, quota: null };
};
