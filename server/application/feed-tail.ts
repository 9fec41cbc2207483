import type { ShopId } from '#domain/ids.ts';
import type { EventLog, FeedEntry } from './ports.ts';

const pageSize = 512;
/**
 * Whoever is further behind reads the log by himself, which makes a busy server busier, and him later still: so it is half
 * a second of the busiest auction (some 8 MB), more than a pause of the process lasts.
 */
const maximumKept = 8_192;

/**
 * The newest entries of the feed, read once for all who follow it: a shop has a dozen policies and lists, and each
 * append wakes them all. What it answers is never older than the call.
 */
export class FeedTail {
  readonly #log: EventLog;
  readonly #shopId: ShopId;
  #entries: FeedEntry[] = [];
  /** `#entries` are all after this place; undefined before the first look. */
  #from: number | undefined;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(log: EventLog, shopId: ShopId) {
    this.#log = log;
    this.#shopId = shopId;
  }

  /** At most so many entries after a place, the oldest first, as `EventLog.readFeed`. */
  async readAfter(place: number, limit: number): Promise<readonly FeedEntry[]> {
    if (this.#from === undefined || place >= this.#from) await this.#refresh();
    if (this.#from === undefined || place < this.#from) return this.#log.readFeed(this.#shopId, place, limit);
    const start = this.#entries.findLastIndex(({ feedPosition }) => feedPosition <= place) + 1;
    return this.#entries.slice(start, start + limit);
  }

  /** Calls of one moment share a reading that begins after all of them. */
  #refresh(): Promise<void> {
    const begin = (): Promise<void> => {
      this.#next = undefined;
      this.#running = this.#readOn();
      return this.#running;
    };
    this.#next ??= this.#running.then(begin, begin);
    return this.#next;
  }

  async #readOn(): Promise<void> {
    if (this.#from === undefined) return this.#startAnew();
    let page: readonly FeedEntry[];
    do {
      const last = this.#entries.at(-1);
      page = await this.#log.readFeed(this.#shopId, last ? last.feedPosition - 1 : this.#from, pageSize);
      if (last && page[0]?.recorded.eventId !== last.recorded.eventId) return this.#startAnew();
      this.#entries.push(...(last ? page.slice(1) : page));
    } while (page.length === pageSize);
    const removed = this.#entries.splice(0, this.#entries.length - maximumKept);
    this.#from = removed.at(-1)?.feedPosition ?? this.#from;
  }

  /** At first, and where the last entry is gone: trimmed, or the log lost its tail. Whoever is behind asks the log itself. */
  async #startAnew(): Promise<void> {
    this.#entries = [];
    this.#from = await this.#log.feedHead(this.#shopId);
  }
}
