/**
 * What a show offers over LL-HLS, always the same five, so that the multivariant playlist of a show never changes.
 * `high`, `middle` and `low` are pictures, `sound` goes with the first two, `thrift` with the last one and alone.
 */
export const renditionNames = ['high', 'middle', 'low', 'sound', 'thrift'] as const;
export type RenditionName = (typeof renditionNames)[number];
export type VideoRendition = 'high' | 'middle' | 'low';
export type SoundRendition = 'sound' | 'thrift';

export interface RenditionRule {
  readonly kind: 'video' | 'audio';
  /**
   * No part is longer (PART-TARGET, ms). The thrifty ones ask half as often: 16 pictures of 30 fps or 8 of 15, and 24
   * frames of AAC, make four parts of a segment where 500 ms would make five.
   */
  readonly partTargetMs: number;
}

export const renditionRules: Readonly<Record<RenditionName, RenditionRule>> = {
  high: { kind: 'video', partTargetMs: 250 },
  middle: { kind: 'video', partTargetMs: 250 },
  low: { kind: 'video', partTargetMs: 540 },
  sound: { kind: 'audio', partTargetMs: 250 },
  thrift: { kind: 'audio', partTargetMs: 520 },
};

/** RFC 8216bis, 4.4.4.9: of PART-TARGET; shorter parts must be independent, last of their segment or beside a gap. */
export const shortestPartShare = 0.85;

/** Whether whole pictures at this rate make parts that are neither too long nor too short. */
export function makesParts(name: VideoRendition, framesPerSecond: number): boolean {
  const { partTargetMs } = renditionRules[name];
  const pictures = Math.floor((partTargetMs * framesPerSecond) / 1000);
  return (pictures * 1000) / framesPerSecond >= partTargetMs * shortestPartShare;
}

export const videoRenditions: readonly VideoRendition[] = ['high', 'middle', 'low'];
export const soundRenditions: readonly SoundRendition[] = ['sound', 'thrift'];

/** Segments are cut on the key-frame tick of 2 s; EXT-X-TARGETDURATION in whole seconds. */
export const segmentMs = 2000;
export const targetDurationS = 2;
