import type { SegmentDraft } from './segment-draft.ts';
import { keyToleranceMs, longestSegmentMs } from './segment-clock.ts';
import type { TimedFrame } from './timed-frame.ts';

/** The tracks of a run may begin so far apart: simulcast layers ramp up one after the other. */
const beginToleranceMs = 1000;
/** How much earlier than the first picture that came another one's first may be. */
export const earlyMs = 100;

/** Pictures wait a moment for their own key frame at a cut; sound is cut at the first frame there. */
export function endsBefore(timed: TimedFrame, cutMs: number, isVideo: boolean, lengthMs: number): boolean {
  const { timeMs, durationMs, frame } = timed;
  if (!isVideo) return timeMs >= cutMs - 1;
  if (frame.isKey && Math.abs(timeMs - cutMs) <= keyToleranceMs) return true;
  return timeMs >= cutMs + keyToleranceMs || lengthMs + durationMs > longestSegmentMs;
}

/** How long a segment is with all before this frame: by the clock, or by what its parts say if durations overlap. */
export function lengthBefore({ timeMs }: TimedFrame, segment: SegmentDraft, pendingMs: number): number {
  return Math.max(timeMs - segment.beginMs, segment.announcedMs + pendingMs);
}

/**
 * Whether frames may flow again from this one: a key frame at the cut with which the segment begins, before anything
 * of it was announced. `isFirst`: the first segment of a run has more patience.
 */
export function canBeginWith(
  { timeMs, durationMs, frame }: TimedFrame,
  segment: SegmentDraft,
  cutMs: number | null,
  isVideo: boolean,
  isFirst: boolean,
): boolean {
  if (cutMs === null || !frame.isKey || segment.parts.length > 0) return false;
  if (!isFirst) return timeMs >= segment.endMs - 1 && timeMs <= cutMs + keyToleranceMs;
  const earliestMs = isVideo ? cutMs - earlyMs : cutMs - durationMs / 2;
  return timeMs >= earliestMs && timeMs <= cutMs + beginToleranceMs;
}
