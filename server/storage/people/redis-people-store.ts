import type { Redis } from 'ioredis';
import type { PersonId, ShopId } from '#domain/ids.ts';
import type { PeopleStore, Person } from '#application/ports.ts';

/**
 * Personal data of all servers in one Redis hash of its own, apart from the log. What is erased leaves Redis at once,
 * and its append-only file with the next rewrite, which `erase` asks for. The connection is the caller's to close.
 */
export function createRedisPeopleStore(redis: Redis, shopId: ShopId): PeopleStore {
  const key = `{${shopId}}:people`;
  return {
    async save(person) {
      await redis.hset(key, person.personId, JSON.stringify(person));
    },
    async find(personId) {
      const text = await redis.hget(key, personId);
      return text === null ? undefined : toPerson(text);
    },
    async findMany(personIds) {
      const texts = personIds.length === 0 ? [] : await redis.hmget(key, ...personIds);
      const people = texts.flatMap((text) => (text === null ? [] : [toPerson(text)]));
      return new Map<PersonId, Person>(people.map((person) => [person.personId, person]));
    },
    async erase(personId) {
      if ((await redis.hdel(key, personId)) === 0) return;
      // Refused while another rewrite or a snapshot runs, or where nothing is kept on disk; the next one does it, too.
      await redis.bgrewriteaof().catch(() => undefined);
    },
  };
}

/** Only this store writes the hash. */
const toPerson = (text: string): Person => JSON.parse(text) as Person;
