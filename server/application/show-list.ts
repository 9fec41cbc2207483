import type { PersonId, ShopId, ShowId, StreamId } from '#domain/ids.ts';
import {
  evolveShow,
  initialShowState,
  publicStatusOf,
  type ShowEvent,
  type ShowState,
  type ShowStatus,
} from '#domain/show/show.ts';
import type { Reading, ShowListChange } from './application.ts';
import { audienceOf } from './authorise.ts';
import type { EventLog, FeedEntry, Position } from './ports.ts';
import type { Principal } from './principal.ts';
import { showIdOf } from './streams.ts';

/** One line of the lobby. `hostId` becomes a name through the people store. */
export interface ShowSummary {
  readonly showId: ShowId;
  readonly title: string;
  readonly description: string;
  /** As the asker may know it: a public asker sees a rehearsal of a scheduled show as `scheduled`. */
  readonly status: Exclude<ShowStatus, 'absent'>;
  readonly startsAtMs: number | null;
  readonly liveSinceMs: number | null;
  readonly hostId: PersonId;
}

/** Grows with the shape of what is stored; an older store is rebuilt from the feed. */
const schemaVersion = 2;
const pageSize = 512;
/** Archived shows that readers are still told about; who was away for longer reads the list anew. */
const maximumArchived = 200;
/** At most so many entries are read again at the next start. */
const saveEvery = 1_000;

/** A show and the place in the feed of its last event. */
interface Line {
  readonly show: ShowState;
  readonly changedAt: number;
}

const nowhere: Position = { version: 0, eventId: null };

/** The lobby: every show that is not archived, kept up to date from the feed. State and place are stored together. */
export class ShowList {
  readonly #log: EventLog;
  readonly #shopId: ShopId;
  readonly #lines = new Map<ShowId, Line>();
  readonly #archived = new Map<ShowId, Line>();
  /** What changed after this place is known, what changed before it is not. */
  #horizon = 0;
  #position: Position = nowhere;
  #savedVersion = 0;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  private constructor(log: EventLog, shopId: ShopId) {
    this.#log = log;
    this.#shopId = shopId;
  }

  /** Loads what was stored and catches up. */
  static async open(log: EventLog, shopId: ShopId): Promise<ShowList> {
    const list = new ShowList(log, shopId);
    await list.#restore();
    await list.catchUp();
    return list;
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
  async holds({ version, eventId }: Position): Promise<boolean> {
    if (this.changesSince(version) === undefined) return false;
    if (version === 0) return true;
    const [entry] = await this.#log.readFeed(this.#shopId, version - 1, 1);
    return entry?.recorded.eventId === eventId;
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
    if (this.#position.version === this.#savedVersion) return;
    const { version } = this.#position;
    const state = [...this.#lines.values()];
    await this.#log.saveSnapshot(this.#storedAs(), { position: this.#position, schemaVersion, state });
    this.#savedVersion = version;
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    this.#running = this.#advance();
    return this.#running;
  }

  async #advance(): Promise<void> {
    for (;;) {
      const page = await this.#readOn();
      for (const entry of page) this.#take(entry);
      if (page.length < pageSize) break;
    }
    if (this.#position.version - this.#savedVersion >= saveEvery) await this.save();
  }

  /** The next entries. A feed that lost its tail counts other events now: then everything is read again. */
  async #readOn(): Promise<readonly FeedEntry[]> {
    const { version, eventId } = this.#position;
    if (version === 0) return this.#log.readFeed(this.#shopId, 0, pageSize);
    const [last, ...page] = await this.#log.readFeed(this.#shopId, version - 1, pageSize + 1);
    if (last?.recorded.eventId === eventId) return page;
    this.#lines.clear();
    this.#archived.clear();
    this.#position = nowhere;
    this.#horizon = Math.max(this.#horizon, version) + 1;
    return this.#log.readFeed(this.#shopId, 0, pageSize);
  }

  #take({ feedPosition, recorded }: FeedEntry): void {
    this.#position = { version: feedPosition, eventId: recorded.eventId };
    const showId = showIdOf(recorded.streamId);
    if (showId === undefined) return;
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

  async #restore(): Promise<void> {
    const stored = await this.#log.loadSnapshot(this.#storedAs());
    if (stored?.schemaVersion !== schemaVersion) return;
    const { version, eventId } = stored.position;
    const [last] = await this.#log.readFeed(this.#shopId, version - 1, 1);
    // A log that lost its tail counts other events now.
    if (last?.recorded.eventId !== eventId) return;
    this.#position = stored.position;
    this.#horizon = version;
    this.#savedVersion = version;
    // The schema version says that this is what `save` wrote.
    for (const line of stored.state as Line[])
      if (line.show.status !== 'absent') this.#lines.set(line.show.showId, line);
  }

  /** No stream has this id; the snapshot's version is the place in the feed. */
  #storedAs(): StreamId {
    return `{${this.#shopId}}:projection-show-list` as StreamId;
  }
}

/** The line as this principal may see it; undefined when for them there is no such show. */
export function summaryFor(principal: Principal, show: ShowState): ShowSummary | undefined {
  if (show.status === 'absent' || show.status === 'archived') return undefined;
  if (principal.showId !== null && principal.showId !== show.showId) return undefined;
  const status = audienceOf(principal, show) === 'staff' ? show.status : publicStatusOf(show);
  if (status === null) return undefined;
  const { showId, title, description, startsAtMs, hostId } = show;
  const liveSinceMs = 'liveSinceMs' in show ? show.liveSinceMs : null;
  return { showId, title, description, status, startsAtMs, liveSinceMs, hostId };
}
