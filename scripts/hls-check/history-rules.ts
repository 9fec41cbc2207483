import { partsOf, wholeSegments, type MediaPlaylist, type Segment } from './playlist.ts';
import type { Verdicts } from './verdicts.ts';

/** Everything of a segment that must not change once it is whole. */
const fingerprint = ({ uri, duration, gap, discontinuity, map, programDateTime }: Segment): string =>
  JSON.stringify([uri, duration, gap === true, discontinuity === true, map?.uri, programDateTime]);

/** What two readings of one playlist show, the later one second. */
export function checkProgress(
  name: string,
  before: MediaPlaylist,
  after: MediaPlaylist,
  verdicts: Verdicts,
): void {
  const [firstBefore, first] = [before.mediaSequenceBase ?? 0, after.mediaSequenceBase ?? 0];
  const known = new Map(before.segments.map((segment) => [segment.mediaSequenceNumber, segment]));
  const lastBefore = wholeSegments(before).at(-1)?.mediaSequenceNumber ?? firstBefore - 1;
  const isOnward = first >= 1 && first >= firstBefore && first <= lastBefore + 1;
  verdicts.check(
    'sequence',
    isOnward,
    () => `${name}: from ${firstBefore} to ${first}, ${lastBefore} being the last`,
  );
  for (const segment of after.segments) {
    const former = known.get(segment.mediaSequenceNumber);
    if (former !== undefined) checkUnchanged(name, former, segment, verdicts);
  }
  const left = before.segments.filter(({ mediaSequenceNumber }) => mediaSequenceNumber < first);
  const counted = left.filter(({ discontinuity }) => discontinuity === true).length;
  const grown = (after.discontinuitySequenceBase ?? 0) - (before.discontinuitySequenceBase ?? 0);
  verdicts.check('discontinuities', grown === counted, () => `${name}: grew by ${grown}, ${counted} left`);
  if (left.length === 0) return;
  const restS = wholeSegments(after).reduce((sum, { duration }) => sum + duration, 0);
  verdicts.check(
    'window',
    restS >= after.targetDuration * 3,
    () => `${name}: ${restS.toFixed(1)} s are left`,
  );
}

function checkUnchanged(name: string, former: Segment, segment: Segment, verdicts: Verdicts): void {
  const where = `${name} segment ${segment.mediaSequenceNumber}`;
  const wasWhole = former.uri !== undefined && former.uri !== '';
  if (wasWhole)
    verdicts.check(
      'unchanged',
      fingerprint(former) === fingerprint(segment),
      () => `${where}: ${fingerprint(former)} became ${fingerprint(segment)}`,
    );
  // Parts may leave with age, all of a segment at once; those that stand are the same.
  const parts = partsOf(segment);
  if (parts.length === 0) return;
  for (const [index, part] of partsOf(former).entries()) {
    const same = JSON.stringify(part) === JSON.stringify(parts[index]);
    verdicts.check(
      'unchanged',
      same,
      () => `${where} part ${index}: ${JSON.stringify(part)} became ${JSON.stringify(parts[index])}`,
    );
  }
}
