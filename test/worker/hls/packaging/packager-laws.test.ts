import fc from 'fast-check';
import t from 'tap';
import type { SegmentRecord } from '#worker/hls/publication.ts';
import { renditionNames, type RenditionName } from '#worker/hls/renditions.ts';
import { LawKeeper, quietParser } from './playlist-laws.ts';
import { play, startMs, type RunShape } from './simulated-source.ts';

const perRendition = (value: fc.Arbitrary<number>) =>
  fc.record({ high: value, middle: value, low: value, sound: value, thrift: value });
const aName: fc.Arbitrary<RenditionName> = fc.constantFrom(...renditionNames);

/** At most 60 pictures a second, so that a law ends. */
function isSlow(ticks: readonly number[]): boolean {
  return ticks.reduce((sum, each) => sum + each, 0) >= 1500 * ticks.length;
}

/** Runs as bad days make them: jitter, late renditions, paused layers, dead tracks, key frames off the tick. */
const aRun: fc.Arbitrary<RunShape> = fc.record({
  seconds: fc.integer({ min: 0, max: 14 }),
  renditions: fc.oneof(fc.constant([...renditionNames]), fc.subarray([...renditionNames], { minLength: 1 })),
  pictureTicks: fc.oneof(
    fc.constant([3000]),
    fc
      .array(fc.constantFrom(3000, 0, 1, 1500, 3003, 6000, 9000, 90_000), { minLength: 1, maxLength: 9 })
      .filter(isSlow),
    fc.constant([3000, 3000, 3000, 90_000]),
  ),
  keyEveryMs: fc.constantFrom(2000, 700, 1990, 3100, 100_000),
  lagMs: perRendition(fc.integer({ min: 0, max: 400 })),
  keySkewMs: perRendition(fc.integer({ min: 0, max: 500 })),
  pauses: fc.array(
    fc.record({
      name: aName,
      fromMs: fc.integer({ min: 0, max: 9000 }),
      toMs: fc.integer({ min: 0, max: 15_000 }),
    }),
    { maxLength: 3 },
  ),
  deaths: fc.array(fc.record({ name: aName, atMs: fc.integer({ min: 0, max: 12_000 }) }), { maxLength: 2 }),
});

quietParser();

t.test('whatever a source does, the playlists keep the rules and all renditions keep step', async (t) => {
  const law = fc.property(fc.array(aRun, { minLength: 1, maxLength: 4 }), (runs) => {
    const keeper = new LawKeeper();
    const { packager } = play(runs, {}, (each) => {
      const fault = keeper.check(each);
      if (fault !== null) throw new Error(fault);
    });
    packager.close();
    const fault = keeper.check(packager);
    if (fault !== null) throw new Error(fault);
    const ends = new Set(renditionNames.map((name) => packager.publication.rendition(name).next.msn));
    if (ends.size !== 1) throw new Error(`ends at ${[...ends].join()}`);
  });
  fc.assert(law, { numRuns: 60 });
  t.pass();
});

t.test('segments of one number overlap in time in all renditions', async (t) => {
  const law = fc.property(fc.array(aRun, { minLength: 1, maxLength: 3 }), (runs) => {
    const { packager, archive } = play(runs);
    packager.close();
    const byMsn = Map.groupBy(archive.records, ({ msn }) => msn);
    // A segment goes on until the next one begins: a picture may stand longer than can be announced.
    const endMs = (record: SegmentRecord) => {
      const next = byMsn.get(record.msn + 1)?.find(({ rendition }) => rendition === record.rendition);
      const ownEndMs = record.programMs + record.durationS * 1000;
      return next === undefined || next.isDiscontinuity ? ownEndMs : Math.max(ownEndMs, next.programMs);
    };
    for (const [msn, records] of byMsn) {
      if (records.length !== renditionNames.length)
        throw new Error(`${msn} is in ${records.length} renditions`);
      const latestStartMs = Math.max(...records.map(({ programMs }) => programMs));
      const earliestEndMs = Math.min(...records.map(endMs));
      // Segments of some ms, made by a splice right behind a cut, touch at least.
      if (latestStartMs - earliestEndMs > 500) throw new Error(`${msn}: ${JSON.stringify(records)}`);
      if (records.some(({ isDiscontinuity }) => isDiscontinuity !== records[0]?.isDiscontinuity))
        throw new Error(`${msn}`);
      if (records.some(({ programMs }) => programMs < startMs - 1000))
        throw new Error('before its beginning');
    }
  });
  fc.assert(law, { numRuns: 100 });
  t.pass();
});
