import {
  renderMediaPlaylist,
  textOf,
  type MediaPlaylistState,
  type SegmentText,
} from '../playlist/media-playlist.ts';
import type { PartPlace, PublishedRendition, SegmentArchive, SegmentBytes } from '../publication.ts';
import { renditionRules, type RenditionName } from '../renditions.ts';
import type { OpenSegment, Segment } from './segment.ts';

/** Parts are asked for at the live edge; later only whole segments, from disk. */
const memoryMs = 30_000;
/** Under a kilobyte each; those of segments that left the playlist are asked for a while longer. */
const mostMaps = 200;

interface Kept {
  readonly segment: Segment;
  readonly text: SegmentText;
  /** Null once they are only on disk. */
  chunks: readonly Buffer[] | null;
}

/** What of a rendition can be fetched: its window, its maps, its playlist of this moment. */
export class RenditionStore implements PublishedRendition {
  readonly name: RenditionName;
  readonly partTargetMs: number;
  readonly #archive: SegmentArchive;
  readonly #openSegment: () => OpenSegment;
  readonly #reports: () => MediaPlaylistState['reports'];
  readonly #listeners = new Set<() => void>();
  readonly #kept = new Map<number, Kept>();
  /** Those with bytes in memory, oldest first. */
  readonly #held = new Set<Kept>();
  readonly #maps = new Map<number, Buffer>();
  /** Left the playlist, but clients that read it still may come (RFC 8216bis, 6.2.2). By MSN, oldest first. */
  readonly #leaving = new Map<
    number,
    { readonly path: string; readonly sizeBytes: number; untilMs: number }
  >();
  #texts: SegmentText[] = [];
  #discontinuities = 0;
  #rendered: { readonly full: Buffer; readonly delta: Buffer } | null = null;
  memoryBytes = 0;

  constructor(
    name: RenditionName,
    archive: SegmentArchive,
    openSegment: () => OpenSegment,
    reports: () => MediaPlaylistState['reports'],
  ) {
    this.name = name;
    this.partTargetMs = renditionRules[name].partTargetMs;
    this.#archive = archive;
    this.#openSegment = openSegment;
    this.#reports = reports;
  }

  get next(): PartPlace {
    const { msn, parts } = this.#openSegment();
    return { msn, part: parts.length };
  }

  get firstMsn(): number {
    return this.#texts[0]?.record.msn ?? this.#openSegment().msn;
  }

  get segmentCount(): number {
    return this.#texts.length;
  }

  /** Newest part that is announced; null when there is none yet. */
  get last(): PartPlace | null {
    const { msn, parts } = this.#openSegment();
    if (parts.length > 0) return { msn, part: parts.length - 1 };
    const newest = this.#kept.get(msn - 1);
    return newest === undefined ? null : { msn: msn - 1, part: newest.segment.parts.length - 1 };
  }

  playlist(isDelta: boolean): Buffer {
    this.#rendered ??= this.#render();
    return isDelta ? this.#rendered.delta : this.#rendered.full;
  }

  map(mapId: number): Buffer | null {
    return this.#maps.get(mapId) ?? null;
  }

  part({ msn, part }: PartPlace): Buffer | null {
    const open = this.#openSegment();
    const parts = msn === open.msn ? open.parts : this.#kept.get(msn)?.segment.parts;
    return parts?.[part]?.bytes ?? null;
  }

  segment(msn: number): SegmentBytes | null {
    const kept = this.#kept.get(msn);
    const left = kept === undefined ? this.#leaving.get(msn) : undefined;
    if (left !== undefined) return { place: 'file', path: left.path, sizeBytes: left.sizeBytes };
    if (kept === undefined || kept.segment.record.isGap) return null;
    const { path, sizeBytes } = kept.segment;
    if (kept.chunks !== null) return { place: 'memory', chunks: kept.chunks, sizeBytes };
    return path === null ? null : { place: 'file', path, sizeBytes };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  programMs(msn: number): number | null {
    return this.#kept.get(msn)?.segment.record.programMs ?? null;
  }

  addMap(mapId: number, bytes: Buffer): void {
    this.#maps.set(mapId, bytes);
    this.#archive.keepMap(this.name, mapId, bytes);
  }

  addSegment(segment: Segment): void {
    const chunks = segment.parts.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
    const text = textOf(segment.record, segment.parts, this.#texts.at(-1)?.record ?? null);
    const kept: Kept = { segment, text, chunks };
    this.#kept.set(segment.record.msn, kept);
    this.#held.add(kept);
    this.#texts.push(text);
    this.memoryBytes += segment.sizeBytes;
    // A gap has nothing behind it, but the replay needs to know of it.
    void this.#archive.keep(segment.record, segment.record.isGap ? [] : chunks).then((path) => {
      segment.path = path;
    });
  }

  /** Everything that is older than 30 s and on disk leaves memory. */
  forget(nowMs: number): void {
    for (const kept of this.#held) {
      if (nowMs - kept.segment.closedAtMs < memoryMs) break;
      if (kept.segment.path !== null || kept.segment.record.isGap) this.#dropBytes(kept);
    }
    for (const [msn, { untilMs }] of this.#leaving) {
      if (untilMs > nowMs) break;
      this.#leaving.delete(msn);
      this.#archive.release(this.name, msn);
    }
  }

  /** The oldest segment leaves the playlist; its file stays until `untilMs` for those who read it there. */
  evict(untilMs: number): void {
    const text = this.#texts.shift();
    const kept = text === undefined ? undefined : this.#kept.get(text.record.msn);
    if (text === undefined || kept === undefined) return;
    if (text.record.isDiscontinuity) this.#discontinuities += 1;
    const { path, sizeBytes } = kept.segment;
    this.#dropBytes(kept);
    this.#kept.delete(text.record.msn);
    if (path === null) this.#archive.release(this.name, text.record.msn);
    else this.#leaving.set(text.record.msn, { path, sizeBytes, untilMs });
    const oldestMap = this.#texts[0]?.record.mapId ?? text.record.mapId;
    for (const mapId of this.#maps.keys()) {
      if (this.#maps.size > mostMaps && mapId < oldestMap) this.#maps.delete(mapId);
    }
  }

  changed(): void {
    this.#rendered = null;
    for (const listener of this.#listeners) listener();
  }

  #dropBytes(kept: Kept): void {
    if (!this.#held.delete(kept)) return;
    kept.chunks = null;
    for (const part of kept.segment.parts) part.bytes = null;
    this.memoryBytes -= kept.segment.sizeBytes;
  }

  #render() {
    const { full, delta } = renderMediaPlaylist({
      rendition: this.name,
      lines: this.#texts,
      firstMsn: this.firstMsn,
      discontinuities: this.#discontinuities,
      open: this.#openSegment(),
      reports: this.#reports(),
    });
    return { full: Buffer.from(full), delta: Buffer.from(delta) };
  }
}
