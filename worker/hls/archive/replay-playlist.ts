import type { ReplaySegment } from './replay-timeline.ts';
import { targetDurationS, type RenditionName, type VideoRendition } from '../renditions.ts';

/** draft-pantos-hls-rfc8216bis, section 8: EXT-X-GAP needs 8, EXT-X-MAP without I-FRAMES-ONLY needs 6. */
const version = 8;

/** What a multivariant playlist must say of one rendition of a replay. */
export interface ReplayTrack {
  readonly name: RenditionName;
  /** RFC 6381, of all its maps. */
  readonly codecs: readonly string[];
  /** Of the largest of its maps; null for sound. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly framesPerSecond: number | null;
  readonly peakBps: number;
  readonly averageBps: number;
}

/** The media playlist of a whole show (section 4.4.3.5: VOD), finished and seekable. Pure. */
export function replayPlaylist(segments: readonly ReplaySegment[]): string {
  const longestS = segments.reduce((most, { durationS }) => Math.max(most, Math.round(durationS)), 0);
  const lines = [
    '#EXTM3U',
    `#EXT-X-VERSION:${version}`,
    `#EXT-X-TARGETDURATION:${Math.max(targetDurationS, longestS)}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:1',
  ];
  // Gaps at the beginning stand under the first map there is.
  let next = segments.find(({ mapId }) => mapId !== null)?.mapId ?? null;
  let current: number | null = null;
  for (const [index, segment] of segments.entries()) {
    next = segment.mapId ?? next;
    if (segment.isDiscontinuity) lines.push('#EXT-X-DISCONTINUITY');
    if (next !== null && next !== current) lines.push(`#EXT-X-MAP:URI="i${next}.mp4"`);
    current = next;
    if (index === 0 || segment.isDiscontinuity) {
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.programMs).toISOString()}`);
    }
    if (segment.isGap) lines.push('#EXT-X-GAP');
    lines.push(`#EXTINF:${segment.durationS.toFixed(5)},`, `s${segment.msn}.m4s`);
  }
  lines.push('#EXT-X-ENDLIST', '');
  return lines.join('\n');
}

const variants: readonly { readonly video: VideoRendition; readonly sound: RenditionName }[] = [
  { video: 'high', sound: 'sound' },
  { video: 'middle', sound: 'sound' },
  { video: 'low', sound: 'thrift' },
];

/** Like the live one, without the renditions of which nothing was kept. Pure. */
export function replayMultivariant(tracks: readonly ReplayTrack[]): string {
  const byName = new Map(tracks.map((track) => [track.name, track]));
  const lines = ['#EXTM3U', `#EXT-X-VERSION:${version}`];
  for (const name of ['sound', 'thrift'] as const) {
    if (byName.has(name)) lines.push(soundLine(name));
  }
  for (const { video, sound } of variants) {
    const picture = byName.get(video);
    // A picture whose own sound was not kept goes with the other one.
    const voice = byName.get(sound) ?? byName.get('sound') ?? byName.get('thrift');
    if (picture !== undefined) lines.push(...variantLines(picture, voice));
  }
  const alone = byName.get('thrift') ?? byName.get('sound');
  if (alone !== undefined) lines.push(...variantLines(alone, alone));
  return [...lines, ''].join('\n');
}

function soundLine(name: 'sound' | 'thrift'): string {
  const marks = 'NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2"';
  return `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${name}",${marks},URI="${name}/replay.m3u8"`;
}

function variantLines(main: ReplayTrack, sound: ReplayTrack | undefined): readonly string[] {
  const both = sound === undefined || sound === main ? [main] : [main, sound];
  const sum = (value: (track: ReplayTrack) => number): number =>
    Math.max(1, Math.ceil(both.reduce((total, track) => total + value(track), 0)));
  const { size, framesPerSecond } = main;
  const attributes = [
    `BANDWIDTH=${sum(({ peakBps }) => peakBps)}`,
    `AVERAGE-BANDWIDTH=${sum(({ averageBps }) => averageBps)}`,
    `CODECS="${[...new Set(both.flatMap(({ codecs }) => codecs))].join(',')}"`,
    ...(size === null ? [] : [`RESOLUTION=${size.width}x${size.height}`]),
    ...(framesPerSecond === null ? [] : [`FRAME-RATE=${framesPerSecond.toFixed(3)}`]),
    ...(sound === undefined ? [] : [`AUDIO="${sound.name}"`]),
  ];
  return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, `${main.name}/replay.m3u8`];
}
