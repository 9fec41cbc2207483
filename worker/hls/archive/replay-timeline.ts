import { renditionNames, type RenditionName } from '../renditions.ts';
import type { StoredSegment } from './record-line.ts';

/** One moment of the segment clock in one rendition. */
export interface ReplaySegment {
  readonly msn: number;
  readonly durationS: number;
  readonly programMs: number;
  /** Null while nothing of this rendition was kept yet. */
  readonly mapId: number | null;
  /** Another moment than the next one stood before it, or another encoding. The same in all renditions. */
  readonly isDiscontinuity: boolean;
  readonly isGap: boolean;
  readonly sizeBytes: number;
  readonly frames: number;
}

/** All renditions have the same moments, so that players find the same time at the same place in each. */
export interface ReplayTimeline {
  readonly durationS: number;
  /** Only renditions of which something was kept. */
  readonly tracks: ReadonlyMap<RenditionName, readonly ReplaySegment[]>;
}

type Moment = Partial<Record<RenditionName, StoredSegment>>;

/**
 * Puts records in order. What a rendition lacks is a gap as long as the others are there; a moment of which nothing is
 * left (disk full, worker dead) is left out and makes a discontinuity. Pure.
 *
 * @param records - In any order; of two with the same place the later counts.
 * @param isThere - Whether the segment's file is.
 */
export function timelineOf(
  records: Iterable<StoredSegment>,
  isThere: (rendition: RenditionName, msn: number) => boolean,
): ReplayTimeline {
  const moments = new Map<number, Moment>();
  for (const record of records) {
    const moment = moments.get(record.msn) ?? {};
    moment[record.rendition] = isThere(record.rendition, record.msn) ? record : { ...record, isGap: true };
    moments.set(record.msn, moment);
  }
  const order = [...moments].sort(([a], [b]) => a - b);
  const kept: { moment: Moment; msn: number; isDiscontinuity: boolean }[] = [];
  let isSpliced = false;
  for (const [msn, moment] of order) {
    const segments = Object.values(moment);
    // A splice that stands at a moment which is left out is made at the next one.
    isSpliced ||= segments.some(({ isDiscontinuity }) => isDiscontinuity);
    if (segments.every(({ isGap }) => isGap)) continue;
    const last = kept.at(-1);
    const isDiscontinuity = last !== undefined && (isSpliced || last.msn !== msn - 1);
    kept.push({ moment, msn, isDiscontinuity });
    isSpliced = false;
  }
  const tracks = new Map<RenditionName, readonly ReplaySegment[]>();
  for (const name of renditionNames) {
    if (kept.some(({ moment }) => moment[name]?.isGap === false)) tracks.set(name, trackOf(name, kept));
  }
  const [longest = []] = tracks.values();
  return { durationS: longest.reduce((sum, { durationS }) => sum + durationS, 0), tracks };
}

function trackOf(
  name: RenditionName,
  moments: readonly { readonly moment: Moment; readonly msn: number; readonly isDiscontinuity: boolean }[],
): readonly ReplaySegment[] {
  let mapId: number | null = null;
  return moments.flatMap(({ moment, msn, isDiscontinuity }) => {
    const own = moment[name];
    const like = own ?? Object.values(moment)[0];
    if (like === undefined) return [];
    const isGap = own?.isGap !== false;
    if (!isGap) mapId = own?.mapId ?? null;
    const { durationS, programMs } = like;
    const figures = isGap ? { sizeBytes: 0, frames: 0 } : { sizeBytes: like.sizeBytes, frames: like.frames };
    return [{ msn, durationS, programMs, mapId, isDiscontinuity, isGap, ...figures }];
  });
}

/** Where a moment of the show's own time stands in the replay, in seconds; null when it was left out. Pure. */
export function positionOf(segments: readonly ReplaySegment[], programMs: number): number | null {
  let startS = 0;
  for (const segment of segments) {
    const intoS = (programMs - segment.programMs) / 1000;
    if (intoS >= 0 && intoS < segment.durationS) return startS + intoS;
    startS += segment.durationS;
  }
  return null;
}
