import type { SeenSegment } from './media-rules.ts';
import type { TrackFacts } from './mp4.ts';
import type { MasterPlaylist } from './playlist.ts';
import type { Verdicts } from './verdicts.ts';

type Variant = MasterPlaylist['variants'][number];

const frameRateTolerance = 2;
/** The newest segment may be the largest so far; what was measured before it cannot know. */
const bandwidthTolerance = 1.1;
/** An average of the whole show, against that of the moments that were seen. */
const averageTolerance = 2;

/** Of contiguous segments that together last half a target duration to one and a half. */
function peakBps(segments: readonly SeenSegment[]): number {
  let mostBps = 0;
  for (const [index, first] of segments.entries()) {
    let bits = 0;
    let seconds = 0;
    for (const [further, { msn, durationS, sizeBytes }] of segments.slice(index).entries()) {
      bits += sizeBytes * 8;
      seconds += durationS;
      if (msn !== first.msn + further || seconds > first.targetS * 1.5) break;
      if (seconds >= first.targetS / 2) mostBps = Math.max(mostBps, bits / seconds);
    }
  }
  return mostBps;
}

const averageBps = (segments: readonly SeenSegment[]): number => {
  const seconds = segments.reduce((sum, { durationS }) => sum + durationS, 0);
  return seconds === 0 ? 0 : segments.reduce((sum, { sizeBytes }) => sum + sizeBytes * 8, 0) / seconds;
};

/** Pictures a second, of the segment that has the most; a shorter one (at a splice) tells no rate. */
function fastest(segments: readonly SeenSegment[]): number {
  const rates = segments
    .filter(({ durationS, targetS }) => durationS >= targetS / 2)
    .map(({ fragments, durationS }) => fragments.flatMap(({ durations }) => durations).length / durationS);
  return Math.max(0, ...rates);
}

/** What a multivariant playlist says of renditions, against what they were. `seen`: by the address in the playlist. */
export function checkMultivariant(
  playlist: MasterPlaylist,
  text: string,
  seen: ReadonlyMap<string, readonly SeenSegment[]>,
  verdicts: Verdicts,
): void {
  for (const [, group = ''] of text.matchAll(/^#EXT-X-STREAM-INF:.*[:,]AUDIO="([^"]+)"/gm))
    verdicts.check('groups', text.includes(`GROUP-ID="${group}"`), () => `no group is called ${group}`);
  for (const variant of playlist.variants) {
    const { uri, audio } = variant;
    const own = seen.get(uri) ?? [];
    const sounds = audio.flatMap((rendition) =>
      rendition.uri === undefined || rendition.uri === uri ? [] : [seen.get(rendition.uri) ?? []],
    );
    const [newest] = own.slice(-1);
    if (newest === undefined) continue;
    checkCodecs(variant, [own, ...sounds], verdicts);
    checkRates(variant, own, sounds, verdicts);
    if (newest.track.kind === 'video') checkPicture(variant, newest.track, fastest(own), verdicts);
  }
}

/** Of other codecs than these the checker does not read the details. */
const readCodecs = /^(avc1|mp4a)\./;

function checkCodecs(
  { uri, codecs = '' }: Variant,
  played: readonly (readonly SeenSegment[])[],
  verdicts: Verdicts,
): void {
  const found = played
    .flatMap((segments) => segments.at(-1)?.track.codec ?? [])
    .filter((codec) => readCodecs.test(codec));
  const named = new Set(codecs.split(',').map((codec) => codec.trim().toLowerCase()));
  const isNamed = found.every((codec) => named.has(codec));
  verdicts.check('codecs', isNamed, () => `${uri}: ${codecs} is said, ${found.join()} found`);
}

function checkRates(
  { uri, bandwidth, averageBandwidth = bandwidth }: Variant,
  own: readonly SeenSegment[],
  sounds: readonly (readonly SeenSegment[])[],
  verdicts: Verdicts,
): void {
  const needsBps = peakBps(own) + Math.max(0, ...sounds.map(peakBps));
  const isEnough = needsBps <= bandwidth * bandwidthTolerance;
  verdicts.check('bandwidth', isEnough, () => `${uri}: ${Math.round(needsBps)} bit/s, ${bandwidth} said`);
  const meanBps = averageBps(own) + Math.max(0, ...sounds.map(averageBps));
  const isMean = averageBandwidth <= bandwidth && meanBps <= averageBandwidth * averageTolerance;
  verdicts.check(
    'bandwidth',
    isMean,
    () => `${uri}: ${Math.round(meanBps)} bit/s on average, ${averageBandwidth} said`,
  );
}

function checkPicture(
  { uri, resolution, frameRate = 0 }: Variant,
  { width, height }: TrackFacts,
  rate: number,
  verdicts: Verdicts,
): void {
  const isSize = resolution?.width === width && resolution.height === height;
  verdicts.check(
    'resolution',
    isSize,
    () => `${uri}: ${width}x${height}, said ${resolution?.width}x${resolution?.height}`,
  );
  const isRate = Math.abs(frameRate - rate) <= frameRateTolerance;
  verdicts.check('frame-rate', isRate, () => `${uri}: ${rate.toFixed(2)}, said ${frameRate}`);
}
