import type { Redis } from 'ioredis';
import type { Placement, PlacementStore } from './placement-store.ts';

/** Keys: the hash. Arguments: show, expected incarnation or nothing, the new record. */
const replace = `
  local known = redis.call('HGET', KEYS[1], ARGV[1])
  local incarnation = known and tostring(cjson.decode(known).incarnation) or ''
  if incarnation ~= ARGV[2] then return 0 end
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
  return 1
`;

/** For servers on several machines. `key` is a hash of one record per show. The connection is the caller's to close. */
export function redisPlacements(redis: Redis, key: string): PlacementStore {
  return {
    async read(showId) {
      const text = await redis.hget(key, showId);
      // Only this store writes the hash.
      return text === null ? null : (JSON.parse(text) as Placement);
    },
    replace: async (next, expectedIncarnation) =>
      (await redis.eval(replace, 1, key, next.showId, expectedIncarnation ?? '', JSON.stringify(next))) === 1,
    close: () => undefined,
  };
}
