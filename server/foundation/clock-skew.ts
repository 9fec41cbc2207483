import type { Redis } from 'ioredis';
import type { Ground } from '../start-up/ground.ts';
import { RefusedStart } from '../start-up/refused-start.ts';

/** The quickest of a few answers has waited the least, so its middle is closest to when Redis looked at its clock. */
const samples = 5;

/** How far this machine's clock is ahead of Redis (negative: behind), in ms; wrong by at most half a round trip. */
export async function clockSkewMs(redis: Redis, nowMs: () => number = Date.now): Promise<number> {
  let best = { roundTripMs: Infinity, skewMs: 0 };
  for (let sample = 0; sample < samples; sample += 1) {
    const askedAtMs = nowMs();
    const startedAtMs = performance.now();
    const [seconds, microseconds] = await redis.time();
    const roundTripMs = performance.now() - startedAtMs;
    const redisMs = Number(seconds) * 1000 + Number(microseconds) / 1000;
    if (roundTripMs < best.roundTripMs) best = { roundTripMs, skewMs: askedAtMs + roundTripMs / 2 - redisMs };
  }
  return best.skewMs;
}

/** What to tell an operator whose clock is too far off, or nothing. */
export function skewFault(skewMs: number, limitMs: number): string | undefined {
  if (Math.abs(skewMs) <= limitMs) return undefined;
  const where = skewMs > 0 ? 'ahead of' : 'behind';
  return (
    `The clock of this machine is ${Math.abs(Math.round(skewMs))} ms ${where} that of Redis; ` +
    `REDIS_SKEW_MS allows ${limitMs} ms. Set the clocks (NTP), then start again.`
  );
}

/** NTP corrects within minutes; a clock that was set by hand jumps at once. */
const lookEveryMs = 10_000;
/** A single look may have met a busy moment; as many in a row have not. */
const looksToBelieve = 3;

/**
 * Rejects with `RefusedStart` while the skew is beyond the limit, and looks again as long as the server runs: `fault`
 * then says it is not ready, and after some looks in a row it ends, because what it dates and expires is wrong.
 */
export async function watchClock(
  ground: Ground,
  redis: Redis,
): Promise<{ readonly fault: string | undefined }> {
  const { config, logger, shutdown } = ground;
  const atStart = skewFault(await clockSkewMs(redis), config.redisSkewMs);
  if (atStart !== undefined) throw new RefusedStart(atStart);
  const seen: { fault: string | undefined; inARow: number } = { fault: undefined, inARow: 0 };
  const look = async (): Promise<void> => {
    const fault = skewFault(await clockSkewMs(redis), config.redisSkewMs);
    seen.inARow = fault === undefined ? 0 : seen.inARow + 1;
    seen.fault = fault === undefined ? undefined : 'skewed';
    if (seen.inARow < looksToBelieve) return;
    clearInterval(timer);
    logger.fatal({ fault }, 'the clock is too far off; ending');
    await shutdown.run();
    process.exit(1);
  };
  const timer = setInterval(() => {
    // A Redis that is away says nothing about clocks.
    look().catch(() => undefined);
  }, lookEveryMs).unref();
  shutdown.add('clock', () => clearInterval(timer));
  return seen;
}
