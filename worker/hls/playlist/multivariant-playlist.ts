import type { RenditionName, SoundRendition, VideoRendition } from '../renditions.ts';

/** What is said of one rendition's track. */
export interface VariantFacts {
  readonly codec: string;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly frameRate: number | null;
  /** Of the busiest segment, and over all. */
  readonly peakBps: number;
  readonly averageBps: number;
}

export type VariantTable = Readonly<Record<RenditionName, VariantFacts>>;

/** EXT-X-PART in the media playlists does not count here; nothing in this text needs more (RFC 8216bis, 8). */
const version = 9;
/** The middle one first: native players begin with it, and most lines carry it. */
const videoOrder: readonly VideoRendition[] = ['middle', 'high', 'low'];
const soundOf: Readonly<Record<VideoRendition, SoundRendition>> = {
  high: 'sound',
  middle: 'sound',
  low: 'thrift',
};

/**
 * The multivariant playlist: pictures with the sound that fits their line, and the thrifty sound alone.
 *
 * @param file - `live.m3u8` or `replay.m3u8`.
 * @param hasIndependentSegments - Every segment of every rendition begins with a key frame.
 */
export function renderMultivariantPlaylist(
  table: VariantTable,
  file: string,
  hasIndependentSegments: boolean,
): string {
  const head = `#EXTM3U\n#EXT-X-VERSION:${version}\n${hasIndependentSegments ? '#EXT-X-INDEPENDENT-SEGMENTS\n' : ''}`;
  const variants = videoOrder.map((name) => videoLines(table, name, file));
  return `${head}${soundLine('sound', file)}${soundLine('thrift', file)}${variants.join('')}${thriftLines(table, file)}`;
}

function soundLine(name: SoundRendition, file: string): string {
  return `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${name}",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,URI="${name}/${file}"\n`;
}

function videoLines(table: VariantTable, name: VideoRendition, file: string): string {
  const video = table[name];
  const sound = table[soundOf[name]];
  const attributes = [
    `BANDWIDTH=${Math.ceil(video.peakBps + sound.peakBps)}`,
    `AVERAGE-BANDWIDTH=${Math.ceil(video.averageBps + sound.averageBps)}`,
    `CODECS="${video.codec},${sound.codec}"`,
  ];
  if (video.size !== null) attributes.push(`RESOLUTION=${video.size.width}x${video.size.height}`);
  if (video.frameRate !== null) attributes.push(`FRAME-RATE=${video.frameRate.toFixed(3)}`);
  attributes.push(`AUDIO="${soundOf[name]}"`);
  return `#EXT-X-STREAM-INF:${attributes.join(',')}\n${name}/${file}\n`;
}

function thriftLines({ thrift }: VariantTable, file: string): string {
  const bandwidth = `BANDWIDTH=${Math.ceil(thrift.peakBps)},AVERAGE-BANDWIDTH=${Math.ceil(thrift.averageBps)}`;
  return `#EXT-X-STREAM-INF:${bandwidth},CODECS="${thrift.codec}",AUDIO="thrift"\nthrift/${file}\n`;
}
