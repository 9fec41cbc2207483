import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { EventLog } from '#application/ports.ts';
import { makeAuctionKey, readAuctionKey } from '#application/commerce/auction-key.ts';
import { makePushKeys, readPushKeys } from '#application/messages/push-keys.ts';
import { maximumSubscriptions } from '#application/messages/push-subscription-store.ts';
import { randomIds } from '#application/id-source.ts';
import { mainShopId } from '#application/streams.ts';
import { RedisBus } from '#bus/redis/redis-bus.ts';
import type { PlacementStore } from '#media/placement-store.ts';
import { redisPlacements } from '#media/redis-placements.ts';
import { createRedisContactStore } from '#storage/contacts/redis-contact-store.ts';
import { createRedisCredentialStore } from '#storage/identity/redis-credential-store.ts';
import { createRedisMessageStore } from '#storage/messages/redis-message-store.ts';
import { createRedisPushSubscriptions } from '#storage/messages/redis-push-subscriptions.ts';
import { createRedisPaymentCustomers } from '#storage/payment/redis-payment-customers.ts';
import { createRedisPeopleStore } from '#storage/people/redis-people-store.ts';
import { openRedisEventLog, type RedisEventLog } from '#storage/redis/redis-event-log.ts';
import type { Ground } from '../start-up/ground.ts';
import { watchClock } from './clock-skew.ts';
import type { Foundation } from './foundation.ts';
import { openRedis } from './redis-connection.ts';
import { withFaults } from './redis-faults.ts';
import { redisOptions } from './redis-url.ts';
import { sharedSecret, sharedText } from './shared-secret.ts';

const keyOf = (name: string): string => `{${mainShopId}}:${name}`;

/** What several server processes of one shop share, in Redis. */
export interface Cluster {
  readonly placements: PlacementStore;
  open(): Promise<Foundation>;
}

/** Reaches Redis, or rejects with `RefusedStart`; `open` does the rest. */
export async function joinCluster(ground: Ground): Promise<Cluster> {
  const redis = await openConnection(ground, 'stores');
  return {
    placements: withFaults(redisPlacements(redis, keyOf('placements'))),
    open: () => openFoundation(ground, redis),
  };
}

async function openConnection({ config, logger, shutdown }: Ground, name: string): Promise<Redis> {
  const redis = await openRedis(config, name, logger);
  shutdown.add(`redis ${name}`, () => redis.disconnect());
  return redis;
}

/** Pub/sub promises nothing, and the bus cannot notice every message that did not come. */
const sweepMs = 1000;

async function openFoundation(ground: Ground, redis: Redis): Promise<Foundation> {
  const { config } = ground;
  const log = await openLog(ground);
  watchClock(ground, log.clock);
  const bus = await openBus(ground, redis);
  return {
    log: withFaults(log),
    bus,
    sweepMs,
    credentials: withFaults(createRedisCredentialStore(redis, mainShopId)),
    people: withFaults(createRedisPeopleStore(redis, mainShopId)),
    contacts: withFaults(createRedisContactStore(redis, mainShopId)),
    messages: withFaults(createRedisMessageStore(redis, mainShopId, config.outboxMessages)),
    openPaymentCustomers: () => withFaults(createRedisPaymentCustomers(redis, mainShopId)),
    subscriptions: withFaults(createRedisPushSubscriptions(redis, mainShopId, maximumSubscriptions)),
    pushKeys: readPushKeys(await sharedText(redis, keyOf('push-keys'), makePushKeys)),
    auctionKey: readAuctionKey(await sharedText(redis, keyOf('auction-key'), makeAuctionKey)),
    sessionSecret:
      config.sessionSecret === ''
        ? await sharedSecret(redis, keyOf('session-secret'))
        : Buffer.from(config.sessionSecret),
    durability: await durabilityOf(log, config),
    checks: {
      storage: () => writeTo(log),
      bus: () => (bus.isListening ? undefined : 'other servers are not heard'),
      clock: () => (log.clock.isTrusted ? undefined : 'not that of Redis'),
    },
  };
}

/** A real write: a full disk or a lost Redis shows here first. */
async function writeTo(log: EventLog): Promise<undefined> {
  await log.saveCursor(mainShopId, 'readiness', 0);
}

async function openBus(ground: Ground, publisher: Redis): Promise<RedisBus> {
  const { config, logger, shutdown } = ground;
  const bus = new RedisBus({
    publisher,
    subscriber: await openConnection(ground, 'subscriber'),
    // Pub/sub knows no databases, so two installations in two of them would hear each other without the number.
    prefix: keyOf(`bus:${redisOptions(config.redisUrl).db}:`),
    senderId: randomUUID(),
    onListenerError: (error, topic) => logger.error({ err: error, topic }, 'listener failed'),
    onFault: (error) => logger.warn({ reason: String(error) }, 'a message to other servers was lost'),
  });
  shutdown.add('bus', () => bus.close());
  return bus;
}

/** On a connection of its own: it may wait for replicas, and would hold up the others. */
async function openLog(ground: Ground): Promise<RedisEventLog> {
  const { config, shutdown } = ground;
  const log = await openRedisEventLog({
    redis: await openConnection(ground, 'log'),
    shopId: mainShopId,
    ids: randomIds,
    timeoutMs: config.redisTimeoutMs,
    maximumSkewMs: config.redisSkewMs,
    waitReplicas: config.redisWaitReplicas,
  });
  shutdown.add('event log', () => log.close());
  return log;
}

async function durabilityOf(log: RedisEventLog, { mediaWorkers }: Ground['config']): Promise<string> {
  const { sentences, dangers } = await log.describeDurability();
  const stages =
    mediaWorkers.length === 0
      ? ['Stages are on the worker of this data folder: servers elsewhere see them only with MEDIA_WORKERS.']
      : [];
  const lines = ['Kept in Redis, for every server of this shop.', ...sentences, ...stages];
  return [...lines, ...dangers.map((danger) => `ATTENTION: ${danger}`)].join('\n  ');
}
