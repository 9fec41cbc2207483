import { randomIds } from '#application/id-source.ts';
import { mainShopId } from '#application/streams.ts';
import { openRedisEventLog, type RedisEventLog } from '#storage/redis/redis-event-log.ts';
import type { SharedRedis } from './cluster-stand.ts';

/** The log itself, beside the servers that write it; `close` closes its connection, too. */
export async function openLogOf(server: SharedRedis): Promise<RedisEventLog> {
  const redis = server.connect();
  const options = { redis, shopId: mainShopId, ids: randomIds, timeoutMs: 2_000, maximumSkewMs: 10_000 };
  const log = await openRedisEventLog(options);
  const close = log.close.bind(log);
  return Object.assign(log, {
    close: async () => {
      await close();
      redis.disconnect();
    },
  });
}
