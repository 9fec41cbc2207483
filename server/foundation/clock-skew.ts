import type { Redis } from 'ioredis';

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
