import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import { RefusedStart } from '../start-up/refused-start.ts';
import { redisOptions } from './redis-url.ts';

type Settings = Pick<Config, 'redisUrl' | 'redisTimeoutMs' | 'redisStartMs'>;

/** Trying again costs one packet, and everybody waits for it. */
const reconnectMs = { first: 50, longest: 500 };
/** A queue that waits for a connection is given back after so many attempts, so that an outage fills no memory. */
const attemptsPerQueue = 4;
/** A host that is gone sends no goodbye; a Redis that is paused or saving answers sooner than this. */
const silentMs = 10_000;
/** Waiting mends none of these. */
const hopeless = /^(WRONGPASS|NOAUTH|NOPERM|ERR (invalid DB|DB index|Client sent AUTH|AUTH))/;

/** How every connection of a server behaves: it comes back for ever, and no command waits longer than the setting says. */
const behaviour = ({ redisTimeoutMs }: Settings) => ({
  lazyConnect: true,
  commandTimeout: redisTimeoutMs,
  connectTimeout: redisTimeoutMs,
  socketTimeout: silentMs,
  maxRetriesPerRequest: attemptsPerQueue,
  retryStrategy: (attempt: number) => Math.min(reconnectMs.first * 2 ** (attempt - 1), reconnectMs.longest),
  sentinelRetryStrategy: (attempt: number) =>
    Math.min(reconnectMs.first * 2 ** (attempt - 1), reconnectMs.longest),
  // After a failover the old address may answer as a replica: find the new one and send again.
  reconnectOnError: ({ message }: Error) => (message.startsWith('READONLY') ? 2 : false),
  autoResubscribe: false,
});

/**
 * Opens a connection and keeps it. Rejects with `RefusedStart` when Redis refuses us, or has not answered within
 * `redisStartMs`. `name` shows in `CLIENT LIST`. Whoever opens it closes it with `disconnect`.
 */
export async function openRedis(settings: Settings, name: string, logger: Logger): Promise<Redis> {
  const redis = new Redis({
    ...redisOptions(settings.redisUrl),
    ...behaviour(settings),
    connectionName: `popstage-${name}`,
  });
  try {
    await firstReady(redis, settings.redisStartMs);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  watch(redis, logger.child({ connection: name }));
  return redis;
}

function firstReady(redis: Redis, withinMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let reason = 'no answer';
  const late = setTimeout(() => {
    reject(
      new RefusedStart(
        `REDIS_URL: Redis did not answer within ${withinMs} ms (${reason}). Does it run there?`,
      ),
    );
  }, withinMs);
  const onError = (error: Error): void => {
    reason = error.message;
    if (hopeless.test(reason)) reject(new RefusedStart(`REDIS_URL: Redis refuses this server (${reason}).`));
  };
  redis.on('error', onError);
  redis.once('ready', () => resolve(undefined));
  // The outcome of the first attempt; the others show in `ready` and `error`.
  redis.connect().catch(onError);
  return promise.finally(() => {
    clearTimeout(late);
    redis.off('error', onError);
  });
}

/** Says once when the line is lost and once when it is back, not at every attempt in between. */
function watch(redis: Redis, logger: Logger): void {
  let isAway = false;
  redis.on('error', (error: Error) => logger.debug({ reason: error.message }, 'redis connection failed'));
  redis.on('close', () => {
    if (!isAway) logger.warn('redis is away; trying to reach it');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) logger.info('redis is back');
    isAway = false;
  });
}
