import { renditionAddress, type PlaylistBase } from './playlist-address.ts';

/** Files smaller than this came in one burst and say nothing. */
const tellingBytes = 8000;

/** The newest whole segment in a media playlist; null when there is none. Pure. */
export const lastSegmentIn = (playlist: string): string | null =>
  playlist
    .split('\n')
    .findLast((line) => /^s\d+\.m4s$/.test(line.trim()))
    ?.trim() ?? null;

/**
 * What the line carries beside the sound that plays: one segment of the smallest picture, timed from its first byte
 * to its last. In bit/s; null when it could not be told. Sound alone is too little to measure by.
 */
export const probeLine = async (base: PlaylistBase, signal: AbortSignal): Promise<number | null> => {
  const address = renditionAddress(base, 'low');
  try {
    const playlist = await fetch(address, { signal, credentials: 'omit' });
    const name = playlist.ok ? lastSegmentIn(await playlist.text()) : null;
    if (name === null) return null;
    const segment = await fetch(new URL(name, address), { signal, credentials: 'omit', cache: 'no-store' });
    const startedAtMs = performance.now();
    const { byteLength } = await segment.arrayBuffer();
    const lastedMs = Math.max(1, performance.now() - startedAtMs);
    return segment.ok && byteLength >= tellingBytes ? (byteLength * 8000) / lastedMs : null;
  } catch {
    return null;
  }
};
