import type { Conflict, ExpectedVersion, RecordedEvent } from '#application/ports.ts';

/** What a writer is told who expected other versions; `events` are those from the expected versions on. */
export function conflictOf(expected: readonly ExpectedVersion[], events: readonly RecordedEvent[]): Conflict {
  const versions = new Map(expected.map(({ streamId, version }) => [streamId, version]));
  const { seen = [], missing = [] } = Object.groupBy(events, ({ streamId, version }) =>
    version === versions.get(streamId) ? 'seen' : 'missing',
  );
  return { outcome: 'conflict', missing, seen };
}
