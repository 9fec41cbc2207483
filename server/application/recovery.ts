import type { StreamId } from '#domain/ids.ts';
import type { RecoveryLimits } from './application.ts';
import type { EventLog, Position, RecordedEvent } from './ports.ts';

/**
 * At most `limit` events after a position, or `undefined` when the log no longer holds it: a log that lost its
 * tail reuses versions, so the event at the position is read along and must be the same. From the very beginning there
 * is no such event, but a stream that was trimmed begins later.
 */
export async function readSince(
  log: EventLog,
  streamId: StreamId,
  { version, eventId }: Position,
  limit: number,
): Promise<readonly RecordedEvent[] | undefined> {
  if (version === 0) {
    const events = await log.read(streamId, 0, limit);
    return (events[0]?.version ?? 1) === 1 ? events : undefined;
  }
  const [known, ...events] = await log.read(streamId, version - 1, limit + 1);
  return known?.eventId === eventId ? events : undefined;
}

/** All events after a position, or `undefined` when the log no longer holds it or they are beyond the limits. */
export async function readWithin(
  log: EventLog,
  streamId: StreamId,
  after: Position,
  limits: RecoveryLimits,
): Promise<readonly RecordedEvent[] | undefined> {
  const recorded = await readSince(log, streamId, after, limits.events + 1);
  if (recorded === undefined || recorded.length > limits.events) return undefined;
  let sizeBytes = 0;
  for (const { event } of recorded) {
    sizeBytes += Buffer.byteLength(JSON.stringify(event));
    if (sizeBytes > limits.sizeBytes) return undefined;
  }
  return recorded;
}

/** The place after the last of these events, or where they began when there are none. */
export function positionAfter(before: Position, recorded: readonly RecordedEvent[]): Position {
  const last = recorded.at(-1);
  return last ? { version: last.version, eventId: last.eventId } : before;
}
