import type { Redis } from 'ioredis';
import type { Contact, ContactStore, SignInRequest } from '#application/contacts/contact-store.ts';
import type { PersonId, ShopId } from '#domain/ids.ts';
import * as scripts from './contact-scripts.ts';

/** One call of the script that forgets blocks Redis for some 5 ms at most. */
const forgottenAtOnce = 500;
const maximumByPhone = 20;
/** A request is looked at once more by its own time; this only lets Redis forget it by itself. */
const leastLifeMs = 1;

/**
 * Contacts that all servers of a shop share, apart from the log. Each method is one command or script, hence atomic.
 * What is erased leaves Redis at once, and its append-only file with the next rewrite, which `erase` asks for. The
 * connection is the caller's to close.
 */
export function createRedisContactStore(
  redis: Redis,
  shopId: ShopId,
  nowMs: () => number = () => Date.now(),
): ContactStore {
  const prefix = `{${shopId}}:contacts:`;
  const rewrite = async (): Promise<void> => {
    // Refused while another rewrite or a snapshot runs, or where nothing is kept on disk; the next one does it, too.
    await redis.bgrewriteaof().catch(() => undefined);
  };
  const findMany = async (personIds: readonly string[]): Promise<readonly Contact[]> => {
    if (personIds.length === 0) return [];
    const replies = await redis
      .multi()
      .hmget(`${prefix}of`, ...personIds)
      .hmget(`${prefix}sign-in-of`, ...personIds)
      .zmscore(`${prefix}touched`, ...personIds)
      .exec();
    const [texts, emails, touched] = (replies ?? []).map(([error, reply]) => {
      if (error !== null) throw error;
      return reply as readonly (string | null)[]; // What HMGET and ZMSCORE answer.
    });
    return personIds.flatMap((_, index) => {
      const text = texts?.[index] ?? null;
      if (text === null) return [];
      // Only this store writes the hash.
      const saved = JSON.parse(text) as Omit<Contact, 'signInEmail'>;
      return [{ ...saved, signInEmail: emails?.[index] ?? null, touchedAtMs: Number(touched?.[index]) }];
    });
  };
  return {
    async save(contact) {
      const { personId, phone, touchedAtMs } = contact;
      await scripts.saveContact(
        redis,
        [prefix],
        [personId, JSON.stringify(contact), phone ?? '', touchedAtMs],
      );
    },
    find: async (personId) => (await findMany([personId]))[0],
    async findMany(personIds) {
      const contacts = await findMany(personIds);
      return new Map<PersonId, Contact>(contacts.map((contact) => [contact.personId, contact]));
    },
    async findByEmail(email) {
      const personId = await redis.hget(`${prefix}by-email`, email);
      return personId === null ? undefined : (await findMany([personId]))[0];
    },
    async findByPhone(phone) {
      const members = await redis.zrangebylex(`${prefix}phones`, `[${phone} `, `(${phone}!`);
      const contacts = await findMany(members.map((member) => member.slice(phone.length + 1)));
      return [...contacts]
        .sort((left, right) => right.touchedAtMs - left.touchedAtMs)
        .slice(0, maximumByPhone);
    },
    async bindEmail({ email, fresh }) {
      const { personId, touchedAtMs } = fresh;
      const owner = await scripts.bindEmail(
        redis,
        [prefix],
        [email, personId, JSON.stringify(fresh), touchedAtMs],
      );
      // The script answers the id it was given or one it was given before.
      return owner as PersonId;
    },
    async joinGuest(guestId, personId) {
      // The script answers the id it was given or one it was given before; so do the two below.
      return (await scripts.joinGuest(redis, [prefix], [guestId, personId])) as PersonId;
    },
    joinedTo: async (guestId) =>
      ((await redis.hget(`${prefix}joined`, guestId)) ?? undefined) as PersonId | undefined,
    guestsOf: async (personId) => (await redis.smembers(`${prefix}guests-of:${personId}`)) as PersonId[],
    async erase(personId) {
      await scripts.eraseContact(redis, [prefix], [personId]);
      await rewrite();
    },
    async forgetBefore(beforeMs) {
      let sum = 0;
      for (;;) {
        const count = Number(await scripts.forgetContacts(redis, [prefix], [beforeMs, forgottenAtOnce]));
        sum += count;
        if (count === forgottenAtOnce) continue;
        if (sum > 0) await rewrite();
        return sum;
      }
    },
    async addSignIn(request) {
      const { secretHash, personId, expiresAtMs } = request;
      const lifeMs = Math.max(leastLifeMs, Math.round(expiresAtMs - nowMs()));
      await scripts.addSignIn(redis, [prefix], [secretHash, personId, JSON.stringify(request), lifeMs]);
    },
    async takeSignIn(secretHash, atMs) {
      const text = await redis.getdel(`${prefix}ask:${secretHash}`);
      // Only this store writes the key.
      const request = text === null ? undefined : (JSON.parse(text) as SignInRequest);
      return request === undefined || request.expiresAtMs <= atMs ? undefined : request;
    },
    close: async () => undefined,
  };
}
