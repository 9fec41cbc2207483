import * as HLS from 'hls-parser';
import { createFrameReader } from '#worker/hls/fmp4/frame-reader.ts';
import type { Packager } from '#worker/hls/packaging/packager.ts';
import type { PublishedRendition } from '#worker/hls/publication.ts';
import { renditionNames, renditionRules, type RenditionName } from '#worker/hls/renditions.ts';

/** It would print each short part, whatever its excuse. */
export function quietParser(): void {
  HLS.setOptions({ silent: true });
}

/** Applies a delta update to the full playlist before it, as a player does: RFC 8216bis, 6.3.7. */
export function applyDelta(previous: string, delta: string): string {
  const lines = delta.split('\n');
  const at = lines.findIndex((line) => line.startsWith('#EXT-X-SKIP:'));
  if (at < 0) return delta;
  const skipped = Number(lines[at]?.split('=')[1]);
  const first = msnOf(delta);
  const blocks = segmentBlocks(previous);
  const taken = Array.from({ length: skipped }, (_, index) => blocks.get(first + index) ?? 'LOST\n');
  return [...lines.slice(0, at), taken.join('').replace(/\n$/, ''), ...lines.slice(at + 1)].join('\n');
}

export function msnOf(text: string): number {
  return Number(/#EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]);
}

/** Lines of each segment, without parts (they leave) and without what only the oldest one has to repeat. */
export function segmentBlocks(text: string): ReadonlyMap<number, string> {
  const blocks = new Map<number, string>();
  let block = '';
  const body = text.split(/(?<=#EXT-X-DISCONTINUITY-SEQUENCE:\d+\n)/)[1] ?? '';
  for (const line of body.split('\n')) {
    if (line.startsWith('#EXT-X-PART:')) continue;
    block += `${line}\n`;
    const msn = /^s(\d+)\.m4s$/.exec(line)?.[1];
    if (msn === undefined) continue;
    blocks.set(Number(msn), block);
    block = '';
  }
  return blocks;
}

interface Seen {
  text: string;
  readonly dates: Map<number, number>;
}

/** Watches one rendition over its changes and names the first law that is broken. */
export class LawKeeper {
  readonly #seen = new Map<RenditionName, Seen>();
  /** Discontinuities by MSN, to know how many left. */
  readonly #discontinuities = new Map<RenditionName, Set<number>>();

  check(packager: Packager): string | null {
    for (const name of renditionNames) {
      const rendition = packager.publication.rendition(name);
      const text = rendition.playlist(false).toString();
      const before = this.#seen.get(name) ?? { text: '', dates: new Map<number, number>() };
      if (text === before.text) continue;
      const fault = this.#fault(rendition, text, before);
      if (fault !== null) return `${name}: ${fault}\n${before.text}\n---\n${text}`;
      before.text = text;
      this.#seen.set(name, before);
    }
    return null;
  }

  #fault(rendition: PublishedRendition, text: string, { text: before, dates }: Seen): string | null {
    const playlist = HLS.parse(text);
    if (playlist.isMasterPlaylist) return 'no media playlist';
    const media = playlist;
    const first = msnOf(text);
    if (before !== '' && first < msnOf(before)) return 'MSN goes back';
    const delta = rendition.playlist(true).toString();
    if (before !== '' && withoutParts(applyDelta(text, delta)) !== withoutParts(text))
      return 'delta is not the full one';
    if (!text.includes('#EXT-X-PRELOAD-HINT:TYPE=PART,URI="p')) return 'no hint';
    return (
      this.#sequenceFault(rendition.name, text, first) ??
      segmentsFault(rendition, media, dates) ??
      changeFault(before, text)
    );
  }

  #sequenceFault(name: RenditionName, text: string, first: number): string | null {
    const known = this.#discontinuities.get(name) ?? new Set<number>();
    this.#discontinuities.set(name, known);
    for (const [msn, block] of segmentBlocks(text)) {
      if (block.includes('#EXT-X-DISCONTINUITY\n')) known.add(msn);
    }
    const told = Number(/#EXT-X-DISCONTINUITY-SEQUENCE:(\d+)/.exec(text)?.[1]);
    const left = [...known].filter((msn) => msn < first).length;
    return told === left ? null : `discontinuity sequence ${told} instead of ${left}`;
  }
}

function withoutParts(text: string): string {
  return text.replaceAll(/#EXT-X-PART:.*\n/g, '');
}

/** What was told of a segment stays told, as long as it is there; only the oldest one gains a map and a date. */
function changeFault(before: string, text: string): string | null {
  const now = segmentBlocks(text);
  const first = msnOf(text);
  for (const [msn, block] of segmentBlocks(before)) {
    if (msn > first && now.get(msn) !== block) return `segment ${msn} changed or left out of turn`;
  }
  const newest = Math.max(first - 1, ...now.keys());
  const held = [...now.keys()].length;
  return newest - first + 1 === held ? null : 'MSN skipped';
}

function segmentsFault(
  rendition: PublishedRendition,
  { segments }: HLS.types.MediaPlaylist,
  dates: Map<number, number>,
): string | null {
  const targetS = renditionRules[rendition.name].partTargetMs / 1000;
  for (const [
    index,
    { uri, duration, gap, parts, mediaSequenceNumber: msn, programDateTime },
  ] of segments.entries()) {
    if (parts.some((part) => (part.duration ?? 0) > targetS + 0.000_01)) return `part of ${msn} is too long`;
    const dateMs = programDateTime?.getTime();
    if (dateMs !== undefined) {
      if (dates.has(msn) && dates.get(msn) !== dateMs) return `date of ${msn} changed`;
      dates.set(msn, dateMs);
      if (dateMs < (dates.get(msn - 1) ?? 0)) return `date of ${msn} goes back`;
    }
    for (const [at, part] of parts.entries()) {
      if (part.hint || part.gap) continue;
      if (rendition.part({ msn, part: at }) === null) return `part ${msn}.${at} is announced and not there`;
    }
    if (uri === undefined || uri === '') continue;
    if (Math.round(duration) > 2) return `EXTINF ${duration} of ${msn}`;
    const sumS = parts.reduce((sum, part) => sum + (part.duration ?? 0), 0);
    if (parts.length > 0 && Math.abs(sumS - duration) > 0.000_2)
      return `parts of ${msn} are ${sumS} of ${duration}`;
    if (gap !== true) {
      const fault = bytesFault(rendition, msn, parts.length);
      if (fault !== null) return fault;
    }
    if (index === 0 && programDateTime === undefined) return 'no date at the beginning';
  }
  return null;
}

function bytesFault(rendition: PublishedRendition, msn: number, parts: number): string | null {
  const segment = rendition.segment(msn);
  if (segment === null) return `segment ${msn} is announced and not there`;
  if (segment.place === 'file') return null;
  const whole = Buffer.concat(segment.chunks);
  const single = Array.from({ length: parts }, (_, part) => rendition.part({ msn, part }) ?? Buffer.alloc(0));
  if (parts > 0 && !Buffer.concat(single).equals(whole)) return `parts of ${msn} are not the segment`;
  return whole.length === segment.sizeBytes ? null : `size of ${msn}`;
}

/** Ticks at which frames of a segment begin, read back from its bytes; empty for gaps and files. */
export function ticksOf(rendition: PublishedRendition, init: Buffer, msn: number): readonly number[] {
  const segment = rendition.segment(msn);
  if (segment === null || segment.place === 'file') return [];
  const ticks: number[] = [];
  const reader = createFrameReader({
    kind: renditionRules[rendition.name].kind,
    onInit: () => undefined,
    onFrame: ({ decodeTicks }) => ticks.push(decodeTicks),
    onFault: (reason) => {
      throw new Error(reason);
    },
  });
  reader.push(Buffer.concat([init, ...segment.chunks]));
  return ticks;
}
