import { LRUCache } from 'lru-cache';
import type { PersonId, ShopId } from '#domain/ids.ts';
import type { Bus, PeopleStore, Person } from './ports.ts';

/** How people who were erased, or never came, read to others. */
export const namelessName = 'Someone';

/** The names of people, in memory: a bounded cache over the people store. */
export interface Names {
  /** Resolves once `nameOf` knows these people as the store had them now, or a minute ago at most. */
  load(personIds: Iterable<PersonId>): Promise<void>;
  /** For people that were loaded; whoever was erased or is not known reads as `namelessName`. */
  nameOf(personId: PersonId): string;
  /** When a loaded person first came, ms since the epoch; undefined for whom the store does not know. */
  sinceMsOf(personId: PersonId): number | undefined;
  /** The store changed: read this person anew, here and on every other server. Until then the old name stands. */
  forget(personId: PersonId): void;
  /**
   * Hears of whose name was read anew because it changed; of nobody in particular when any may have. What was made of
   * the old name is void then. Returns the way to stop.
   */
  onChanged(listener: (personId: PersonId | undefined) => void): () => void;
  close(): void;
}

export interface NamesOptions {
  readonly people: Pick<PeopleStore, 'findMany'>;
  readonly bus: Bus;
  readonly shopId: ShopId;
}

/** Everybody who wrote in the busiest hour of several shows; some 2 MB. */
const maximumPeople = 20_000;
/** A note on the bus may get lost; then an old name stands for so long. */
const maximumAgeMs = 60_000;
/** A rename during a reading makes it read again; more than this in a row nobody does. */
const maximumReadings = 3;

/** Makes an entry one that has outlived its time: still the best there is, and read anew by whoever loads it. */
const outdated = { ttl: 1, start: 1 };

interface Entry {
  readonly person: Person | undefined;
}

/** Opens the names; the caller closes them before the bus. */
export function openNames({ people, bus, shopId }: NamesOptions): Names {
  const topic = `{${shopId}}:names`;
  // A name may grow old between `load` and `nameOf`; it is still the best one there is.
  const cache = new LRUCache<PersonId, Entry>({
    max: maximumPeople,
    ttl: maximumAgeMs,
    allowStale: true,
    noDeleteOnStaleGet: true,
  });
  let forgotten = 0;
  const listeners = new Set<(personId: PersonId | undefined) => void>();
  const tell = (personId?: PersonId): void => listeners.forEach((listener) => listener(personId));
  const load = async (personIds: Iterable<PersonId>): Promise<void> => {
    const missing = [...new Set(personIds)].filter((personId) => !cache.has(personId));
    for (let reading = 0; missing.length > 0 && reading < maximumReadings; reading += 1) {
      const before = forgotten;
      const found = await people.findMany(missing);
      for (const personId of missing) cache.set(personId, { person: found.get(personId) });
      if (forgotten === before) return;
    }
  };
  const drop = (personId: PersonId): void => {
    forgotten += 1;
    const entry = cache.get(personId);
    // Who just came is nobody's acquaintance yet.
    if (entry === undefined) return;
    cache.set(personId, entry, outdated);
    load([personId]).then(
      () => tell(personId),
      // The store is away: the next who loads this person reads it.
      () => undefined,
    );
  };
  const unsubscribe = bus.subscribe(topic, ({ note }) => {
    // Only `forget` publishes here; ids are compared only, so a strange one matches nothing.
    if (typeof note === 'string') return drop(note as PersonId);
    // The bus was away and something may be missed.
    forgotten += 1;
    for (const [personId, entry] of [...cache.entries()]) cache.set(personId, entry, outdated);
    tell();
  });
  return {
    load,
    nameOf: (personId) => cache.get(personId)?.person?.displayName ?? namelessName,
    sinceMsOf: (personId) => cache.get(personId)?.person?.createdAtMs,
    forget(personId) {
      drop(personId);
      bus.publish(topic, { recorded: [], note: personId });
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: unsubscribe,
  };
}

/** The same store, whose every change the names hear of. What renames and erases goes through this one. */
export const withNames = (people: PeopleStore, names: Pick<Names, 'forget'>): PeopleStore => ({
  find: (personId) => people.find(personId),
  findMany: (personIds) => people.findMany(personIds),
  async save(person) {
    await people.save(person);
    names.forget(person.personId);
  },
  async erase(personId) {
    await people.erase(personId);
    names.forget(personId);
  },
});
