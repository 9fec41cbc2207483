import { signal, type ReadonlySignal } from '@preact/signals';
import type { BidReceipt } from '#protocol/auction-views.ts';

/** A receipt with what its bidder knows of the bid. */
export interface KeptReceipt {
  readonly receipt: BidReceipt;
  readonly title: string;
  readonly amountMinor: number;
  /** Server time. */
  readonly atMs: number;
}

/** The proofs of this device's acknowledged bids. */
export interface Receipts {
  /** Newest first. */
  readonly list: ReadonlySignal<readonly KeptReceipt[]>;
  keep(receipt: KeptReceipt): void;
}

type Store = Pick<Storage, 'getItem' | 'setItem'>;

const storageKey = 'popstage.bid-receipts';
/** About 200 kB; a browser holds 5 MB for a site. The oldest go first. */
const kept = 400;

const read = (store: Store): readonly KeptReceipt[] => {
  try {
    const held: unknown = JSON.parse(store.getItem(storageKey) ?? '[]');
    // Written by this module alone; what somebody else broke is passed over.
    return Array.isArray(held) ? (held as KeptReceipt[]).filter(({ receipt }) => receipt !== undefined) : [];
  } catch {
    return [];
  }
};

/** Survives the tab. Other tabs of the device write to the same place, so it is read again before each writing. */
export const createReceipts = (store: Store): Receipts => {
  const list = signal(read(store));
  return {
    list,
    keep: (receipt) => {
      list.value = [receipt, ...read(store)].slice(0, kept);
      try {
        store.setItem(storageKey, JSON.stringify(list.value));
      } catch {
        // The device is full: the receipts last as long as the page does.
      }
    },
  };
};

/** A file for `npm run auction:replay -- LOG RECEIPTS`: one receipt a line, as the shop signed it. Pure. */
export const receiptFile = (receipts: readonly KeptReceipt[]): string =>
  receipts.map(({ receipt }) => `${JSON.stringify(receipt)}\n`).join('');
