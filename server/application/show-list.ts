import type { EventId, PersonId, ShopId, ShowId, StreamId } from '#domain/ids.ts';
import {
  evolveShow,
  initialShowState,
  publicStatusOf,
  type ShowEvent,
  type ShowState,
  type ShowStatus,
} from '#domain/show/show.ts';
import { audienceOf } from './authorise.ts';
import type { EventLog, FeedEntry } from './ports.ts';
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
const schemaVersion = 1;
const pageSize = 512;
/** At most so many entries are read again at the next start. */
const saveEvery = 1_000;

/** The lobby: every show that is not archived, kept up to date from the feed. State and place are stored together. */
export class ShowList {
  readonly #log: EventLog;
  readonly #shopId: ShopId;
  readonly #shows = new Map<ShowId, ShowState>();
  #position: { readonly version: number; readonly eventId: EventId | null } = { version: 0, eventId: null };
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
    return [...this.#shows.values()].reverse().flatMap((show) => summaryFor(principal, show));
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
    const state = [...this.#shows.values()];
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
      const page = await this.#log.readFeed(this.#shopId, this.#position.version, pageSize);
      for (const entry of page) this.#take(entry);
      if (page.length < pageSize) break;
    }
    if (this.#position.version - this.#savedVersion >= saveEvery) await this.save();
  }

  #take({ feedPosition, recorded }: FeedEntry): void {
    this.#position = { version: feedPosition, eventId: recorded.eventId };
    const showId = showIdOf(recorded.streamId);
    if (showId === undefined) return;
    // A show's stream holds show events only.
    const occurrence = { ...recorded, event: recorded.event as ShowEvent };
    const show = evolveShow(this.#shows.get(showId) ?? initialShowState, occurrence);
    if (show.status === 'archived') this.#shows.delete(showId);
    else this.#shows.set(showId, show);
  }

  async #restore(): Promise<void> {
    const stored = await this.#log.loadSnapshot(this.#storedAs());
    if (stored?.schemaVersion !== schemaVersion) return;
    const { version, eventId } = stored.position;
    const [last] = await this.#log.readFeed(this.#shopId, version - 1, 1);
    // A log that lost its tail counts other events now.
    if (last?.recorded.eventId !== eventId) return;
    this.#position = stored.position;
    this.#savedVersion = version;
    // The schema version says that this is what `save` wrote.
    for (const show of stored.state as ShowState[])
      if (show.status !== 'absent') this.#shows.set(show.showId, show);
  }

  /** No stream has this id; the snapshot's version is the place in the feed. */
  #storedAs(): StreamId {
    return `{${this.#shopId}}:projection-show-list` as StreamId;
  }
}

function summaryFor(principal: Principal, show: ShowState): readonly ShowSummary[] {
  if (show.status === 'absent') return [];
  if (principal.showId !== null && principal.showId !== show.showId) return [];
  const status = audienceOf(principal, show) === 'staff' ? show.status : publicStatusOf(show);
  if (status === null) return [];
  const { showId, title, description, startsAtMs, hostId } = show;
  const liveSinceMs = 'liveSinceMs' in show ? show.liveSinceMs : null;
  return [{ showId, title, description, status, startsAtMs, liveSinceMs, hostId }];
}
