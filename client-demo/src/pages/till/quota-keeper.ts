import { effect, type ReadonlySignal } from '@preact/signals';
import { freshId } from '../../live/fresh-id.ts';
import { seenLeases } from './answers.ts';
import { topUp } from './quota.ts';
import { giveBack, isTakingQuota, takeQuota, type TillBook } from './till-book.ts';
import type { Line } from './till-line.ts';
import type { Till } from './use-till.ts';

/** Quotas are for selling at the stall; every shop begins with it (domain/catalogue/state.ts). */
const stallPlaceId = 'place-stall';

interface KeeperOptions extends Pick<Till, 'ledger' | 'view' | 'calledOff'> {
  readonly line: ReadonlySignal<Line>;
  readonly book: ReadonlySignal<TillBook>;
  readonly changeBook: (change: (book: TillBook) => TillBook | null) => Promise<unknown>;
  readonly wake: () => void;
}

/** The book with the commands that bring its quota to what is wished; null where nothing is to be done. */
const filled = (book: TillBook, free: (skuId: string) => number): TillBook | null => {
  if (isTakingQuota(book)) return null;
  const plan = topUp(book.quota, book.wishes, free);
  if (plan === null) return null;
  const base = plan.givesBackFirst || plan.lines.length === 0 ? giveBack(book, freshId()) : book;
  if (plan.lines.length === 0) return base;
  return takeQuota(base, { leaseId: freshId(), lines: plan.lines, commandId: freshId() });
};

/** Keeps the quota as it is wished: filled up after every outage, once everything is told, and when somebody asks. */
export const createQuotaKeeper = (options: KeeperOptions) => {
  const { line, book, changeBook, ledger, view, calledOff, wake } = options;
  const free = (skuId: string): number => {
    const row = ledger.peek()?.board?.find((one) => one.skuId === skuId);
    return row?.places.find(({ placeId }) => placeId === stallPlaceId)?.free ?? 0;
  };
  const fillUp = async () => {
    if (line.peek().status !== 'on' || ledger.peek()?.board === undefined) return;
    if (calledOff.peek() !== null) return;
    await changeBook((before) => filled(before, free));
    wake();
  };
  let wasOff = true;
  const stopFilling = effect(() => {
    if (line.value.status !== 'on') wasOff = true;
    else if (wasOff && book.value.queue.length === 0 && ledger.value?.board !== undefined) {
      wasOff = false;
      void fillUp();
    }
  });
  const stopSeen = effect(() => {
    const leaseIds = view.value?.leases.map(({ leaseId }) => leaseId);
    if (line.value.status !== 'on' || leaseIds === undefined || book.value.queue.length > 0) return;
    if (seenLeases(book.peek(), leaseIds, freshId) === book.peek()) return;
    void changeBook((before) => seenLeases(before, leaseIds, freshId));
  });
  // A retired till sells no more: what it has goes back, once everything that it sold is told.
  const stopGivingBack = effect(() => {
    const { quota, queue } = book.value;
    if (calledOff.value !== 'retired' || line.value.status !== 'on') return;
    if (quota === null || queue.length > 0) return;
    void changeBook((before) => (before.queue.length > 0 ? null : giveBack(before, freshId()))).then(wake);
  });
  return {
    fillUp,
    close: () => {
      stopGivingBack();
      stopFilling();
      stopSeen();
    },
  };
};
