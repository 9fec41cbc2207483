import type { StreamId } from '#domain/ids.ts';
import type { Retention } from './command-handler.ts';
import type { EventLog } from './ports.ts';

/** How many events go at once; whatever is left goes after the next snapshot. */
const stepEvents = 200;
const maximumSteps = 20;

/**
 * Trims what a stream need not keep. `coveredVersion` is that of a snapshot already saved: the state lives on in it.
 * Looks at one event per step, so it costs next to nothing where nothing is to go. Several servers may do it at once.
 */
export async function trimByRetention(
  log: EventLog,
  streamId: StreamId,
  coveredVersion: number,
  { events, leastMs, ageMs }: Retention,
): Promise<void> {
  const [oldest] = await log.read(streamId, 0, 1);
  if (!oldest) return;
  let through: number | undefined;
  for (let step = 1; step <= maximumSteps; step += 1) {
    // The snapshot's own event stays in any case.
    const candidate = Math.min(oldest.version - 1 + step * stepEvents, coveredVersion - 1);
    const [event] = await log.read(streamId, candidate - 1, 1);
    if (event?.version !== candidate || candidate === through) break;
    const oldMs = log.nowMs() - event.atMs;
    const isSurplus = candidate <= coveredVersion - events && oldMs > leastMs;
    if (!isSurplus && oldMs <= ageMs) break;
    through = candidate;
  }
  if (through !== undefined) await log.trim(streamId, through);
}
