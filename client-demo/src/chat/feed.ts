import { signal, type ReadonlySignal } from '@preact/signals';
import type { TimeSource } from '../live/time-source.ts';
import { noThinning, settle, thin, type Thinnable, type Thinning } from './thinning.ts';

/** A message as the feed handles it; whatever else an item has is the reader's affair. */
export interface FeedItem extends Thinnable {
  /** The reader's own: sending it brings the reader back to the newest message. */
  readonly isOwn: boolean;
}

export interface FeedView<Item> {
  /** Oldest first, at most `maximumRows`. */
  readonly rows: readonly Item[];
  /** So much is written that only a part of it is shown. */
  readonly isBusy: boolean;
  /** The rows stand still: the reader looks at older ones. */
  readonly isHeld: boolean;
  /** Everything is shown, what was thinned out too; stands still as well. */
  readonly showsAll: boolean;
  /** How many messages came since the rows stand still. */
  readonly unseen: number;
}

/** What a reader sees of a room: the newest rows, at a pace and in a number that eyes and phones can follow. */
export interface Feed<Item extends FeedItem> {
  readonly view: ReadonlySignal<FeedView<Item>>;
  /** The whole list as it is now, oldest first. Drawn at most once per frame, when busy at most each 250 ms. */
  take(items: readonly Item[]): void;
  /** Lets the rows stand still; `all` brings back what was thinned out. */
  hold(options?: { readonly all: boolean }): void;
  release(): void;
  close(): void;
}

export interface FeedOptions {
  readonly time: TimeSource;
  /** Server time. */
  readonly nowMs: () => number;
}

/** More rows than anybody scrolls through while a show runs, few enough for a phone to lay out. */
export const maximumRows = 200;
const frameMs = 16;
/** Slower than this feels stuck, faster cannot be read (shared rules: batches of at most 100 to 250 ms). */
const busyFlushMs = 250;
const settleMs = 1000;

export const createFeed = <Item extends FeedItem>({ time, nowMs }: FeedOptions): Feed<Item> => {
  const view = signal<FeedView<Item>>({ rows: [], isBusy: false, isHeld: false, showsAll: false, unseen: 0 });
  let latest: readonly Item[] = [];
  let thinning: Thinning = noThinning;
  let known: ReadonlySet<string> | undefined;
  let skipped: ReadonlySet<string> = new Set();
  let flushedAtMs = Number.NEGATIVE_INFINITY;
  let cancelFlush: (() => void) | undefined;
  let cancelSettle: (() => void) | undefined;

  /** Judges what is new; ids that left the room are forgotten, so both sets are as small as the room. */
  const judge = (): { readonly fresh: number; readonly hasOwn: boolean } => {
    const news = known === undefined ? [] : latest.filter(({ id }) => known?.has(id) === false);
    const nextSkipped = new Set<string>();
    for (const { id } of latest) if (skipped.has(id)) nextSkipped.add(id);
    for (const item of news) {
      const { after, isShown } = thin(thinning, item);
      thinning = after;
      if (!isShown) nextSkipped.add(item.id);
    }
    thinning = settle(thinning, nowMs());
    skipped = nextSkipped;
    known = new Set(latest.map(({ id }) => id));
    return { fresh: news.length, hasOwn: news.some(({ isOwn }) => isOwn) };
  };
  const current = () => latest.filter(({ id }) => !skipped.has(id)).slice(-maximumRows);
  const standing = (rows: readonly Item[]): readonly Item[] => {
    const ids = new Set(rows.map(({ id }) => id));
    return latest.filter(({ id }) => ids.has(id));
  };
  const settleLater = () => {
    cancelSettle?.();
    cancelSettle = thinning.isBusy ? time.after(settleMs, flush) : undefined;
  };
  const flush = () => {
    cancelFlush?.();
    cancelFlush = undefined;
    flushedAtMs = time.nowMs();
    const { fresh, hasOwn } = judge();
    const before = view.peek();
    const { isBusy } = thinning;
    if (before.isHeld && !hasOwn) {
      view.value = { ...before, isBusy, rows: standing(before.rows), unseen: before.unseen + fresh };
    } else {
      view.value = { rows: current(), isBusy, isHeld: false, showsAll: false, unseen: 0 };
    }
    settleLater();
  };
  return {
    view,
    take: (items) => {
      latest = items;
      if (known === undefined) return flush();
      const dueMs = view.peek().isBusy ? flushedAtMs + busyFlushMs - time.nowMs() : frameMs;
      cancelFlush ??= time.after(Math.max(frameMs, dueMs), flush);
    },
    hold: ({ all } = { all: false }) => {
      // What waits to be drawn came before.
      if (cancelFlush !== undefined) flush();
      const before = view.peek();
      const rows = all ? latest.slice(-maximumRows) : before.rows;
      if (!before.isHeld || all) view.value = { ...before, rows, isHeld: true, showsAll: all };
    },
    release: () => {
      if (!view.peek().isHeld) return;
      view.value = { ...view.peek(), rows: current(), isHeld: false, showsAll: false, unseen: 0 };
    },
    close: () => {
      cancelFlush?.();
      cancelSettle?.();
    },
  };
};
