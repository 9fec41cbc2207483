/** What packaging offers to the origin and gives to the archive. Contract; nothing here does anything. */
import type { RenditionName } from './renditions.ts';

/** Where a part stands: its segment's media sequence number and its index in there, both from 0 or more. */
export interface PartPlace {
  readonly msn: number;
  readonly part: number;
}

/** Whole segments first stand in memory, then in a file. */
export type SegmentBytes =
  | { readonly place: 'memory'; readonly chunks: readonly Buffer[]; readonly sizeBytes: number }
  | { readonly place: 'file'; readonly path: string; readonly sizeBytes: number };

/** One rendition as it can be fetched right now. Nothing is announced before its bytes can be had here. */
export interface PublishedRendition {
  readonly name: RenditionName;
  readonly partTargetMs: number;
  /** The part that comes next: what EXT-X-PRELOAD-HINT names. */
  readonly next: PartPlace;
  /** Of the oldest segment in the playlist. */
  readonly firstMsn: number;
  /** The playlist of this moment, rendered once per change; `isDelta` answers `_HLS_skip=YES`. */
  playlist(isDelta: boolean): Buffer;
  /** `null`: unknown here (gone or never there). */
  map(mapId: number): Buffer | null;
  part(place: PartPlace): Buffer | null;
  /** Whole segments only. */
  segment(msn: number): SegmentBytes | null;
  /** Called synchronously after each change of the playlist. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}

/** One show's live output. */
export interface Publication {
  readonly showId: string;
  /** Null until every track of the first run is known. */
  multivariant(): Buffer | null;
  rendition(name: RenditionName): PublishedRendition;
  /** Resolves when `multivariant` is there; rejects when it is closed first. */
  readonly ready: Promise<void>;
  readonly isClosed: boolean;
}

/** What is known of a segment apart from its bytes; the archive makes replays from these. */
export interface SegmentRecord {
  readonly rendition: RenditionName;
  readonly msn: number;
  readonly durationS: number;
  /** EXT-X-PROGRAM-DATE-TIME of its first frame, ms since 1970. */
  readonly programMs: number;
  readonly mapId: number;
  readonly isDiscontinuity: boolean;
  /** Nothing stands behind it. */
  readonly isGap: boolean;
}

/** Where the packager puts what is whole. */
export interface SegmentArchive {
  /** Resolves with its file, or null when it was not kept (disk full, quota): then it stays in memory while it may. */
  keep(record: SegmentRecord, chunks: readonly Buffer[]): Promise<string | null>;
  keepMap(rendition: RenditionName, mapId: number, bytes: Buffer): void;
  /** It left the window. The archive removes the file, unless the replay needs it. */
  release(rendition: RenditionName, msn: number): void;
}
