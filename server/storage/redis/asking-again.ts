import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';

/** Replies that say: not now, and nothing was done. */
const away = /^(LOADING|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|BUSY|NOREPLICAS|UNBLOCKED)\b/;
/** A failover takes seconds, a restart less; asking costs one round trip. */
const pauseMs = 25;

/**
 * Asks until Redis answers, for what is harmless when it is done twice: a question that was cut may have been carried
 * out. Rejects with the last error after `timeoutMs`, and at once with an error that asking again does not mend. Each
 * single question is bounded by the connection (`commandTimeout`), so all together may take twice as long.
 */
export async function askAgain<Reply>(
  redis: Redis,
  timeoutMs: number,
  ask: () => Promise<Reply>,
): Promise<Reply> {
  const untilMs = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isClosed = redis.status === 'end';
      if (isClosed || !mayPass(error) || performance.now() + pauseMs >= untilMs) throw error;
    }
    await sleep(pauseMs);
  }
}

/** Everything that Redis did not say itself is about the line to it. */
const mayPass = (error: unknown): boolean =>
  error instanceof Error && (error.name !== 'ReplyError' || away.test(error.message));

/** Its memory is full (`maxmemory` with `noeviction`), or it cannot write its files. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error && /^(OOM|MISCONF)\b/.test(error.message);
