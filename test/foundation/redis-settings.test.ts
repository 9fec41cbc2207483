import { inspect } from 'node:util';
import { pino } from 'pino';
import { test } from 'tap';
import { loadConfig } from '#config/load.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { skewFault } from '../../server/foundation/clock-skew.ts';
import { openRedis } from '../../server/foundation/redis-connection.ts';
import { redisOptions } from '../../server/foundation/redis-url.ts';
import { sharedSecret, sharedText } from '../../server/foundation/shared-secret.ts';

const silent = pino({ level: 'silent' });

test('every form of REDIS_URL that the settings take names its place', (t) => {
  const places = {
    'redis://redis.example': { host: 'redis.example', port: 6379, db: 0 },
    'redis://127.0.0.1:7000/3': { host: '127.0.0.1', port: 7000, db: 3 },
    'redis://[fd00::2]:7000': { host: 'fd00::2', port: 7000, db: 0 },
    'redis://:p%40ss@redis.example': { password: 'p@ss', host: 'redis.example', port: 6379, db: 0 },
    'rediss://shop:secret@redis.example:6380': {
      username: 'shop',
      password: 'secret',
      tls: {},
      host: 'redis.example',
      port: 6380,
      db: 0,
    },
    'redis-sentinel://:secret@one:26379,two/shop-master/2': {
      password: 'secret',
      sentinels: [
        { host: 'one', port: 26_379 },
        { host: 'two', port: 26_379 },
      ],
      name: 'shop-master',
      db: 2,
    },
  };
  for (const [url, place] of Object.entries(places)) {
    t.equal(loadConfig({ REDIS_URL: url }).redisUrl, url);
    t.same(redisOptions(url), place);
  }
  t.end();
});

test('a faulty REDIS_URL or SESSION_SECRET is told without its secret', (t) => {
  for (const url of ['localhost:6379', 'redis://', 'redis-sentinel://one', 'http://:hidden@one']) {
    t.throws(() => loadConfig({ REDIS_URL: url }), { message: /REDIS_URL: expected/ });
  }
  const env = { REDIS_URL: 'http://:hidden-word@one', SESSION_SECRET: 'hidden-word' };
  try {
    loadConfig(env);
    t.fail('two faults went unnoticed');
  } catch (error) {
    t.match(String(error), /2 fault/);
    t.notMatch(String(error), /hidden-word/);
  }
  t.end();
});

test('a Redis that does not run, or refuses us, is told in bounded time and in words', async (t) => {
  const server = await RedisServer.start(t);
  const operator = server.connect();
  await operator.config('SET', 'requirepass', 'right-word');
  operator.disconnect();
  const settings = { redisTimeoutMs: 500, redisStartMs: 10_000 };
  const wrong = { ...settings, redisUrl: server.url.replace('//', '//:wrong-word@') };
  await t.rejects(openRedis(wrong, 'test', silent), { name: 'RefusedStart', message: /WRONGPASS/ });
  await t.rejects(openRedis({ ...settings, redisUrl: server.url }, 'test', silent), { message: /NOAUTH/ });
  const redis = await openRedis(
    { ...settings, redisUrl: server.url.replace('//', '//:right-word@') },
    'test',
    silent,
  );
  t.equal(await redis.ping(), 'PONG');
  redis.disconnect();
  await server.stop();
  const startedAtMs = performance.now();
  await t.rejects(openRedis({ ...settings, redisUrl: server.url, redisStartMs: 300 }, 'test', silent), {
    message: /REDIS_URL: Redis did not answer within 300 ms \(.*ECONNREFUSED.*\)/,
  });
  t.ok(performance.now() - startedAtMs < 2000);
});

test('a start waits for a Redis that comes a little later', async (t) => {
  const server = await RedisServer.start(t);
  await server.stop();
  const settings = { redisUrl: server.url, redisTimeoutMs: 500, redisStartMs: 10_000 };
  const opening = openRedis(settings, 'test', silent);
  await server.startAgain();
  const redis = await opening;
  t.equal(redis.status, 'ready');
  redis.disconnect();
});

test('of servers that start together one makes the secret and all have it', async (t) => {
  const server = await RedisServer.start(t);
  const connections = [server.connect(), server.connect(), server.connect()];
  t.teardown(() => connections.forEach((redis) => redis.disconnect()));
  const secrets = await Promise.all(connections.map((redis) => sharedSecret(redis, '{main}:secret')));
  t.equal(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size, 1);
  t.equal(secrets[0]?.length, 32);
});

test('a Redis that refuses a secret is told of without the secret', async (t) => {
  const server = await RedisServer.start(t);
  const redis = server.connect();
  t.teardown(() => redis.disconnect());
  await redis.call('ACL', 'SETUSER', 'default', '-set');
  const made = 'a-secret-made-for-this-test';
  const error: unknown = await sharedText(redis, '{main}:secret', () => made).catch(
    (reason: unknown) => reason,
  );
  t.match(String(error), /NOPERM/);
  t.notMatch(inspect(error, { depth: null }), made);
});

test('a skew beyond the limit is told with its direction', (t) => {
  t.equal(skewFault(499, 500), undefined);
  t.match(skewFault(-3000, 500), /3000 ms ahead of that of Redis; REDIS_SKEW_MS allows 500 ms/);
  t.match(skewFault(3000, 500), /3000 ms behind/);
  t.end();
});
