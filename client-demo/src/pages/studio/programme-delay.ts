import type { ReceiveStats } from '../../stage/stage-stats.ts';

/** Measured from camera to screen where the browser can tell; else what network and jitter buffer add up to. Pure. */
export const delayOf = (
  stats: Pick<ReceiveStats, 'pictureDelayMs' | 'jitterBufferMs' | 'roundTripMs'> | null,
): number | null => {
  if (stats === null) return null;
  if (stats.pictureDelayMs !== null) return stats.pictureDelayMs;
  if (stats.jitterBufferMs === null) return null;
  return stats.jitterBufferMs + (stats.roundTripMs ?? 0) / 2;
};
