import t, { type Test } from 'tap';
import type { Redis } from 'ioredis';
import { StoreClock } from '#storage/redis/store-clock.ts';

/** A Redis of which only the clock is asked. */
class ClockOfRedis {
  aheadMs = 0;
  isAway = false;
  #onReady: (() => void) | undefined;

  async time(): Promise<[number, number]> {
    if (this.isAway) throw new Error('Connection is closed.');
    const nowMs = performance.timeOrigin + performance.now() + this.aheadMs;
    return [Math.floor(nowMs / 1_000), Math.floor((nowMs % 1_000) * 1_000)];
  }

  on(_event: 'ready', listener: () => void): void {
    this.#onReady = listener;
  }

  off(): void {
    this.#onReady = undefined;
  }

  /** The line comes back, perhaps to another machine. Resolves once it was asked. */
  async reconnect(): Promise<void> {
    this.#onReady?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  get hasListener(): boolean {
    return this.#onReady !== undefined;
  }
}

async function start(t: Test, redis: ClockOfRedis): Promise<StoreClock> {
  // The clock calls no other part of a connection.
  const options = { redis: redis as unknown as Redis, maximumSkewMs: 500, measureEveryMs: 3_600_000 };
  const clock = await StoreClock.start(options);
  t.teardown(() => clock.close());
  return clock;
}

const machineMs = (): number => performance.timeOrigin + performance.now();

t.test('store time is that of Redis and never ahead of it', async (t) => {
  const redis = new ClockOfRedis();
  redis.aheadMs = 7_200_000;
  const clock = await start(t, redis);
  for (let count = 0; count < 1_000; count++) {
    const nowMs = clock.nowMs();
    const [seconds, microseconds] = await redis.time();
    const redisMs = seconds * 1_000 + microseconds / 1_000;
    if (nowMs > redisMs || nowMs < redisMs - 1_000) t.fail(`${nowMs} where Redis has ${redisMs}`);
  }
  t.ok(Number.isInteger(clock.nowMs()));
});

t.test('a clock beyond the set skew is not trusted, one within it is', async (t) => {
  const redis = new ClockOfRedis();
  redis.aheadMs = 400;
  const clock = await start(t, redis);
  t.ok(Math.abs(clock.skewMs - 400) < 90, `${clock.skewMs}`);
  t.equal(clock.isTrusted, true);
  redis.aheadMs = -700;
  await redis.reconnect();
  t.ok(Math.abs(clock.skewMs + 700) < 90, `${clock.skewMs}`);
  t.equal(clock.isTrusted, false);
});

t.test(
  'after a failover to a machine whose clock is behind, store time stands still and does not go back',
  async (t) => {
    const redis = new ClockOfRedis();
    const clock = await start(t, redis);
    const beforeMs = clock.nowMs();
    redis.aheadMs = -60_000;
    await redis.reconnect();
    t.ok(clock.nowMs() >= beforeMs);
    t.ok(clock.nowMs() <= beforeMs + 1_000);
    redis.aheadMs = 60_000;
    await redis.reconnect();
    t.ok(clock.nowMs() > machineMs() + 59_000, 'and goes on from the new clock');
  },
);

t.test('while Redis is away the last offset stays', async (t) => {
  const redis = new ClockOfRedis();
  redis.aheadMs = 5_000;
  const clock = await start(t, redis);
  redis.isAway = true;
  await redis.reconnect();
  t.ok(clock.nowMs() > machineMs() + 4_000);
});

t.test('what was recorded is never in the future', async (t) => {
  const clock = await start(t, new ClockOfRedis());
  const laterMs = clock.nowMs() + 30_000;
  clock.witness(laterMs);
  t.equal(clock.nowMs(), laterMs);
});

t.test('a Redis that does not answer is not started with, and nothing is left behind', async (t) => {
  const redis = new ClockOfRedis();
  redis.isAway = true;
  await t.rejects(start(t, redis), { message: 'Connection is closed.' });
  t.equal(redis.hasListener, false);
});
