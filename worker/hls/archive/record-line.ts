import { renditionNames, type RenditionName } from '../renditions.ts';
import type { SegmentRecord } from '../publication.ts';

/** What the replay of a show is made from: a segment, or a thumbnail, as one line of its record file says it. */
export interface StoredSegment extends SegmentRecord {
  readonly sizeBytes: number;
  /** Pictures or sounds in it; 0: not counted. */
  readonly frames: number;
  /** Taken while the show was to be kept: in a rehearsal nothing is. */
  readonly isKept: boolean;
}

export interface StoredPicture {
  readonly number: number;
  readonly programMs: number;
  readonly sizeBytes: number;
  readonly isKept: boolean;
}

export type StoredLine =
  | { readonly kind: 'segment'; readonly segment: StoredSegment }
  | { readonly kind: 'picture'; readonly picture: StoredPicture };

/** Short names: a long show has some 70,000 of these lines. */
export function segmentLine(segment: StoredSegment): string {
  const { rendition, msn, durationS, programMs, mapId, sizeBytes, frames } = segment;
  return `${JSON.stringify({
    r: rendition,
    n: msn,
    d: Math.round(durationS * 1e6) / 1e6,
    p: Math.round(programMs),
    m: mapId,
    b: sizeBytes,
    f: frames,
    ...(segment.isDiscontinuity ? { x: 1 } : {}),
    ...(segment.isGap ? { g: 1 } : {}),
    ...(segment.isKept ? { k: 1 } : {}),
  })}\n`;
}

export function pictureLine({ number, programMs, sizeBytes, isKept }: StoredPicture): string {
  return `${JSON.stringify({ t: number, p: Math.round(programMs), b: sizeBytes, ...(isKept ? { k: 1 } : {}) })}\n`;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const renditionOf = (value: unknown): RenditionName | undefined =>
  renditionNames.find((name) => name === value);

/** Null for a line that is torn (a process died, or the disk filled, within it) or written by somebody else. */
export function readLine(line: string): StoredLine | null {
  const fields = fieldsOf(line);
  if (fields === null || !isCount(fields['p']) || !isCount(fields['b'])) return null;
  const { p: programMs, b: sizeBytes } = fields;
  const isKept = fields['k'] === 1;
  if (isCount(fields['t'])) {
    return { kind: 'picture', picture: { number: fields['t'], programMs, sizeBytes, isKept } };
  }
  const { n: msn, d: durationS, m: mapId, f: frames } = fields;
  const rendition = renditionOf(fields['r']);
  if (rendition === undefined || !isCount(msn) || !isCount(mapId) || !isCount(frames)) return null;
  if (typeof durationS !== 'number' || !(durationS >= 0) || durationS > 60) return null;
  const marks = { isDiscontinuity: fields['x'] === 1, isGap: fields['g'] === 1, isKept };
  return {
    kind: 'segment',
    segment: { rendition, msn, durationS, programMs, mapId, sizeBytes, frames, ...marks },
  };
}

function fieldsOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
