import type { Redis } from 'ioredis';
import type { CommandId, PersonId, ShopId, StreamId } from '#domain/ids.ts';
import type { FeedEntry, KnownCommand, RecordedEvent } from '#application/ports.ts';
import { shopKeysOf, streamIdOf, streamKeysOf } from './log-keys.ts';
import {
  eventOf,
  feedPlaceOf,
  rememberedOf,
  type Entry,
  type FeedPlace,
  type RememberedCommand,
} from './stored-events.ts';

/** Versions of one stream that follow each other. */
interface Run {
  readonly eventsKey: string;
  readonly first: number;
  last: number;
}

export interface CommandName {
  readonly actorId: PersonId;
  readonly commandId: CommandId;
}

/** Reads events where the feed and the memory of commands only say their places. */
export class LogReader {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async read(streamId: StreamId, afterVersion: number, limit: number): Promise<readonly RecordedEvent[]> {
    if (limit <= 0) return [];
    const { events } = streamKeysOf(streamId);
    const entries = await this.#redis.xrange(events, `(${afterVersion}`, '+', 'COUNT', limit);
    return entries.map((entry) => eventOf(streamId, entry));
  }

  async last(streamId: StreamId): Promise<RecordedEvent | undefined> {
    const [entry] = await this.#redis.xrevrange(streamKeysOf(streamId).events, '+', '-', 'COUNT', 1);
    return entry && eventOf(streamId, entry);
  }

  async feedHead(shopId: ShopId): Promise<number> {
    const [entry] = await this.#redis.xrevrange(shopKeysOf(shopId).feed, '+', '-', 'COUNT', 1);
    return entry ? feedPlaceOf(entry).feedPosition : 0;
  }

  async readFeed(shopId: ShopId, afterPosition: number, limit: number): Promise<readonly FeedEntry[]> {
    const { feed } = shopKeysOf(shopId);
    const page: FeedEntry[] = [];
    for (let after = afterPosition; page.length < limit;) {
      const wanted = limit - page.length;
      const places = (await this.#redis.xrange(feed, `(${after}`, '+', 'COUNT', wanted)).map(feedPlaceOf);
      const events = await this.#eventsAt(places);
      // Between the two readings one may have been trimmed.
      for (const [index, { feedPosition }] of places.entries()) {
        const recorded = events[index];
        if (recorded) page.push({ feedPosition, recorded });
      }
      const last = places.at(-1);
      if (!last || places.length < wanted) break;
      after = last.feedPosition;
    }
    return page;
  }

  async findCommand(shopId: ShopId, name: CommandName): Promise<KnownCommand | undefined> {
    const value = await this.#redis.hget(shopKeysOf(shopId).commands, `${name.actorId} ${name.commandId}`);
    if (value === null) return undefined;
    const [known] = await this.recall(shopId, [{ name, value }]);
    return known;
  }

  /** Remembered commands with their events, in order. One that was trimmed meanwhile is left out. */
  async recall(
    shopId: ShopId,
    found: readonly { readonly name: CommandName; readonly value: string }[],
  ): Promise<readonly KnownCommand[]> {
    const remembered = found.map(({ value }) => rememberedOf(value));
    const places = await this.#placesOf(shopId, remembered);
    const events = await this.#eventsAt(places.flat());
    let next = 0;
    return found.flatMap(({ name }, index) => {
      const { digest, eventCount } = remembered[index] ?? { digest: '', eventCount: 0 };
      const count = places[index]?.length ?? 0;
      const recorded = events.slice(next, (next += count)).filter((event) => event !== undefined);
      return recorded.length === eventCount ? [{ ...name, digest, recorded }] : [];
    });
  }

  async #placesOf(shopId: ShopId, commands: readonly RememberedCommand[]): Promise<FeedPlace[][]> {
    const { feed } = shopKeysOf(shopId);
    const pages = await this.#ranges(
      commands.map(({ afterFeedPosition, eventCount }) => ({
        eventsKey: feed,
        first: afterFeedPosition + 1,
        last: afterFeedPosition + eventCount,
      })),
    );
    return pages.map((page) => page.map(feedPlaceOf));
  }

  /** The event at each place, or undefined where it was trimmed. */
  async #eventsAt(places: readonly FeedPlace[]): Promise<readonly (RecordedEvent | undefined)[]> {
    const runs = runsOf(places);
    const pages = await this.#ranges(runs);
    const byPlace = new Map<string, RecordedEvent>();
    for (const [index, { eventsKey }] of runs.entries()) {
      const streamId = streamIdOf(eventsKey);
      for (const entry of pages[index] ?? []) {
        const recorded = eventOf(streamId, entry);
        byPlace.set(`${recorded.version} ${eventsKey}`, recorded);
      }
    }
    return places.map(({ version, eventsKey }) => byPlace.get(`${version} ${eventsKey}`));
  }

  /** Several pieces of streams in one round trip. */
  async #ranges(runs: readonly Run[]): Promise<readonly (readonly Entry[])[]> {
    if (runs.length === 0) return [];
    const pipeline = this.#redis.pipeline();
    for (const { eventsKey, first, last } of runs) pipeline.xrange(eventsKey, first, last);
    const replies = (await pipeline.exec()) ?? [];
    return replies.map(([error, entries]) => {
      if (error) throw error;
      // The reply of XRANGE.
      return entries as readonly Entry[];
    });
  }
}

/** One page of the feed holds few streams, each with versions that follow each other. */
function runsOf(places: readonly FeedPlace[]): readonly Run[] {
  const runs: Run[] = [];
  const newest = new Map<string, Run>();
  for (const { eventsKey, version } of places) {
    const run = newest.get(eventsKey);
    if (run?.last === version - 1) {
      run.last = version;
      continue;
    }
    const fresh = { eventsKey, first: version, last: version };
    newest.set(eventsKey, fresh);
    runs.push(fresh);
  }
  return runs;
}
