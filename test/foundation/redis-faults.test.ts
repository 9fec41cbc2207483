import { test } from 'tap';
import { Refusal } from '#protocol/errors.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { pino } from 'pino';
import { openRedis } from '../../server/foundation/redis-connection.ts';
import { faultOf, withFaults } from '../../server/foundation/redis-faults.ts';

const silent = pino({ level: 'silent' });

test('a Redis that pauses or is gone is a temporary refusal, in bounded time, and mends itself', async (t) => {
  const server = await RedisServer.start(t);
  const settings = { redisUrl: server.url, redisTimeoutMs: 300, redisStartMs: 5000 };
  const redis = await openRedis(settings, 'test', silent);
  t.teardown(() => redis.disconnect());
  const port = withFaults({ write: () => redis.set('key', 'value'), size: 1 });
  const overloaded = { code: 'server-overloaded', details: { retryAfterMs: 500 } };
  const refusedIn = async (): Promise<number> => {
    const startedAtMs = performance.now();
    await t.rejects(port.write(), overloaded);
    return performance.now() - startedAtMs;
  };
  await redis.call('CLIENT', 'PAUSE', '1000');
  t.ok((await refusedIn()) < 1000);
  await server.stop('SIGKILL');
  t.ok((await refusedIn()) < 1000);
  t.ok((await refusedIn()) < 1000);
  await server.startAgain();
  // The first command after the return may still find the line down.
  t.equal(await port.write().catch(() => port.write()), 'OK');
  t.equal(port.size, 1);
});

test('a full Redis is storage-full', async (t) => {
  const server = await RedisServer.start(t, ['--maxmemory', '100kb', '--maxmemory-policy', 'noeviction']);
  const redis = server.connect();
  t.teardown(() => redis.disconnect());
  await t.rejects(withFaults({ write: () => redis.set('key', 'value') }).write(), { code: 'storage-full' });
});

test('a fault that is a bug stays an error and forgets what was sent', async (t) => {
  const server = await RedisServer.start(t);
  const redis = server.connect();
  t.teardown(() => redis.disconnect());
  await redis.set('key', 'text');
  const error = await withFaults({ write: () => redis.hset('key', 'name', 'somebody') })
    .write()
    .catch((fault: unknown) => fault);
  t.match(error, { name: 'Error', message: /WRONGTYPE/ });
  t.notMatch(JSON.stringify(Object.entries(error as object)), /somebody/);
  const refusal = new Refusal('forbidden');
  t.equal(faultOf(refusal), refusal);
});
