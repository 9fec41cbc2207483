import type { PersonId } from '#domain/ids.ts';
import type { PeopleStore, Person } from '#application/ports.ts';

/** Forgets everybody when the process ends; for tests. */
export function createMemoryPeopleStore(): PeopleStore & { close(): Promise<void> } {
  const people = new Map<PersonId, Person>();
  return {
    async save(person) {
      people.set(person.personId, person);
    },
    find: async (personId) => people.get(personId),
    findMany: async (personIds) =>
      new Map(
        personIds.flatMap((personId) => {
          const person = people.get(personId);
          return person === undefined ? [] : [[personId, person] as const];
        }),
      ),
    async erase(personId) {
      people.delete(personId);
    },
    close: async () => undefined,
  };
}
