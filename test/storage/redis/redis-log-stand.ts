import { Redis } from 'ioredis';
import type { Test } from 'tap';
import { randomIds } from '#application/id-source.ts';
import {
  openRedisEventLog,
  type RedisEventLog,
  type RedisEventLogOptions,
} from '#storage/redis/redis-event-log.ts';
import { shopId } from '#test/contract/append-examples.ts';
import type { RedisServer } from '#test/support/redis-server.ts';

/** More than a restart of Redis takes on a busy machine. */
export const timeoutMs = 5_000;

/** A connection as a server has it: it comes back for ever, and no command waits longer than `timeoutMs`. */
export function connectAsServer(t: Test, url: string, commandTimeout = timeoutMs): Redis {
  const redis = new Redis(url, {
    commandTimeout,
    maxRetriesPerRequest: 4,
    retryStrategy: () => 25,
    reconnectOnError: ({ message }) => (message.startsWith('READONLY') ? 2 : false),
  });
  redis.on('error', () => undefined);
  t.teardown(() => redis.disconnect());
  return redis;
}

/** A log over a connection of its own, as each server process has one. */
export async function openLogOver(
  t: Test,
  server: RedisServer,
  parts: Partial<RedisEventLogOptions> = {},
): Promise<RedisEventLog> {
  const redis = parts.redis ?? connectAsServer(t, server.url, parts.timeoutMs);
  const log = await openRedisEventLog({
    redis,
    shopId,
    ids: randomIds,
    timeoutMs,
    maximumSkewMs: 500,
    ...parts,
  });
  t.teardown(() => log.close());
  return log;
}
