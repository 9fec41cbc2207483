import { freshId } from './fresh-id.ts';
import type { Outgoing, OutgoingStore } from './outgoing.ts';

/** What the store needs of the browser; tests put their own in its place. */
export interface TabStorage {
  readonly keys: () => readonly string[];
  readonly get: (key: string) => string | null;
  readonly set: (key: string, value: string | null) => void;
  /** Made at the first visit and kept over reloads of this tab. */
  readonly tabId: string;
  /** Runs while no other tab runs a task of this name. */
  readonly exclusively: <Value>(name: string, task: () => Promise<Value>) => Promise<Value>;
  /** Whether a tab of this id is open somewhere. This tab counts as open once it asked. */
  readonly isOpen: (tabId: string) => Promise<boolean>;
}

const prefix = 'popstage.outgoing';

const read = (storage: TabStorage, key: string): readonly Outgoing[] => {
  try {
    const stored: unknown = JSON.parse(storage.get(key) ?? '[]');
    // Written by `save` below, under a key of our own.
    return Array.isArray(stored) ? (stored as Outgoing[]) : [];
  } catch {
    return [];
  }
};

/** Messages of one person in one room. Each tab has a place of its own, so no tab ever writes over another's. */
export const createOutgoingStore = (storage: TabStorage, showId: string, personId: string): OutgoingStore => {
  const place = `${prefix}.${showId}.${personId}.`;
  const own = `${place}${storage.tabId}`;
  return {
    adopt: () =>
      storage.exclusively(prefix, async () => {
        const found: Outgoing[] = [...read(storage, own)];
        for (const key of storage.keys()) {
          const tabId = key.startsWith(place) ? key.slice(place.length) : storage.tabId;
          if (tabId === storage.tabId || (await storage.isOpen(tabId))) continue;
          found.push(...read(storage, key));
          storage.set(key, null);
        }
        if (found.length > 0) storage.set(own, JSON.stringify(found));
        return found.toSorted((a, b) => a.writtenAtMs - b.writtenAtMs);
      }),
    save: (messages) => storage.set(own, messages.length === 0 ? null : JSON.stringify(messages)),
  };
};

const tabLock = (tabId: string): string => `popstage-tab-${tabId}`;

/** A private window may refuse to store anything; then messages live as long as their page. */
const quietly = <Value>(task: () => Value, otherwise: Value): Value => {
  try {
    return task();
  } catch {
    return otherwise;
  }
};

const keptTabId = (): string =>
  quietly(() => {
    const known = sessionStorage.getItem('popstage.tab');
    const tabId = known ?? freshId();
    if (known === null) sessionStorage.setItem('popstage.tab', tabId);
    return tabId;
  }, freshId());

/** Without Web Locks (plain HTTP on a network) a tab cannot know of others, and leaves theirs alone. */
export const browserTabStorage = (): TabStorage => {
  const locks: LockManager | undefined = navigator.locks;
  let tabId = keptTabId();
  // A duplicated tab copies the id of its original: who finds the lock taken is the copy and becomes its own.
  const held = locks?.request(tabLock(tabId), { ifAvailable: true }, (lock) => {
    if (lock === null) tabId = freshId();
    // Held until the page goes: the browser frees it then.
    return lock === null ? undefined : new Promise(() => {});
  });
  void held;
  return {
    get tabId() {
      return tabId;
    },
    keys: () => quietly(() => Object.keys(localStorage), []),
    get: (key) => quietly(() => localStorage.getItem(key), null),
    set: (key, value) =>
      quietly(
        () => (value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value)),
        undefined,
      ),
    exclusively: async (name, task) => (locks === undefined ? task() : locks.request(name, task)),
    isOpen: async (id) => {
      if (locks === undefined) return true;
      const { held: all = [] } = await locks.query();
      return all.some(({ name }) => name === tabLock(id));
    },
  };
};
