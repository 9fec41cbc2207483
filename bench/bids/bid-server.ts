import { Redis } from 'ioredis';
import { randomIds } from '#application/id-source.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { openRedisEventLog } from '#storage/redis/redis-event-log.ts';
import { bidAll, type BidLoad, type BidMeasure } from './bid-load.ts';
import { openCore, openHotLot, showId } from './hot-lot.ts';

/** What the bench tells this process to do. */
export type BidOrder =
  { readonly do: 'open-lot' } | { readonly do: 'bid'; readonly load: BidLoad } | { readonly do: 'end' };

export type BidAnswer = { readonly measure: BidMeasure | null; readonly cpuMs: number };

/**
 * One server of the cluster: a process with the core on Redis, and the crowd that bids through it. Its bus stays in the
 * process: what the other server appended is seen as a conflict, the hardest case.
 */
const redis = new Redis(process.env['BENCH_REDIS'] ?? '', { maxRetriesPerRequest: null });
const log = await openRedisEventLog({
  redis,
  shopId: mainShopId,
  ids: randomIds,
  timeoutMs: 10_000,
  maximumSkewMs: 500,
});
const bus = new InProcessBus({ onListenerError: (error) => console.error(error) });
const application = await openCore(log, bus);

const carryOut = async (order: BidOrder): Promise<BidMeasure | null> => {
  switch (order.do) {
    case 'open-lot':
      await openHotLot(application);
      return null;
    case 'bid':
      await application.read(application.streams.auction(showId));
      return bidAll(application, order.load);
    case 'end':
      await application.shutdown();
      await log.close();
      redis.disconnect();
      process.disconnect();
      return null;
  }
};

process.on('message', (order: BidOrder) => {
  const before = process.cpuUsage();
  void carryOut(order).then((measure) => {
    const { user, system } = process.cpuUsage(before);
    const answer: BidAnswer = { measure, cpuMs: (user + system) / 1_000 };
    if (process.connected) process.send?.(answer);
  });
});
process.send?.('ready');
