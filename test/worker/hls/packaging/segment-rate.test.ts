import t from 'tap';
import { SegmentRate } from '#worker/hls/packaging/segment-rate.ts';

/** Pairs of size in bytes and duration in s; null is a gap. */
function rateOf(...segments: readonly (readonly [number, number] | null)[]): SegmentRate {
  const rate = new SegmentRate();
  for (const segment of segments) {
    if (segment === null) rate.interrupt();
    else rate.add({ sizeBytes: segment[0], durationS: segment[1] });
  }
  return rate;
}

t.test('the peak is that of segments of about a target duration', (t) => {
  t.equal(rateOf([250_000, 2], [500_000, 2], [250_000, 2]).peakBps, 2_000_000);
  t.equal(
    rateOf([250_000, 2], [100_000, 0.1]).peakBps,
    (350_000 * 8) / 2.1,
    'a short one with its neighbour',
  );
  t.equal(rateOf([100_000, 0.1], [250_000, 2]).peakBps, (350_000 * 8) / 2.1, 'in any order');
  t.equal(rateOf([50_000, 0.25], [50_000, 0.25], [100_000, 0.5]).peakBps, 1_600_000, 'or with two');
  t.equal(rateOf([250_000, 2], [250_000, 2]).peakBps, 1_000_000, 'two whole ones are too long together');
  t.end();
});

t.test('a gap parts what stands beside it', (t) => {
  t.equal(rateOf([250_000, 2], null, [100_000, 0.1], [0, 2]).peakBps, 1_000_000);
  t.end();
});

t.test('the average is that of all', (t) => {
  t.equal(rateOf([250_000, 2], null, [100_000, 0.5]).averageBps, (350_000 * 8) / 2.5);
  t.equal(rateOf([100_000, 0.5]).peakBps, 1_600_000, 'and the peak of what is too short for one');
  t.equal(rateOf().peakBps, 0);
  t.end();
});
