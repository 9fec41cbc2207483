import type { SeenSegment } from './media-rules.ts';
import type { MasterPlaylist } from './playlist.ts';
import type { Verdicts } from './verdicts.ts';

const frameRateTolerance = 2;
/** The newest segment may be the largest so far; what was measured before it cannot know. */
const bandwidthTolerance = 1.1;

const peakBps = (segments: readonly SeenSegment[]): number =>
  Math.max(0, ...segments.map(({ sizeBytes, durationS }) => (sizeBytes * 8) / durationS));

/** Pictures a second, of the segment that has the most. */
const fastest = (segments: readonly SeenSegment[]): number =>
  Math.max(
    0,
    ...segments.map(
      ({ fragments, durationS }) =>
        fragments.reduce((sum, { durations }) => sum + durations.length, 0) / durationS,
    ),
  );

/** What a multivariant playlist says of renditions, against what they were. `seen`: by the address in the playlist. */
export function checkMultivariant(
  playlist: MasterPlaylist,
  seen: ReadonlyMap<string, readonly SeenSegment[]>,
  verdicts: Verdicts,
): void {
  for (const { uri, codecs = '', bandwidth, resolution, frameRate, audio } of playlist.variants) {
    const own = seen.get(uri) ?? [];
    const sounds = audio.flatMap((rendition) =>
      rendition.uri === undefined || rendition.uri === uri ? [] : [seen.get(rendition.uri) ?? []],
    );
    verdicts.check('groups', audio.length > 0 || codecs.split(',').length === 1, () => `${uri}: no sound`);
    const [newest] = own.slice(-1);
    if (newest === undefined) continue;
    const found = [own, ...sounds].flatMap((segments) => segments.at(-1)?.track.codec ?? []);
    const named = new Set(codecs.split(',').map((codec) => codec.trim().toLowerCase()));
    verdicts.check(
      'codecs',
      found.every((codec) => named.has(codec)),
      () => `${uri}: ${codecs} is said, ${found.join()} found`,
    );
    const needsBps = peakBps(own) + Math.max(0, ...sounds.map(peakBps));
    verdicts.check(
      'bandwidth',
      needsBps <= bandwidth * bandwidthTolerance,
      () => `${uri}: ${Math.round(needsBps)} bit/s, ${bandwidth} said`,
    );
    if (newest.track.kind !== 'video') continue;
    const { width, height } = newest.track;
    verdicts.check(
      'resolution',
      resolution?.width === width && resolution.height === height,
      () => `${uri}: ${width}x${height}, said ${resolution?.width}x${resolution?.height}`,
    );
    const rate = fastest(own);
    verdicts.check(
      'frame-rate',
      Math.abs((frameRate ?? 0) - rate) <= frameRateTolerance,
      () => `${uri}: ${rate.toFixed(2)}, said ${frameRate}`,
    );
  }
}
