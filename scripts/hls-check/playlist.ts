import * as HLS from 'hls-parser';

HLS.setOptions({ silent: true });

export type MediaPlaylist = HLS.types.MediaPlaylist;
export type Segment = HLS.types.Segment;
export type MasterPlaylist = HLS.types.MasterPlaylist;

/** Throws for what is no playlist. */
export function readPlaylist(text: string): MediaPlaylist | MasterPlaylist {
  return HLS.parse(text);
}

/** Null for what is no media playlist. */
export function readMediaPlaylist(text: string): MediaPlaylist | null {
  try {
    const playlist = readPlaylist(text);
    return playlist.isMasterPlaylist ? null : playlist;
  } catch {
    return null;
  }
}

/** Those that are announced; the hint stands behind them. */
export const partsOf = ({ parts }: Segment): readonly HLS.types.PartialSegment[] =>
  parts.filter(({ hint }) => !hint);

export const hintOf = ({ segments }: MediaPlaylist): string | null =>
  segments.at(-1)?.parts.find(({ hint }) => hint)?.uri ?? null;

/** A segment of which only parts are announced yet has no address. */
export const wholeSegments = ({ segments }: MediaPlaylist): readonly Segment[] =>
  segments.filter(({ uri }) => uri !== undefined && uri !== '');

/** Number of the segment, and of the part in it, that comes next. */
export function nextPlace(playlist: MediaPlaylist): { readonly msn: number; readonly part: number } {
  const whole = wholeSegments(playlist);
  const open = playlist.segments.at(-1);
  const last = whole.at(-1)?.mediaSequenceNumber ?? (playlist.mediaSequenceBase ?? 0) - 1;
  const part = open === undefined || open === whole.at(-1) ? 0 : partsOf(open).length;
  return { msn: last + 1, part };
}

/** How long a segment is by now. */
export const lengthOfS = (segment: Segment): number =>
  segment.uri ? segment.duration : partsOf(segment).reduce((sum, { duration = 0 }) => sum + duration, 0);

/** Where the newest part ends, ms since 1970; null without dates. */
export function liveEdgeMs({ segments }: MediaPlaylist): number | null {
  let atMs: number | null = null;
  for (const segment of segments) {
    atMs = segment.programDateTime?.getTime() ?? atMs;
    const lengthS = segment.uri
      ? segment.duration
      : partsOf(segment).reduce((sum, { duration = 0 }) => sum + duration, 0);
    if (atMs !== null) atMs += lengthS * 1000;
  }
  return atMs;
}

/** When each segment begins, ms since 1970, as far as dates tell. */
export function datesOf({ segments }: MediaPlaylist): ReadonlyMap<number, number> {
  const dates = new Map<number, number>();
  let atMs = Number.NaN;
  for (const { mediaSequenceNumber, programDateTime, duration } of segments) {
    atMs = programDateTime?.getTime() ?? atMs;
    dates.set(mediaSequenceNumber, atMs);
    atMs += duration * 1000;
  }
  return dates;
}
