import type { TimedFrame } from './timed-frame.ts';

/** A key frame this long after the last cut is the next tick: it comes every 2 s, give or take the way of a request. */
const soonestCutMs = 1500;
/** Without a key frame: EXTINF must round to 2 s with a frame of 15 fps on top (RFC 8216bis, 4.4.3.1). */
const latestCutMs = 2400;
/** No segment is longer; what rounds to 3 would break EXT-X-TARGETDURATION. */
export const longestSegmentMs = 2450;
/** How far a picture may be from the cut with its own key frame. */
export const keyToleranceMs = 400;
/** A leap like this is no pause of a live source. */
const longestLeapMs = 60_000;

/**
 * Where the segments of one run begin, the same for all renditions. Pure; times are ms of media time of the run.
 * The first key frame at least 1.5 s after the last cut makes the next one; without any there is one after 2.4 s.
 */
export class SegmentClock {
  readonly #cutsMs: number[] = [];

  get hasBegun(): boolean {
    return this.#cutsMs.length > 0;
  }

  /** Index of the segment that is open for whoever is in time. */
  get lastIndex(): number {
    return this.#cutsMs.length - 1;
  }

  get lastMs(): number {
    return this.#cutsMs.at(-1) ?? 0;
  }

  /** When a segment of this run begins; null: not known yet. */
  cutMs(index: number): number | null {
    return this.#cutsMs[index] ?? null;
  }

  begin(timeMs: number): void {
    if (!this.hasBegun) this.#cutsMs.push(timeMs);
  }

  isPlausible(timeMs: number): boolean {
    return Math.abs(timeMs - this.lastMs) < longestLeapMs;
  }

  /** A frame that will be published is looked at: does it make a cut, or is it late for one? True when it made some. */
  offer({ timeMs, durationMs }: TimedFrame, isVideoKey: boolean): boolean {
    const before = this.#cutsMs.length;
    for (;;) {
      const ageMs = timeMs - this.lastMs;
      if (isVideoKey && ageMs >= soonestCutMs && ageMs <= longestSegmentMs) this.#cutsMs.push(timeMs);
      else if (ageMs >= latestCutMs) this.#cutsMs.push(this.lastMs + latestCutMs);
      else if (ageMs > 0 && ageMs + durationMs > longestSegmentMs) this.#cutsMs.push(timeMs);
      else return this.#cutsMs.length > before;
    }
  }

  /** A rendition whose segment began early is full before the others'. */
  force(timeMs: number): void {
    if (timeMs > this.lastMs) this.#cutsMs.push(timeMs);
  }
}
