import t from 'tap';
import { firstMsnAt, Packager } from '#worker/hls/packaging/packager.ts';
import { renditionNames, type RenditionName } from '#worker/hls/renditions.ts';
import { applyDelta, segmentBlocks } from './playlist-laws.ts';
import { eventsOf, evenRun, initOf, MemoryArchive, play, startMs } from './simulated-source.ts';

const noPictures: readonly RenditionName[] = ['sound', 'thrift'];

function textOf(packager: Packager, name: RenditionName): string {
  return packager.publication.rendition(name).playlist(false).toString();
}

t.test(
  'media sequence numbers begin at the seconds of 2026, so that a rebuilt show goes on upwards',
  async (t) => {
    t.equal(firstMsnAt(Date.UTC(2026, 0, 1, 0, 1)), 60);
    t.equal(firstMsnAt(0), 1);
  },
);

t.test('a part is announced with its last frame, not with the one behind it', async (t) => {
  const packager = new Packager({
    showId: 'show',
    firstMsn: 5,
    windowMs: 20_000,
    archive: new MemoryArchive(),
    nowMs: () => startMs,
  });
  packager.splice({ runId: 1, renditions: ['high'] });
  packager.init('high', initOf('high'));
  const rendition = packager.publication.rendition('high');
  let changes = 0;
  rendition.onChange(() => (changes += 1));
  const frames = eventsOf({ ...evenRun, renditions: ['high'] }).map(({ frame }) => frame);
  for (const frame of frames.slice(0, 6)) packager.frame('high', frame, startMs);
  t.equal(changes, 0);
  t.same(rendition.next, { msn: 5, part: 0 });
  t.equal(rendition.part({ msn: 5, part: 0 }), null);
  const [, , , , , , seventh] = frames;
  if (seventh !== undefined) packager.frame('high', seventh, startMs);
  t.equal(changes, 1);
  t.same(rendition.next, { msn: 5, part: 1 });
  t.ok(rendition.part({ msn: 5, part: 0 }));
  t.match(textOf(packager, 'high'), '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="p5.1.m4s"');
});

t.test('nothing is ready before every track of the first run is known', async (t) => {
  const archive = new MemoryArchive();
  const packager = new Packager({
    showId: 's',
    firstMsn: 5,
    windowMs: 20_000,
    archive,
    nowMs: () => startMs,
  });
  packager.splice({ runId: 1, renditions: ['low', 'thrift'] });
  packager.init('low', initOf('low'));
  t.equal(packager.publication.multivariant(), null);
  packager.init('thrift', initOf('thrift'));
  t.ok(packager.publication.multivariant());
  await packager.publication.ready;
});

t.test('who waits for a show that ends before it began is told so', async (t) => {
  const archive = new MemoryArchive();
  const packager = new Packager({
    showId: 's',
    firstMsn: 5,
    windowMs: 20_000,
    archive,
    nowMs: () => startMs,
  });
  packager.close();
  packager.close();
  await t.rejects(packager.publication.ready);
  t.equal(packager.publication.isClosed, true);
});

t.test('sound before the first picture is trimmed, so that all tracks of a run begin together', async (t) => {
  const late = { ...evenRun, keySkewMs: { ...evenRun.keySkewMs, high: 300, middle: 310, low: 320 } };
  const { archive, packager } = play([late]);
  packager.close();
  const begins = archive.records.filter(({ msn }) => msn === 100).map(({ programMs }) => programMs);
  t.equal(begins.length, 5);
  t.ok(Math.max(...begins) - Math.min(...begins) <= 22, begins.join());
});

t.test('a layer that is missing is a gap until it is back with a key frame at a cut', async (t) => {
  const pauses = [{ name: 'high' as const, fromMs: 4500, toMs: 7000 }];
  const { archive, packager } = play([{ ...evenRun, pauses }]);
  const gaps = archive.records.filter(({ rendition, isGap }) => rendition === 'high' && isGap);
  t.same(
    gaps.map(({ msn }) => msn),
    [102, 103],
  );
  t.ok(gaps.every(({ durationS }) => Math.abs(durationS - 2) < 0.05));
  t.equal(archive.records.filter(({ rendition, isGap }) => rendition !== 'high' && isGap).length, 0);
  const text = textOf(packager, 'high');
  t.match(text, '#EXT-X-GAP\n#EXTINF:2,\ns103.m4s');
  t.notMatch(text, '#EXT-X-DISCONTINUITY\n');
  t.equal(packager.publication.rendition('high').segment(103), null);
});

t.test('a missing layer is told at once by a part that is a gap', async (t) => {
  const { packager } = play([{ ...evenRun, seconds: 5 }]);
  packager.missing('high', true);
  t.match(textOf(packager, 'high'), /DURATION=0\.25,URI="p102\.\d\.m4s",GAP=YES\n#EXT-X-PRELOAD-HINT/);
});

t.test('a rendition that stops without a word holds nobody up and keeps step again as a gap', async (t) => {
  const { packager } = play([{ ...evenRun, seconds: 16, deaths: [{ name: 'sound', atMs: 3000 }] }, evenRun]);
  const next = renditionNames.map((name) => packager.publication.rendition(name).next.msn);
  t.equal(Math.max(...next) - Math.min(...next), 0);
  const blocks = segmentBlocks(textOf(packager, 'sound'));
  t.match(blocks.get(106), '#EXT-X-GAP');
  t.notMatch(blocks.get(112), '#EXT-X-GAP');
});

t.test('without pictures sound goes on by itself, in segments of at most 2.4 s', async (t) => {
  const { archive } = play([{ ...evenRun, renditions: noPictures }]);
  const sound = archive.records.filter(({ rendition }) => rendition === 'sound');
  t.ok(sound.length >= 4);
  t.ok(sound.every(({ durationS, isGap }) => durationS > 2.3 && durationS < 2.45 && !isGap));
  t.ok(archive.records.filter(({ rendition }) => rendition === 'high').every(({ isGap }) => isGap));
});

t.test('dates are those of arrival, exact within a run, and never go back over a splice', async (t) => {
  const { archive, packager } = play([evenRun, evenRun]);
  packager.close();
  const high = archive.records.filter(({ rendition }) => rendition === 'high');
  t.equal(high[0]?.programMs, startMs);
  t.same(
    high.slice(0, 6).map(({ programMs }) => programMs - startMs),
    [0, 2000, 4000, 6000, 8000, 10_000],
  );
  for (const [index, record] of high.slice(1).entries()) {
    const before = high[index];
    t.ok(before !== undefined && record.programMs >= before.programMs + before.durationS * 1000 - 1);
  }
});

t.test('the window moves in all renditions alike; a file stays a while for who read of it', async (t) => {
  const { archive, packager } = play([{ ...evenRun, seconds: 70 }], {}, () => undefined);
  const firsts = renditionNames.map((name) => packager.publication.rendition(name).firstMsn);
  t.ok(new Set(firsts).size === 1 && firsts.every((msn) => msn > 120), firsts.join());
  await Promise.resolve();
  t.equal(archive.released.filter((each) => each.startsWith('high/')).length > 0, true);
});

t.test('what is on disk leaves memory after 30 s; the origin is led to the file', async (t) => {
  let nowMs = startMs;
  const archive = new MemoryArchive();
  const packager = new Packager({
    showId: 's',
    firstMsn: 100,
    windowMs: 600_000,
    archive,
    nowMs: () => nowMs,
  });
  packager.splice({ runId: 1, renditions: renditionNames });
  for (const name of renditionNames) packager.init(name, initOf(name));
  for (const { name, frame, atMs } of eventsOf({ ...evenRun, seconds: 60 })) {
    if (startMs + atMs > nowMs + 500) {
      nowMs = startMs + atMs;
      await Promise.resolve();
    }
    packager.frame(name, frame, nowMs);
  }
  const high = packager.publication.rendition('high');
  t.match(high.segment(100), { place: 'file', path: '/archive/high/100' });
  t.equal(high.part({ msn: 100, part: 0 }), null);
  t.match(high.segment(127), { place: 'memory' });
  const kept = 17 * 5;
  t.ok(packager.figures().memoryBytes < kept * 5000, `${packager.figures().memoryBytes}`);
});

t.test(
  'while no disk takes anything, memory keeps its budget and the window shrinks to seven segments',
  async (t) => {
    const archive = new MemoryArchive();
    archive.isFull = true;
    const options = { archive, windowMs: 600_000, memoryBudgetBytes: 200_000 };
    const { packager } = play([{ ...evenRun, seconds: 60 }], options);
    t.ok(packager.figures().memoryBytes <= 200_000);
    const high = packager.publication.rendition('high');
    t.match(high.segment(high.firstMsn), { place: 'memory' });
    const starved = play([{ ...evenRun, seconds: 60 }], { ...options, memoryBudgetBytes: 1 });
    const low = starved.packager.publication.rendition('low');
    t.equal(low.next.msn - low.firstMsn, 7);
  },
);

t.test('a delta update leads from the playlist before to this one', async (t) => {
  let before = '';
  let applied = 0;
  play([{ ...evenRun, seconds: 30 }, evenRun], {}, (packager) => {
    const thrift = packager.publication.rendition('thrift');
    const full = thrift.playlist(false).toString();
    if (full === before) return;
    const delta = thrift.playlist(true).toString();
    const rest = (text: string) => text.replaceAll(/#EXT-X-(PART|MAP|PROGRAM-DATE-TIME):.*\n/g, '');
    if (delta.includes('#EXT-X-SKIP')) {
      if (rest(applyDelta(before, delta)) !== rest(full))
        throw new Error(`${before}\n---\n${delta}\n---\n${full}`);
      applied += 1;
    }
    before = full;
  });
  t.ok(applied > 40);
});

t.test('a key frame off the tick marks its part as independent and cuts nothing', async (t) => {
  const archive = new MemoryArchive();
  const packager = new Packager({
    showId: 's',
    firstMsn: 5,
    windowMs: 20_000,
    archive,
    nowMs: () => startMs,
  });
  packager.splice({ runId: 1, renditions: ['high'] });
  packager.init('high', initOf('high'));
  const frames = eventsOf({ ...evenRun, renditions: ['high'] }).map(({ frame }) => frame);
  // The tenth stands in the middle of the second part.
  for (const [index, frame] of frames.slice(0, 40).entries())
    packager.frame('high', index === 9 ? { ...frame, isKey: true } : frame, startMs);
  const parts = textOf(packager, 'high')
    .split('\n')
    .filter((line) => line.startsWith('#EXT-X-PART:'));
  t.match(parts[0], 'INDEPENDENT=YES');
  t.match(parts[1], 'INDEPENDENT=YES');
  t.notMatch(parts[2], 'INDEPENDENT');
  t.equal(packager.figures().shortParts, 0);
});
