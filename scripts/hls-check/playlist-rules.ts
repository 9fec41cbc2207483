import {
  hintOf,
  lengthOfS,
  liveEdgeMs,
  partsOf,
  wholeSegments,
  type MediaPlaylist,
  type Segment,
} from './playlist.ts';
import type { Verdicts } from './verdicts.ts';

const roundingS = 0.0015;
const shortestShare = 0.85;
/** Of the live edge, which is the end of the newest part (6.2.2). */
const keptTargets = 3;
/** Clocks of two machines, and what a stream may be behind life. */
const recentMs = 10_000;
/** Formats that need no map. */
const isPlain = /\.(ts|aac|mp3)(\?|$)/;
/**
 * Dates are written in ms, durations with five digits; both are rounded. A picture that stood for longer than a part may
 * last puts dates ahead of durations by as much, never back.
 */
const dateTolerancesMs = { back: 50, ahead: 2500 };

/** What one reading of a media playlist shows by itself. `judged` remembers parts, each of which counts once. */
export function checkPlaylist(
  name: string,
  playlist: MediaPlaylist,
  judged: Set<string>,
  verdicts: Verdicts,
): void {
  const { targetDuration, partTargetDuration: partTargetS = 0, lowLatencyCompatibility: control } = playlist;
  for (const segment of wholeSegments(playlist)) {
    const { duration, mediaSequenceNumber: msn } = segment;
    const where = `${name} segment ${msn}`;
    verdicts.check(
      'target-duration',
      Math.round(duration) <= targetDuration,
      () => `${where}: ${duration} s`,
    );
    if (!isPlain.test(segment.uri)) verdicts.check('map', Boolean(segment.map), () => where);
    checkSum(where, segment, verdicts);
  }
  for (const segment of playlist.segments)
    checkParts(`${name} segment ${segment.mediaSequenceNumber}`, segment, partTargetS, judged, verdicts);
  if (playlist.endlist || playlist.partTargetDuration === undefined) return;
  checkEdge(name, playlist, verdicts);
  const { canBlockReload = false, canSkipUntil = 0, partHoldBack = 0 } = control ?? {};
  const isFine =
    canBlockReload && partHoldBack >= partTargetS * 3 - roundingS && canSkipUntil >= targetDuration * 6;
  verdicts.check(
    'server-control',
    isFine,
    () => `${name}: hold back ${partHoldBack} s, skip until ${canSkipUntil} s`,
  );
  verdicts.check(
    'preload-hint',
    hintOf(playlist) !== null,
    () => `${name} at ${playlist.mediaSequenceBase ?? 0}`,
  );
  checkDates(name, playlist, verdicts);
}

function checkSum(where: string, segment: Segment, verdicts: Verdicts): void {
  const parts = partsOf(segment);
  if (parts.length === 0) return;
  const sumS = parts.reduce((sum, { duration = 0 }) => sum + duration, 0);
  const isEqual = Math.abs(sumS - segment.duration) < roundingS * parts.length;
  verdicts.check(
    'sum-of-parts',
    isEqual,
    () => `${where}: parts ${sumS.toFixed(3)} s, EXTINF ${segment.duration} s`,
  );
}

function checkParts(
  where: string,
  segment: Segment,
  targetS: number,
  judged: Set<string>,
  verdicts: Verdicts,
): void {
  const isWhole = segment.uri !== undefined && segment.uri !== '';
  const parts = partsOf(segment);
  for (const [index, { uri, duration = 0, independent = false, gap = false }] of parts.entries()) {
    verdicts.check(
      'part-target',
      duration <= targetS + roundingS,
      () => `${where} part ${index}: ${duration} s`,
    );
    const isLast = index === parts.length - 1;
    // Whether the newest one is the last of its segment is not known yet.
    if ((isLast && !isWhole) || judged.has(uri)) continue;
    judged.add(uri);
    const isExcused = isLast || independent || gap || parts[index + 1]?.gap === true;
    const isLong = isExcused || duration >= targetS * shortestShare - roundingS;
    verdicts.check('part-length', isLong, () => `${where} part ${index}: ${duration} s`);
  }
}

function checkDates(name: string, { segments }: MediaPlaylist, verdicts: Verdicts): void {
  verdicts.check(
    'dates',
    segments[0]?.programDateTime !== undefined,
    () => `${name}: the first segment has none`,
  );
  let expectedMs: number | null = null;
  for (const { programDateTime, duration, discontinuity, mediaSequenceNumber: msn } of segments) {
    const foundMs = programDateTime?.getTime();
    if (foundMs !== undefined && expectedMs !== null) {
      const offMs = foundMs - expectedMs;
      const mostMs = discontinuity === true ? Infinity : dateTolerancesMs.ahead;
      const holds = offMs > -dateTolerancesMs.back && offMs < mostMs;
      verdicts.check(
        'dates',
        holds,
        () => `${name} segment ${msn}: ${offMs.toFixed()} ms from where it should be`,
      );
    }
    const fromMs: number | null = foundMs ?? expectedMs;
    expectedMs = fromMs === null ? null : fromMs + duration * 1000;
  }
}

/** What only a live stream with parts has: parts behind its edge, and dates of now. */
function checkEdge(name: string, playlist: MediaPlaylist, verdicts: Verdicts): void {
  const open = playlist.segments.at(-1);
  let behindS = open === undefined || open.uri ? 0 : lengthOfS(open);
  for (const segment of wholeSegments(playlist).toReversed()) {
    if (behindS >= playlist.targetDuration * keptTargets - roundingS) break;
    const hasParts = segment.gap === true || partsOf(segment).length > 0;
    const where = `${name} segment ${segment.mediaSequenceNumber}`;
    verdicts.check('parts-stay', hasParts, () => `${where}, ${behindS.toFixed(1)} s behind`);
    behindS += segment.duration;
  }
  const edgeMs = liveEdgeMs(playlist);
  if (edgeMs === null) return;
  const offMs = Date.now() - edgeMs;
  verdicts.check('recent', Math.abs(offMs) < recentMs, () => `${name}: ${offMs.toFixed()} ms old`);
}
