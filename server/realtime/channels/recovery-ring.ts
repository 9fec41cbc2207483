import type { Audience } from '#application/authorise.ts';
import type { RecoveryLimits } from '#application/application.ts';
import type { Position, RecordedEvent } from '#application/ports.ts';
import type { PersonId } from '#domain/ids.ts';
import type { ChannelKind, Reader } from './channel-kind.ts';

interface Entry<Event> {
  readonly recorded: RecordedEvent<Event>;
  /** What it says to each audience, serialised; empty when it says nothing. Made when first asked for. */
  readonly texts: Partial<Record<Audience, string>>;
  selves: readonly PersonId[] | undefined;
}

const nobody: readonly PersonId[] = [];

/**
 * The latest events of a channel, each serialised once for each audience: pushes and recoveries are cut from here, so
 * a thousand sockets that return cost what one does. Bounded in events and in bytes; the oldest go, and whoever needs
 * them has the log.
 */
export class RecoveryRing<State, Event> {
  readonly #kind: ChannelKind<State, Event>;
  readonly #limits: RecoveryLimits;
  #start: Position;
  #entries: Entry<Event>[] = [];
  #sizeBytes = 0;

  constructor(kind: ChannelKind<State, Event>, limits: RecoveryLimits, start: Position) {
    this.#kind = kind;
    this.#limits = limits;
    this.#start = start;
  }

  /** The place before the first event it has. */
  get start(): Position {
    return this.#start;
  }

  /** The events that follow on the last. */
  append(recorded: readonly RecordedEvent<Event>[]): void {
    for (const one of recorded) this.#entries.push({ recorded: one, texts: {}, selves: undefined });
  }

  /** Older events from the log, up to where the ring began; passed over when they do not join. */
  prepend(start: Position, recorded: readonly RecordedEvent<Event>[]): void {
    const older = recorded.filter(({ version }) => version <= this.#start.version);
    if (older.at(-1)?.eventId !== this.#start.eventId || older[0]?.version !== start.version + 1) return;
    const entries = older.map((one) => ({ recorded: one, texts: {}, selves: undefined }));
    this.#entries = [...entries, ...this.#entries];
    this.#start = start;
  }

  /** Forgets everything: what was told before is void. */
  restart(start: Position): void {
    this.#start = start;
    this.#entries = [];
    this.#sizeBytes = 0;
  }

  /** What was serialised is void; it is made again from the state of then. */
  forgetTexts(): void {
    this.#entries = this.#entries.map(({ recorded }) => ({ recorded, texts: {}, selves: undefined }));
    this.#sizeBytes = 0;
  }

  /** Lets the oldest go beyond the limits, but nothing after `version`. */
  trimTo(version: number): void {
    let count = 0;
    let sizeBytes = this.#sizeBytes;
    for (const { recorded, texts } of this.#entries) {
      const isOver = this.#entries.length - count > this.#limits.events || sizeBytes > this.#limits.sizeBytes;
      if (!isOver || recorded.version > version) break;
      count += 1;
      sizeBytes -= sizeOf(texts);
      this.#start = { version: recorded.version, eventId: recorded.eventId };
    }
    if (count > 0) this.#entries.splice(0, count);
    this.#sizeBytes = sizeBytes;
  }

  /** Whether this place is one of this stream, and everything after it is here. */
  holds({ version, eventId }: Position): boolean {
    if (version === this.#start.version) return eventId === this.#start.eventId;
    return this.#entries[version - this.#start.version - 1]?.recorded.eventId === eventId;
  }

  /** What happened after `from` up to `to`, as an audience may know it now: messages joined by commas. */
  text(from: number, to: number, audience: Audience, state: State): string {
    const entries = this.#between(from, to);
    const shorter = this.#shorter(entries, { audience, personId: null }, state);
    return shorter ?? joined(entries.map((entry) => this.#textOf(entry, audience, state)));
  }

  /** The same for one person, who is told some of it apart. */
  textApart(from: number, to: number, reader: Reader, state: State): string {
    const entries = this.#between(from, to);
    const shorter = this.#shorter(entries, reader, state);
    if (shorter !== undefined) return shorter;
    const texts = entries.map((entry) =>
      reader.personId !== null && this.#selvesOf(entry, state).includes(reader.personId)
        ? this.#serialise(entry, reader, state)
        : this.#textOf(entry, reader.audience, state),
    );
    return joined(texts);
  }

  /** Who is told something apart. */
  selves(from: number, to: number, state: State): ReadonlySet<PersonId> {
    // Many events may concern the same list of people.
    const lists = new Set(this.#between(from, to).map((entry) => this.#selvesOf(entry, state)));
    return new Set([...lists].flat());
  }

  #between(from: number, to: number): readonly Entry<Event>[] {
    const { version } = this.#start;
    return this.#entries.slice(Math.max(0, from - version), Math.max(0, to - version));
  }

  #textOf(entry: Entry<Event>, audience: Audience, state: State): string {
    const known = entry.texts[audience];
    if (known !== undefined) return known;
    const text = this.#serialise(entry, { audience, personId: null }, state);
    entry.texts[audience] = text;
    this.#sizeBytes += text.length;
    return text;
  }

  #shorter(entries: readonly Entry<Event>[], reader: Reader, state: State): string | undefined {
    if (entries.length < 2) return undefined;
    const recorded = entries.map((entry) => entry.recorded);
    return this.#kind.presentMany?.(recorded, state, reader)?.map(serialised).join(',');
  }

  #serialise({ recorded }: Entry<Event>, reader: Reader, state: State): string {
    const messages = this.#kind.present(recorded, state, reader);
    return messages.map(serialised).join(',');
  }

  #selvesOf(entry: Entry<Event>, state: State): readonly PersonId[] {
    const selves = entry.selves ?? this.#kind.selvesOf(entry.recorded, state);
    entry.selves = selves.length === 0 ? nobody : selves;
    return entry.selves;
  }
}

const serialised = (message: unknown): string => JSON.stringify(message);

/** What several events say alike is said once, where the last of them stands. */
function joined(texts: readonly string[]): string {
  const unique = new Set<string>();
  for (const text of texts) {
    unique.delete(text);
    if (text !== '') unique.add(text);
  }
  return [...unique].join(',');
}

const sizeOf = (texts: Partial<Record<Audience, string>>): number =>
  (texts.public?.length ?? 0) + (texts.staff?.length ?? 0);
