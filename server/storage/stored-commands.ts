import type { CommandAppend, ExpectedVersion, IdSource, RecordedEvent } from '#application/ports.ts';

interface EventToStore {
  readonly streamId: RecordedEvent['streamId'];
  readonly eventId: RecordedEvent['eventId'];
  /** The event as JSON. */
  readonly body: string;
}

/** A command of an append as the adapters store it. */
export interface CommandToStore extends Omit<CommandAppend, 'events'> {
  readonly events: readonly EventToStore[];
}

export const toStore = (
  { actorId, commandId, digest, events }: CommandAppend,
  ids: IdSource,
): CommandToStore => ({
  actorId,
  commandId,
  digest,
  events: events.map(({ streamId, event }) => ({
    streamId,
    // The id source gives plain text; here it becomes an event's id.
    eventId: ids.next() as RecordedEvent['eventId'],
    body: JSON.stringify(event),
  })),
});

/**
 * The events of an append as the log has them now, per command. `timesMs`: when they happened, for each expected
 * stream; so the log need not send back what it was just sent.
 */
export function recordedOf(
  commands: readonly CommandToStore[],
  expected: readonly ExpectedVersion[],
  timesMs: readonly number[],
): readonly (readonly RecordedEvent[])[] {
  const heads = new Map(
    expected.map(({ streamId, version }, index) => [streamId, { version, atMs: timesMs[index] ?? 0 }]),
  );
  return commands.map(({ actorId, commandId, events }) =>
    events.map(({ streamId, eventId, body }) => {
      const { version, atMs } = heads.get(streamId) ?? { version: 0, atMs: 0 };
      heads.set(streamId, { version: version + 1, atMs });
      const event: unknown = JSON.parse(body);
      return { eventId, streamId, version: version + 1, atMs, actorId, commandId, event };
    }),
  );
}
