import type { CommandId, PersonId, ShopId, StreamId } from '#domain/ids.ts';
import type { AppendRequest, CommandAppend, EventLog, RecordedEvent } from '#application/ports.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
export const shopId = 'main' as ShopId;
export const actorId = 'person-actor' as PersonId;
export const streamOf = (name: string): StreamId => `{main}:test-${name}` as StreamId;
export const commandIdOf = (name: string): CommandId => `command-${name}` as CommandId;

let lastCommand = 0;

/** A command of its own id that writes `texts` to one stream. */
export const writing = (
  stream: string,
  texts: readonly string[],
  parts: Partial<CommandAppend> = {},
): CommandAppend => ({
  actorId,
  commandId: commandIdOf(`fresh-${++lastCommand}`),
  digest: 'digest',
  events: texts.map((text) => ({ streamId: streamOf(stream), event: { text } })),
  ...parts,
});

/** An append decided just now; `expected` names streams with the versions they must have. */
export const appendOf = (
  log: EventLog,
  expected: Readonly<Record<string, number>>,
  commands: readonly CommandAppend[],
): AppendRequest => ({
  shopId,
  decidedAtMs: log.nowMs(),
  expected: Object.entries(expected).map(([name, version]) => ({ streamId: streamOf(name), version })),
  commands,
});

/** One command with these events onto one stream. */
export const appendTexts = (log: EventLog, stream: string, version: number, ...texts: readonly string[]) =>
  log.append(appendOf(log, { [stream]: version }, [writing(stream, texts)]));

export const textsOf = (recorded: readonly RecordedEvent[]): readonly unknown[] =>
  recorded.map(({ event }) =>
    typeof event === 'object' && event !== null && 'text' in event ? event.text : event,
  );
