import type { ShopId } from '#domain/ids.ts';
import type { FeedTail } from './feed-tail.ts';
import type { EventLog, FeedEntry, Position } from './ports.ts';

export const nowhere: Position = { version: 0, eventId: null };

/** What a reader of the feed must hear beside the entries. */
export interface FeedTaker {
  take(entry: FeedEntry): void;
  /** The last entry that it keeps: one of a stream that is never trimmed. */
  readonly kept: Position;
  /** The feed is another one than what was read so far: forget all, it comes again from the beginning. */
  startAnew(): void;
}

/** The feed of a shop. */
export interface FeedSource {
  readonly log: EventLog;
  readonly shopId: ShopId;
  readonly feed: FeedTail;
}

const pageSize = 512;

/**
 * Reads the feed from a place on and notices when it is no longer the feed it was: a log that lost its tail counts
 * other events under the same numbers. What was trimmed (old events of rooms) is passed over.
 */
export class FeedReader {
  readonly #log: EventLog;
  readonly #shopId: ShopId;
  readonly #feed: FeedTail;
  readonly #taker: FeedTaker;
  /** The last entry that was read, of whatever stream. */
  #read: Position;

  constructor({ log, shopId, feed }: FeedSource, taker: FeedTaker, from: Position = nowhere) {
    this.#log = log;
    this.#shopId = shopId;
    this.#feed = feed;
    this.#taker = taker;
    this.#read = from;
  }

  get position(): Position {
    return this.#read;
  }

  /** One page; whether there may be more. */
  async readOn(): Promise<boolean> {
    const page = await this.#nextPage();
    for (const entry of page) {
      this.#read = { version: entry.feedPosition, eventId: entry.recorded.eventId };
      this.#taker.take(entry);
    }
    return page.length >= pageSize;
  }

  /** Whether the feed still has that event at that place. */
  async holds({ version, eventId }: Position): Promise<boolean> {
    return version === 0 || (await this.#entryAt(version))?.recorded.eventId === eventId;
  }

  async #nextPage(): Promise<readonly FeedEntry[]> {
    const { version, eventId } = this.#read;
    if (version === 0) return this.#feed.readAfter(0, pageSize);
    const entries = await this.#feed.readAfter(version - 1, pageSize + 1);
    const [last] = entries;
    if (last?.feedPosition === version && last.recorded.eventId === eventId) return entries.slice(1);
    if (last?.feedPosition !== version && (await this.#wasTrimmed())) return entries.slice(0, pageSize);
    this.#read = nowhere;
    this.#taker.startAnew();
    return this.#feed.readAfter(0, pageSize);
  }

  /** The last entry is gone: with a room's old events, if the feed is as long as ever and the last kept event is there. */
  async #wasTrimmed(): Promise<boolean> {
    const head = await this.#log.feedHead(this.#shopId);
    return head >= this.#read.version && (await this.holds(this.#taker.kept));
  }

  async #entryAt(feedPosition: number): Promise<FeedEntry | undefined> {
    const [entry] = await this.#log.readFeed(this.#shopId, feedPosition - 1, 1);
    return entry?.feedPosition === feedPosition ? entry : undefined;
  }
}
