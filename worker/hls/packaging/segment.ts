import type { SegmentRecord } from '../publication.ts';

/** One EXT-X-PART. Without bytes it is a gap, or its bytes went to disk with its segment. */
export interface Part {
  readonly durationS: number;
  readonly isIndependent: boolean;
  readonly isGap: boolean;
  bytes: Buffer | null;
}

/** A whole segment of a rendition. */
export interface Segment {
  readonly record: SegmentRecord;
  readonly parts: readonly Part[];
  readonly sizeBytes: number;
  readonly frames: number;
  readonly closedAtMs: number;
  /** Where the archive put it; null while it has not answered, or when it refused. */
  path: string | null;
}

/** The one that grows, or that will: without a single part it has no beginning yet. */
export interface OpenSegment {
  readonly msn: number;
  readonly parts: readonly Part[];
  readonly record: SegmentRecord;
}

/** Hears of everything of a rendition that can be announced. */
export interface TrackListener {
  readonly onChange: () => void;
  readonly onSegment: (segment: Omit<Segment, 'closedAtMs' | 'path'>) => void;
}
