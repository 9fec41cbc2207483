/** What thinning needs to know of a message, in the order of the room. */
export interface Thinnable {
  readonly id: string;
  /** Server time, so that a batch that arrives late is not mistaken for a rush. */
  readonly atMs: number;
  /** Own, mentions oneself, answers oneself, by the crew, announced: always shown. */
  readonly isImportant: boolean;
}

/** Where thinning stands after the messages so far. */
export interface Thinning {
  /** Times of the messages within the last window, oldest first. */
  readonly recentAtMs: readonly number[];
  readonly isBusy: boolean;
  /** How many unimportant messages may be shown at once. */
  readonly credit: number;
  readonly lastAtMs: number;
}

/** Over this rate nobody reads along any more (Ably, "Building livestream chat": about 10 messages a second). */
const busyPerSecond = 10;
/** Calm again well below it, so that the feed does not flicker between two manners. */
const calmPerSecond = 7;
const shownPerSecond = 8;
/** A window short enough to notice a rush at once, long enough not to take one burst of three for it. */
const windowMs = 2000;

export const noThinning: Thinning = { recentAtMs: [], isBusy: false, credit: shownPerSecond, lastAtMs: 0 };

const within = (times: readonly number[], atMs: number): readonly number[] =>
  times.filter((time) => time > atMs - windowMs);

/** The next message: whether this reader is shown it. The record keeps all of them. Pure. */
export const thin = (
  before: Thinning,
  { atMs, isImportant }: Thinnable,
): { readonly after: Thinning; readonly isShown: boolean } => {
  const nowMs = Math.max(before.lastAtMs, atMs);
  const recentAtMs = [...within(before.recentAtMs, nowMs), nowMs];
  const perSecond = recentAtMs.length / (windowMs / 1000);
  const isBusy = before.isBusy ? perSecond > calmPerSecond : perSecond > busyPerSecond;
  const refill = ((nowMs - before.lastAtMs) / 1000) * shownPerSecond;
  const credit = Math.min(shownPerSecond, before.credit + refill);
  const isShown = !isBusy || isImportant || credit >= 1;
  const isPaid = isBusy && isShown && !isImportant;
  return {
    after: { recentAtMs, isBusy, credit: isPaid ? credit - 1 : credit, lastAtMs: nowMs },
    isShown,
  };
};

/** Time passed without a message: a rush that stopped is over. Pure; the same object while nothing changed. */
export const settle = (before: Thinning, nowMs: number): Thinning => {
  if (!before.isBusy) return before;
  const recentAtMs = within(before.recentAtMs, nowMs);
  return recentAtMs.length / (windowMs / 1000) > calmPerSecond
    ? before
    : { ...before, recentAtMs, isBusy: false };
};
