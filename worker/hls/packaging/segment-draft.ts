import type { SegmentRecord } from '../publication.ts';
import { segmentMs } from '../renditions.ts';
import type { Part, Segment } from './segment.ts';
import { longestSegmentMs } from './segment-clock.ts';

/** Sums of fractions of ms. */
const roundingMs = 0.001;
/** The tick comes within this of 2 s. */
const tickToleranceMs = 100;
/** No segment has a duration of 0. */
const shortestGapMs = 1;

/** The segment that grows: what is announced of it, and how far it goes in media time of the run. */
export class SegmentDraft {
  readonly msn: number;
  readonly isDiscontinuity: boolean;
  readonly beginMs: number;
  endMs: number;
  readonly parts: Part[] = [];
  frames = 0;

  constructor(msn: number, isDiscontinuity: boolean, beginMs: number) {
    this.msn = msn;
    this.isDiscontinuity = isDiscontinuity;
    this.beginMs = beginMs;
    this.endMs = beginMs;
  }

  /** What its parts say, which is less than the clock does where a picture stood. */
  get announcedMs(): number {
    return this.parts.reduce((sum, { durationS }) => sum + durationS * 1000, 0);
  }

  /** What may still be announced in it. */
  get roomMs(): number {
    return longestSegmentMs - this.announcedMs;
  }

  /** The tick brings a key frame that ends it: a part closed now would leave nothing for its hint. */
  get isTickDue(): boolean {
    return Math.abs(this.endMs - this.beginMs - segmentMs) < tickToleranceMs;
  }

  /** A gap up to `untilMs`, as far as the segment may go, in parts of the target. */
  fillGap(untilMs: number, targetMs: number): void {
    const wantedMs = Math.max(untilMs, this.beginMs + shortestGapMs);
    const endMs = Math.min(this.endMs + this.roomMs, wantedMs);
    while (endMs - this.endMs > roundingMs) {
      const durationMs = Math.min(targetMs, endMs - this.endMs);
      this.parts.push({ durationS: durationMs / 1000, isIndependent: false, isGap: true, bytes: null });
      this.endMs += durationMs;
    }
  }

  /** Its sums, once nothing is added any more. */
  get whole(): Pick<Segment, 'parts' | 'sizeBytes' | 'frames'> {
    const sizeBytes = this.parts.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
    return { parts: this.parts, sizeBytes, frames: this.frames };
  }

  /** `anchorMs`: program date of the run's media time 0. */
  record(anchorMs: number): Omit<SegmentRecord, 'rendition' | 'mapId'> {
    return {
      msn: this.msn,
      durationS: this.parts.reduce((sum, { durationS }) => sum + durationS, 0),
      programMs: Math.round(anchorMs + this.beginMs),
      isDiscontinuity: this.isDiscontinuity,
      isGap: this.parts.some(({ isGap }) => isGap),
    };
  }
}
