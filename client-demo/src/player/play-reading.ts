import type { ReceiveStats } from '../stage/stage-stats.ts';
import type { Way } from './mode-policy.ts';
import type { Rung } from './quality.ts';
import type { ScreenReading } from './screen.ts';

/** What the details overlay shows, whichever way plays. `null`: it does not apply, or is not known. */
export interface PlayReading {
  readonly way: Way;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number | null;
  /** What the line carried lately; HLS only. */
  readonly bandwidthBps: number | null;
  readonly rung: Rung | 'sound' | null;
  /** Simulcast layer, 0 is the smallest; WebRTC only. */
  readonly spatialLayer: number | null;
  readonly roundTripMs: number | null;
  readonly lossRatio: number | null;
  readonly bufferMs: number | null;
  /** From the moment in the room (by the server's clock) to the screen. */
  readonly delayMs: number | null;
  readonly droppedFrames: number;
  /** HLS only. */
  readonly stalls: number | null;
  readonly codec: string | null;
  /** `udp` or `tcp`; WebRTC only. */
  readonly protocol: string | null;
}

interface ReadParts {
  readonly way: Way;
  readonly behindMs: number;
  readonly rtc: ReceiveStats | null;
  readonly hls: ScreenReading | null;
}

const neither = {
  bandwidthBps: null,
  rung: null,
  spatialLayer: null,
  roundTripMs: null,
  lossRatio: null,
  stalls: null,
  protocol: null,
};

/** Pure. */
export const readPlay = ({ way, behindMs, rtc, hls }: ReadParts): PlayReading | null => {
  if (way === 'hls') return hls === null ? null : { ...neither, ...hls, way, delayMs: behindMs };
  if (rtc === null) return null;
  const { jitterBufferMs, pictureDelayMs, ...rest } = rtc;
  return { ...neither, ...rest, way, bufferMs: jitterBufferMs, delayMs: pictureDelayMs };
};
