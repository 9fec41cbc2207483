import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { TillsView, TillView } from '#protocol/till-views.ts';
import { emptyBook, type TillBook } from './till-book.ts';

/** What makes this browser a till. Made once; the server knows it by `tillId`. */
export interface Device {
  readonly tillId: string;
  readonly label: string;
}

/** What the till needs of the shop to work without a line, as it was last. */
export interface Kept {
  readonly catalogue: CatalogueView;
  readonly cashiers: TillsView['cashiers'];
  readonly till: TillView;
}

interface Shelf extends DBSchema {
  readonly till: { readonly key: string; readonly value: unknown };
}

export interface TillStore {
  readDevice(): Promise<Device | undefined>;
  saveDevice(device: Device): Promise<void>;
  readKept(): Promise<Kept | undefined>;
  saveKept(kept: Kept): Promise<void>;
  readBook(): Promise<TillBook>;
  /**
   * Changes the book in one transaction, so that two tabs never write over each other; resolves when it is on disk,
   * and only then may a sale be shown as done. `change` answers null for: leave it.
   */
  changeBook(change: (book: TillBook) => TillBook | null): Promise<TillBook | null>;
  /** Wrong PINs in a row. */
  readWrongTries(): Promise<number>;
  saveWrongTries(count: number): Promise<void>;
  /** Another tab of this browser changed the book. */
  onBook(listener: (book: TillBook) => void): () => void;
}

const name = 'popstage-till';
const box = 'till';

const open = (): Promise<IDBPDatabase<Shelf>> =>
  openDB<Shelf>(name, 1, { upgrade: (database) => void database.createObjectStore(box) });

/** The till's place in this browser's IndexedDB. */
export const openTillStore = async (): Promise<TillStore> => {
  const database = await open();
  const channel = new BroadcastChannel(name);
  // Only this file writes here, under these keys and in these shapes.
  const read = async <Value>(key: string) => (await database.get(box, key)) as Value | undefined;
  const save = async (key: string, value: unknown) => {
    await database.put(box, value, key);
  };
  const changeBook: TillStore['changeBook'] = async (change) => {
    const work = database.transaction(box, 'readwrite', { durability: 'strict' });
    const before = ((await work.store.get('book')) as TillBook | undefined) ?? emptyBook;
    const after = change(before);
    if (after !== null && after !== before) await work.store.put(after, 'book');
    await work.done;
    if (after !== null && after !== before) channel.postMessage('book');
    return after;
  };
  const readBook = async () => (await read<TillBook>('book')) ?? emptyBook;
  return {
    readDevice: () => read<Device>('device'),
    saveDevice: (device) => save('device', device),
    readKept: () => read<Kept>('kept'),
    saveKept: (kept) => save('kept', kept),
    readBook,
    changeBook,
    readWrongTries: async () => (await read<number>('wrong-tries')) ?? 0,
    saveWrongTries: (count) => save('wrong-tries', count),
    onBook: (listener) => {
      // Read anew and not sent along: a message that comes late would bring back what this tab changed since.
      const hear = () => void readBook().then(listener);
      channel.addEventListener('message', hear);
      return () => channel.removeEventListener('message', hear);
    },
  };
};
