import { giveBack, type Telling, type TillBook } from './till-book.ts';

/** Sales and quotas to be taken are told as the till it is now; what undoes or gives back belongs to the one before. */
const isOfFormer = (telling: Telling, book: TillBook): boolean =>
  telling.kind === 'give-back' || (telling.kind === 'undo' && !isUntold(book, telling.orderId));

const isUntold = ({ queue }: TillBook, orderId: string): boolean =>
  queue.some((one) => one.kind === 'sale' && one.sale.orderId === orderId);

const withFormer = <Value extends { readonly tillId?: string }>(value: Value, formerId: string): Value =>
  value.tillId === undefined ? { ...value, tillId: formerId } : value;

/**
 * The book of a device that becomes another till. No sale is lost: what is not told yet is told as the new till, what
 * is told stays the former one's, and its quota is given back behind the sales out of it. Pure.
 */
export const asNewTill = (book: TillBook, formerId: string, freshId: () => string): TillBook => {
  const back = giveBack(book, freshId());
  return {
    ...back,
    queue: back.queue.map((telling) => (isOfFormer(telling, back) ? withFormer(telling, formerId) : telling)),
    notes: back.notes.map((note) => (note.status === 'told' ? withFormer(note, formerId) : note)),
    quotaRefusal: null,
  };
};
