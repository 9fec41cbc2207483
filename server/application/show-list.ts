import type { ShowId, StreamId } from '#domain/ids.ts';
import { evolveShow, initialShowState, type ShowEvent, type ShowState } from '#domain/show/show.ts';
import type { Reading, ShowListChange } from './application.ts';
import { FeedReader, nowhere, type FeedSource, type FeedTaker } from './feed-reader.ts';
import type { FeedEntry, Position } from './ports.ts';
import type { Principal } from './principal.ts';
import { summaryFor, type ShowSummary } from './show-summary.ts';
import { showIdOf } from './streams.ts';

/** Grows with the shape of what is stored; an older store is rebuilt from the feed. */
const schemaVersion = 3;
/** Archived shows that readers are still told about; who was away for longer reads the list anew. */
const maximumArchived = 200;
/** At most so many entries are read again at the next start. */
const saveEvery = 1_000;

/** A show and the place in the feed of its last event. */
interface Line {
  readonly show: ShowState;
  readonly changedAt: number;
}

interface Stored {
  readonly lines: readonly Line[];
  readonly position: Position;
}

/** The lobby: every show that is not archived, kept up to date from the feed. State and place are stored together. */
export class ShowList implements FeedTaker {
  readonly #source: FeedSource;
  readonly #lines = new Map<ShowId, Line>();
  readonly #archived = new Map<ShowId, Line>();
  /** What changed after this place is known, what changed before it is not. */
  #horizon = 0;
  /** The last event of a show: that stays in the feed, where those of rooms are trimmed. */
  #position: Position = nowhere;
  #reader: FeedReader;
  #savedVersion = 0;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  private constructor(source: FeedSource) {
    this.#source = source;
    this.#reader = new FeedReader(source, this);
  }

  /** Loads what was stored and catches up. */
  static async open(source: FeedSource): Promise<ShowList> {
    const list = new ShowList(source);
    await list.#restore();
    await list.catchUp();
    return list;
  }

  get kept(): Position {
    return this.#position;
  }

  /** The shows as this principal may know of them, newest first. */
  list(principal: Principal): readonly ShowSummary[] {
    return this.read()
      .state.toReversed()
      .flatMap((show) => summaryFor(principal, show) ?? []);
  }

  /** The shows for every audience, oldest first, and where in the feed they stand so. */
  read(): Reading<readonly ShowState[]> {
    return { state: [...this.#lines.values()].map(({ show }) => show), position: this.#position };
  }

  /** Whether it can be told what changed since; the feed must still hold the event there. */
  async holds(position: Position): Promise<boolean> {
    return this.changesSince(position.version) !== undefined && (await this.#reader.holds(position));
  }

  /** What changed after a place in the feed; undefined when that is too long ago, or the feed never was there. */
  changesSince(after: number): ShowListChange | undefined {
    if (after < this.#horizon || after > this.#position.version) return undefined;
    const changed = [...this.#lines.values(), ...this.#archived.values()].filter(
      ({ changedAt }) => changedAt > after,
    );
    const shows = changed.toSorted((a, b) => a.changedAt - b.changedAt).map(({ show }) => show);
    return { from: after, position: this.#position, shows };
  }

  /** Resolves once everything appended before the call is in. Calls that come meanwhile share one reading. */
  catchUp(): Promise<void> {
    this.#next ??= this.#running.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#next;
  }

  /** Stores the list with its place in the feed, so that the next start is quick. */
  async save(): Promise<void> {
    const { position: read } = this.#reader;
    if (read.version === this.#savedVersion) return;
    const state: Stored = { lines: [...this.#lines.values()], position: this.#position };
    await this.#source.log.saveSnapshot(this.#storedAs(), { position: read, schemaVersion, state });
    this.#savedVersion = read.version;
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    this.#running = this.#advance();
    return this.#running;
  }

  async #advance(): Promise<void> {
    while (await this.#reader.readOn());
    if (this.#reader.position.version - this.#savedVersion >= saveEvery) await this.save();
  }

  take({ feedPosition, recorded }: FeedEntry): void {
    const showId = showIdOf(recorded.streamId);
    if (showId === undefined) return;
    this.#position = { version: feedPosition, eventId: recorded.eventId };
    // A show's stream holds show events only.
    const occurrence = { ...recorded, event: recorded.event as ShowEvent };
    const show = evolveShow(this.#lines.get(showId)?.show ?? initialShowState, occurrence);
    const line = { show, changedAt: feedPosition };
    if (show.status !== 'archived') return void this.#lines.set(showId, line);
    this.#lines.delete(showId);
    this.#archived.set(showId, line);
    const [oldest] = this.#archived.size > maximumArchived ? this.#archived : [];
    if (!oldest) return;
    this.#archived.delete(oldest[0]);
    this.#horizon = Math.max(this.#horizon, oldest[1].changedAt);
  }

  startAnew(): void {
    this.#horizon = Math.max(this.#horizon, this.#position.version) + 1;
    this.#lines.clear();
    this.#archived.clear();
    this.#position = nowhere;
  }

  async #restore(): Promise<void> {
    const stored = await this.#source.log.loadSnapshot(this.#storedAs());
    if (stored?.schemaVersion !== schemaVersion) return;
    // The schema version says that this is what `save` wrote.
    const { lines, position } = stored.state as Stored;
    this.#reader = new FeedReader(this.#source, this, stored.position);
    this.#position = position;
    this.#horizon = position.version;
    this.#savedVersion = stored.position.version;
    for (const line of lines) if (line.show.status !== 'absent') this.#lines.set(line.show.showId, line);
  }

  /** No stream has this id; the snapshot's version is the place in the feed. */
  #storedAs(): StreamId {
    return `{${this.#source.shopId}}:projection-show-list` as StreamId;
  }
}
