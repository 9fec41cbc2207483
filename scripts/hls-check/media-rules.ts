import type { Fragment, TrackFacts } from './mp4.ts';
import type { Verdicts } from './verdicts.ts';

const durationToleranceS = 0.015;
/** Lip sync that nobody notices. */
const syncToleranceS = 0.045;

/** A segment as it was fetched, with what its playlist says of it. */
export interface SeenSegment {
  readonly name: string;
  readonly msn: number;
  readonly durationS: number;
  /** EXT-X-TARGETDURATION. */
  readonly targetS: number;
  /** Infinite where there are no parts. */
  readonly partTargetS: number;
  readonly mapUri: string;
  readonly isDiscontinuity: boolean;
  /** ms since 1970; NaN when no date is known. */
  readonly programMs: number;
  readonly track: TrackFacts;
  readonly fragments: readonly Fragment[];
  readonly sizeBytes: number;
}

/**
 * How long the frames are; and how long they may be announced, since no part is longer than its target: a picture that
 * stands longer counts as one part, and dates tell the rest.
 */
function isTrue(
  saidS: number,
  fragments: readonly Fragment[],
  { timescale }: TrackFacts,
  partTargetS: number,
): boolean {
  const durations = fragments.flatMap((fragment) => fragment.durations).map((ticks) => ticks / timescale);
  const wholeS = durations.reduce((sum, seconds) => sum + seconds, 0);
  const announcedS = durations.reduce((sum, seconds) => sum + Math.min(seconds, partTargetS), 0);
  return saidS <= wholeS + durationToleranceS && saidS >= announcedS - durationToleranceS;
}

const secondsOf = (fragments: readonly Fragment[], { timescale }: TrackFacts): string =>
  (fragments.reduce((sum, { durationTicks }) => sum + durationTicks, 0) / timescale).toFixed(3);

/** What the bytes of one segment show. */
export function checkSegment(segment: SeenSegment, verdicts: Verdicts): void {
  const { name, msn, durationS, track, fragments } = segment;
  verdicts.check(
    'true-duration',
    isTrue(durationS, fragments, track, segment.partTargetS),
    () => `${name} segment ${msn}: ${secondsOf(fragments, track)} s of frames, EXTINF ${durationS} s`,
  );
  for (const [index, fragment] of fragments.slice(1).entries()) {
    const former = fragments[index];
    const endTicks = (former?.beginTicks ?? 0) + (former?.durationTicks ?? 0);
    verdicts.check(
      'timeline',
      fragment.beginTicks === endTicks,
      () => `${name} segment ${msn}, fragment ${index + 1}: ${fragment.beginTicks - endTicks} ticks off`,
    );
  }
}

/** Of a stream that says EXT-X-INDEPENDENT-SEGMENTS. */
export function checkBeginning({ name, msn, fragments }: SeenSegment, verdicts: Verdicts): void {
  const isKey = fragments[0]?.keys[0] === true;
  verdicts.check('independent', isKey, () => `${name} segment ${msn} does not begin with a key frame`);
}

/** What a part shows: whether it holds a key frame where it says so. */
export function checkPart(
  where: string,
  said: { readonly independent: boolean; readonly durationS: number; readonly partTargetS: number },
  fragments: readonly Fragment[],
  track: TrackFacts,
  verdicts: Verdicts,
): void {
  const hasKey = fragments.some(({ keys }) => keys.includes(true));
  if (said.independent) verdicts.check('independent', hasKey, () => `${where}: no key frame`);
  verdicts.check(
    'true-duration',
    isTrue(said.durationS, fragments, track, said.partTargetS),
    () => `${where}: ${secondsOf(fragments, track)} s of frames, DURATION ${said.durationS} s`,
  );
}

/** Two segments of one rendition, one right after the other under one map. */
export function checkFollowing(former: SeenSegment, segment: SeenSegment, verdicts: Verdicts): void {
  const last = former.fragments.at(-1);
  const [first] = segment.fragments;
  if (last === undefined || first === undefined) return;
  const offTicks = first.beginTicks - last.beginTicks - last.durationTicks;
  verdicts.check(
    'timeline',
    Math.abs(offTicks) / segment.track.timescale < durationToleranceS,
    () => `${segment.name} segment ${segment.msn}: ${offTicks} ticks after the one before`,
  );
}

/** The same segment of a picture and of sound: dates and media times must tell the same distance. */
export function checkSync(picture: SeenSegment, sound: SeenSegment, verdicts: Verdicts): void {
  const at = ({ fragments, track }: SeenSegment): number =>
    (fragments[0]?.beginTicks ?? Number.NaN) / track.timescale;
  const apartS = at(picture) - at(sound) - (picture.programMs - sound.programMs) / 1000;
  if (Number.isNaN(apartS)) return;
  verdicts.check(
    'sync',
    Math.abs(apartS) <= syncToleranceS,
    () => `segment ${picture.msn}: ${picture.name} is ${(apartS * 1000).toFixed()} ms from ${sound.name}`,
  );
}
