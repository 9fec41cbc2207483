import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import HLS from 'hls-parser';
import t from 'tap';
import fc from 'fast-check';
import { beganMs, keepMaps, keepSegments, openArchive, scratch, showId, textOf } from './kept-show.ts';

t.test('a show that is kept becomes a seekable replay that another reader reads', async (t) => {
  const { archive } = await openArchive(scratch((end) => t.teardown(end)));
  const show = await archive.begin(showId);
  show.setKeeping(true);
  keepMaps(show);
  t.equal(await keepSegments(show, 100, 110), 50);
  t.equal(archive.findReplay(showId), null, 'it still runs');
  t.equal(await textOf(archive, 'replay.m3u8'), null);
  await archive.end(showId);
  t.equal(archive.findReplay(showId), 20);
  const text = await textOf(archive, 'replay.m3u8');
  const master = HLS.parse(text ?? '');
  if (!master.isMasterPlaylist) throw new Error('no multivariant playlist');
  t.equal(master.variants.length, 4, 'three pictures, and sound alone');
  t.match(master.variants[0]?.codecs, /^avc1\..*,mp4a\.40\.2$/);
  t.match(master.variants[0]?.resolution, { width: 320, height: 180 });
  const media = HLS.parse((await textOf(archive, 'high/replay.m3u8')) ?? '');
  if (media.isMasterPlaylist) throw new Error('no media playlist');
  t.equal(media.playlistType, 'VOD');
  t.equal(media.endlist, true);
  t.same(media.segments.map(({ uri }) => uri)[0], 's100.m4s');
  t.equal(media.segments.length, 10);
  const segment = await archive.read(showId, 'high/s105.m4s');
  t.match(segment, { contentType: 'video/mp4', isImmutable: true, body: { sizeBytes: 20_000 } });
  t.match(await archive.read(showId, 'thrift/i0.mp4'), { contentType: 'audio/mp4' });
});

t.test('nothing of a rehearsal is in the replay, nor left on the disk', async (t) => {
  const dataDir = scratch((end) => t.teardown(end));
  const { archive } = await openArchive(dataDir);
  const show = await archive.begin(showId);
  keepMaps(show);
  await keepSegments(show, 100, 105);
  show.setKeeping(true);
  await keepSegments(show, 105, 110);
  await archive.end(showId);
  const text = await textOf(archive, 'low/replay.m3u8');
  t.match(text, 's105.m4s');
  t.notMatch(text, 's104.m4s');
  t.same(readdirSync(join(dataDir, 'hls', showId, 'low')).sort()[0], 'i0.mp4');
  t.equal(await archive.read(showId, 'low/s104.m4s'), null);
});

t.test('what leaves the window is removed, and a show that is not kept leaves nothing', async (t) => {
  const dataDir = scratch((end) => t.teardown(end));
  const { archive } = await openArchive(dataDir);
  const show = await archive.begin(showId);
  keepMaps(show);
  await keepSegments(show, 100, 103);
  const before = archive.usedBytes;
  show.release('high', 100);
  await keepSegments(show, 103, 104);
  t.notOk(existsSync(show.folder.segment('high', 100)));
  t.ok(existsSync(show.folder.segment('high', 101)));
  t.equal(archive.usedBytes - before, 4 * 20_480, 'five more, one less');
  await archive.end(showId);
  t.notOk(existsSync(show.folder.path));
  t.equal(archive.usedBytes, 0);
});

t.test(
  "a show goes on over its worker's death: torn line, missing moments, another map of the same number",
  async (t) => {
    const dataDir = scratch((end) => t.teardown(end));
    const first = await openArchive(dataDir);
    const show = await first.archive.begin(showId);
    show.setKeeping(true);
    keepMaps(show);
    await keepSegments(show, 100, 105);
    await first.archive.close();
    appendFileSync(show.folder.records, '{"r":"high","n":10');
    writeFileSync(`${show.folder.segment('high', 105)}.part`, 'half');
    const map = readFileSync(show.folder.map('high', 0));

    const second = await openArchive(dataDir);
    t.notOk(existsSync(`${show.folder.segment('high', 105)}.part`));
    const again = await second.archive.begin(showId);
    again.setKeeping(true);
    keepMaps(again);
    again.keepMap('high', 0, Buffer.concat([map, Buffer.from([0, 0, 0, 8]), Buffer.from('free')]));
    await keepSegments(again, 120, 125);
    await second.archive.end(showId);
    t.equal(second.archive.findReplay(showId), 20);
    const text = (await textOf(second.archive, 'high/replay.m3u8')) ?? '';
    t.match(text, /s104\.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="i1\.mp4"\n.*\n.*\ns120\.m4s/);
    t.same(readFileSync(show.folder.map('high', 0)), map, 'the former map is as it was');
  },
);

t.test(
  'a replay lives on in the next process; what nobody claims within the grace time becomes one',
  async (t) => {
    const dataDir = scratch((end) => t.teardown(end));
    const first = await openArchive(dataDir);
    for (const id of [showId, 'show-bbbbbb', 'show-cccccc']) {
      const show = await first.archive.begin(id);
      show.setKeeping(id !== 'show-cccccc');
      keepMaps(show);
      await keepSegments(show, 100, 102);
    }
    await first.archive.end(showId);
    await first.archive.close();
    const second = await openArchive(dataDir, 1_000_000_000, 1);
    t.equal(second.archive.findReplay(showId), 4);
    const deadline = performance.now() + 5000;
    while (
      existsSync(join(dataDir, 'hls', 'show-cccccc')) ||
      second.archive.findReplay('show-bbbbbb') === null
    ) {
      if (performance.now() > deadline) throw new Error('it was not swept');
      await new Promise((resolve) => setImmediate(resolve));
    }
    t.equal(second.archive.findReplay('show-bbbbbb'), 4);
    await second.archive.deleteReplay(showId);
    await second.archive.deleteReplay(showId);
    t.equal(second.archive.findReplay(showId), null);
    t.equal(await textOf(second.archive, 'replay.m3u8'), null);
  },
);

t.test('a replay that is deleted while its show still ends is never there', async (t) => {
  const { archive } = await openArchive(scratch((end) => t.teardown(end)));
  const show = await archive.begin(showId);
  show.setKeeping(true);
  keepMaps(show);
  await keepSegments(show, 100, 102);
  const ending = archive.end(showId);
  await Promise.all([ending, archive.deleteReplay(showId)]);
  t.equal(archive.findReplay(showId), null);
  t.notOk(existsSync(show.folder.path));
});

t.test('thumbnails stand in the track where their picture is', async (t) => {
  const { archive } = await openArchive(scratch((end) => t.teardown(end)));
  const show = await archive.begin(showId);
  show.setKeeping(true);
  keepMaps(show);
  await keepSegments(show, 100, 106);
  await show.keepPicture(7, beganMs + 201_000, Buffer.from('a'));
  await show.keepPicture(9, beganMs + 206_000, Buffer.from('b'));
  await archive.end(showId);
  const track = await textOf(archive, 'thumbnails.vtt');
  t.match(track, '00:00:01.000 --> 00:00:06.000\nt7.jpg');
  t.match(track, '00:00:06.000 --> 00:00:12.000\nt9.jpg');
});

t.test('no name leads out of the folder of its show', async (t) => {
  const dataDir = scratch((end) => t.teardown(end));
  writeFileSync(join(dataDir, 'secret'), 'x');
  const { archive } = await openArchive(dataDir);
  const show = await archive.begin(showId);
  show.setKeeping(true);
  keepMaps(show);
  await keepSegments(show, 100, 101);
  await archive.end(showId);
  const crooked = [
    '../secret',
    '../../secret',
    'high/../../secret',
    '..%2fsecret',
    'records.jsonl',
    'high/s1.m4s\0',
  ];
  for (const file of crooked) t.equal(await archive.read(showId, file), null, file);
  t.equal(await archive.read('..', 'secret'), null);
  const piece = fc.constantFrom(
    '..',
    '/',
    'high',
    's',
    '100',
    '.m4s',
    't',
    '.jpg',
    '%2e',
    '\\',
    '\0',
    'i0.mp4',
    '~',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const found = await archive.read(showId, pieces.join(''));
      if (found === null || Buffer.isBuffer(found.body)) return true;
      return /^(?:high\/)?(?:s|t|i)\d+\.(?:m4s|jpg|mp4)$/.test(
        found.body.path.slice(show.folder.path.length + 1),
      );
    }),
  );
});
