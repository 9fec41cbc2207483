import type { CommandId, EventId, PersonId, StreamId } from '#domain/ids.ts';
import type { RecordedEvent } from '#application/ports.ts';

/** An entry of a Redis stream: its id and its one field with the value. */
export type Entry = readonly [id: string, fields: readonly string[]];

/** Where an event of the feed stands. */
export interface FeedPlace {
  readonly feedPosition: number;
  readonly version: number;
  readonly eventsKey: string;
}

/** What is remembered of an accepted command: its events stand together in the feed. */
export interface RememberedCommand {
  readonly afterFeedPosition: number;
  readonly eventCount: number;
  readonly digest: string;
}

/** The number before the dash of an entry's id. */
const numberOf = (id: string): number => Number.parseInt(id, 10);
const valueOf = ([, [, value = '']]: Entry): string => value;

/** append-script.ts says how an event is stored. Its ids were branded when they were written. */
export function eventOf(streamId: StreamId, entry: Entry): RecordedEvent {
  const [words, body] = splitWords(valueOf(entry), 5);
  const [atMs = '', , eventId = '', actorId = '', commandId = ''] = words;
  return {
    eventId: eventId as EventId,
    streamId,
    version: numberOf(entry[0]),
    atMs: Number(atMs),
    actorId: actorId as PersonId,
    commandId: commandId as CommandId,
    event: JSON.parse(body),
  };
}

export function feedPlaceOf(entry: Entry): FeedPlace {
  const [[version = ''], eventsKey] = splitWords(valueOf(entry), 1);
  return { feedPosition: numberOf(entry[0]), version: Number(version), eventsKey };
}

export function rememberedOf(value: string): RememberedCommand {
  const [[before = '', count = ''], digest] = splitWords(value, 2);
  return { afterFeedPosition: Number(before), eventCount: Number(count), digest };
}

/** The first words and, whatever is in it, the rest. */
function splitWords(text: string, count: number): [words: string[], rest: string] {
  const words: string[] = [];
  let start = 0;
  while (words.length < count) {
    const end = text.indexOf(' ', start);
    words.push(text.slice(start, end));
    start = end + 1;
  }
  return [words, text.slice(start)];
}
