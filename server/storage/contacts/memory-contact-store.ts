import type { Contact, ContactStore, SignInRequest } from '#application/contacts/contact-store.ts';
import type { PersonId } from '#domain/ids.ts';

const maximumByPhone = 20;

/** Forgets everything when the process ends; for tests. */
export function createMemoryContactStore(): ContactStore {
  const contacts = new Map<PersonId, Contact>();
  const requests = new Map<string, SignInRequest>();
  const joined = new Map<PersonId, PersonId>();
  const ownerOf = (email: string): Contact | undefined =>
    [...contacts.values()].find(({ signInEmail }) => signInEmail === email);
  const erase = (personId: PersonId): void => {
    contacts.delete(personId);
    for (const [guestId, becameId] of joined)
      if (guestId === personId || becameId === personId) joined.delete(guestId);
    for (const [hash, request] of requests) if (request.personId === personId) requests.delete(hash);
  };
  return {
    async save(contact) {
      const signInEmail = contacts.get(contact.personId)?.signInEmail ?? null;
      contacts.set(contact.personId, { ...contact, signInEmail });
    },
    find: async (personId) => contacts.get(personId),
    findMany: async (personIds) =>
      new Map(
        personIds.flatMap((personId) => {
          const contact = contacts.get(personId);
          return contact === undefined ? [] : [[personId, contact] as const];
        }),
      ),
    findByEmail: async (email) => ownerOf(email),
    findByPhone: async (phone) =>
      [...contacts.values()]
        .filter((contact) => contact.phone === phone)
        .sort((left, right) => right.touchedAtMs - left.touchedAtMs)
        .slice(0, maximumByPhone),
    async bindEmail({ email, fresh }) {
      const owner = ownerOf(email);
      const known = owner ?? contacts.get(fresh.personId) ?? { ...fresh, signInEmail: null };
      contacts.set(known.personId, { ...known, signInEmail: email, touchedAtMs: fresh.touchedAtMs });
      return known.personId;
    },
    async joinGuest(guestId, personId) {
      const becameId = joined.get(guestId) ?? personId;
      joined.set(guestId, becameId);
      return becameId;
    },
    joinedTo: async (guestId) => joined.get(guestId),
    guestsOf: async (personId) =>
      [...joined].flatMap(([guestId, becameId]) => (becameId === personId ? [guestId] : [])),
    async erase(personId) {
      erase(personId);
    },
    async forgetBefore(beforeMs, nowMs) {
      for (const [hash, { expiresAtMs }] of requests) if (expiresAtMs <= nowMs) requests.delete(hash);
      const old = [...contacts.values()].filter(({ touchedAtMs }) => touchedAtMs < beforeMs);
      old.forEach(({ personId }) => erase(personId));
      return old.length;
    },
    async addSignIn(request) {
      requests.set(request.secretHash, request);
    },
    async takeSignIn(secretHash, nowMs) {
      const request = requests.get(secretHash);
      requests.delete(secretHash);
      return request === undefined || request.expiresAtMs <= nowMs ? undefined : request;
    },
    close: async () => undefined,
  };
}
