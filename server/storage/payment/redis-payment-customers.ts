import type { Redis } from 'ioredis';
import type { PaymentCustomers } from '#application/payment/payment-customers.ts';
import type { ShopId } from '#domain/ids.ts';
import { luaScript } from '../redis/lua-script.ts';

/** Arguments: person, the id that is expected to stand, the new one. */
const replaceCustomer = luaScript(`
  if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
`);

/** One hash for all servers. The connection is the caller's to close. */
export function createRedisPaymentCustomers(redis: Redis, shopId: ShopId): PaymentCustomers {
  const key = `{${shopId}}:payment-customers`;
  const find = async (personId: string): Promise<string | undefined> =>
    (await redis.hget(key, personId)) ?? undefined;
  return {
    find,
    async keep(personId, customerId) {
      const isNew = (await redis.hsetnx(key, personId, customerId)) === 1;
      return isNew ? customerId : ((await find(personId)) ?? customerId);
    },
    async replace(personId, previousId, customerId) {
      await replaceCustomer(redis, [key], [personId, previousId, customerId]);
    },
    async erase(personId) {
      if ((await redis.hdel(key, personId)) === 0) return;
      // Refused while another rewrite or a snapshot runs, or where nothing is kept on disk; the next one does it, too.
      await redis.bgrewriteaof().catch(() => undefined);
    },
  };
}
