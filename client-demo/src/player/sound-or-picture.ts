import { pictureBps } from './line.ts';

/** What HLS fetches: a picture with its sound, or sound alone (the thriftiest there is). */
export type Content = 'picture' | 'sound';

export interface ContentFacts {
  /** Monotonic. */
  readonly nowMs: number;
  readonly current: Content;
  readonly currentSinceMs: number;
  /** The person asked for sound alone. */
  readonly wantsSound: boolean;
  /** Of the line, in bit/s; null before any measurement. */
  readonly estimateBps: number | null;
  /** Moments within the last 20 s at which the picture ran dry. */
  readonly dryAtMs: readonly number[];
  /** There is no smaller picture. */
  readonly isLowest: boolean;
}

/** Twice dry within this, on the smallest picture: the line does not carry one. */
const dryWindowMs = 20_000;
/** What was taken away for good reason does not come back in the next breath. */
const settleMs = 15_000;
/** Room above the smallest picture, so that it does not come and go. */
const spareFactor = 1.4;

/** Pure. */
export const nextContent = (facts: ContentFacts): Content => {
  const { nowMs, current, estimateBps } = facts;
  if (facts.wantsSound) return 'sound';
  if (current === 'picture') {
    const dry = facts.dryAtMs.filter((atMs) => nowMs - atMs < dryWindowMs && atMs >= facts.currentSinceMs);
    return facts.isLowest && dry.length >= 2 ? 'sound' : 'picture';
  }
  if (nowMs - facts.currentSinceMs < settleMs || estimateBps === null) return 'sound';
  return estimateBps >= pictureBps * spareFactor ? 'picture' : 'sound';
};
