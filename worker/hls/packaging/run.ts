import type { RenditionName } from '../renditions.ts';
import { SegmentClock } from './segment-clock.ts';

/** What one ffmpeg run gives, from one splice to the next. */
export interface Run {
  readonly renditions: ReadonlySet<RenditionName>;
  /** The segment in which it begins. */
  readonly firstMsn: number;
  readonly clock: SegmentClock;
  /** Program date of its media time 0, ms since 1970; set once, with its first picture. */
  anchorMs: number;
}

export function createRun(renditions: readonly RenditionName[], firstMsn: number): Run {
  return { renditions: new Set(renditions), firstMsn, clock: new SegmentClock(), anchorMs: 0 };
}
