import { signal, type ReadonlySignal } from '@preact/signals';
import type { TimeSource } from '../live/time-source.ts';

/** One value, and the moment in the show (server time) from which it holds. */
export interface Moment<Value> {
  readonly atMs: number;
  readonly value: Value;
}

/** What held at a moment: the latest that had begun by then, else the first that is known. Pure. */
export const valueAt = <Value>(history: readonly Moment<Value>[], atMs: number): Value | undefined =>
  (history.findLast((moment) => moment.atMs <= atMs) ?? history[0])?.value;

export interface PictureFollowerOptions<Value> {
  readonly first: Value;
  readonly time: TimeSource;
  readonly serverNowMs: () => number;
  /** Server time of the frame on show; null while there is none: then the present holds. */
  readonly pictureTimeMs: () => number | null;
}

/** Holds a value back until the picture shows the moment at which it changed. */
export interface PictureFollower<Value> {
  readonly shown: ReadonlySignal<Value>;
  set(value: Value): void;
  close(): void;
}

/** A picture is looked at this often; what hangs on it may lag by as much. */
const lookEveryMs = 200;
/** As long as the longest window one can usually go back in (config/hls.ts), and some. */
const keptMs = 660_000;
const keptMoments = 500;

export const createPictureFollower = <Value>(
  options: PictureFollowerOptions<Value>,
): PictureFollower<Value> => {
  const { time } = options;
  let history: Moment<Value>[] = [{ atMs: Number.NEGATIVE_INFINITY, value: options.first }];
  const shown = signal(options.first);
  let cancel: (() => void) | undefined;

  const latest = () => history.at(-1)?.value ?? options.first;
  const look = () => {
    cancel?.();
    cancel = undefined;
    const pictureMs = options.pictureTimeMs();
    const value = pictureMs === null ? latest() : valueAt(history, pictureMs);
    shown.value = value === undefined ? options.first : value;
    // The picture may fall behind or be wound back at any time, so there is always something to look for.
    if (history.length > 1) cancel = time.after(lookEveryMs, look);
  };
  return {
    shown,
    set: (value) => {
      if (value === latest()) return look();
      const atMs = options.serverNowMs();
      const kept = history.filter((moment, index) => {
        const end = history[index + 1]?.atMs ?? atMs;
        return atMs - end < keptMs && moment.atMs <= atMs;
      });
      history = [...kept, { atMs, value }].slice(-keptMoments);
      look();
    },
    close: () => cancel?.(),
  };
};
