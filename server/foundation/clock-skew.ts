import type { RedisEventLog } from '#storage/redis/redis-event-log.ts';
import type { Ground } from '../start-up/ground.ts';
import { RefusedStart } from '../start-up/refused-start.ts';

type Clock = Pick<RedisEventLog['clock'], 'skewMs' | 'isTrusted'>;

/** NTP corrects within minutes; a clock that was set by hand jumps at once. */
const lookEveryMs = 10_000;
/** A single look may have met a busy moment; as many in a row have not. */
const looksToBelieve = 3;

/** What to tell an operator whose clock is too far off, or nothing. `skewMs`: the clock of Redis less this machine's. */
export function skewFault(skewMs: number, limitMs: number): string | undefined {
  if (Math.abs(skewMs) <= limitMs) return undefined;
  const where = skewMs < 0 ? 'ahead of' : 'behind';
  return (
    `The clock of this machine is ${Math.abs(Math.round(skewMs))} ms ${where} that of Redis; ` +
    `REDIS_SKEW_MS allows ${limitMs} ms. Set the clocks (NTP), then start again.`
  );
}

/**
 * Throws `RefusedStart` while the skew is beyond the limit, and looks again as long as the server runs: it is not
 * ready then, and after some looks in a row it ends, because what it dates and expires is wrong.
 */
export function watchClock({ config, logger, shutdown }: Ground, clock: Clock): void {
  const look = () => skewFault(clock.skewMs, config.redisSkewMs);
  const atStart = look();
  if (atStart !== undefined) throw new RefusedStart(atStart);
  let inARow = 0;
  const timer = setInterval(() => {
    const fault = look();
    inARow = fault === undefined ? 0 : inARow + 1;
    if (fault !== undefined) logger.error({ fault }, 'the clock is too far off');
    if (inARow < looksToBelieve) return;
    clearInterval(timer);
    void shutdown.run().then(() => process.exit(1));
  }, lookEveryMs).unref();
  shutdown.add('clock', () => clearInterval(timer));
}
