import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Packager } from '#worker/hls/packaging/packager.ts';
import { renditionNames } from '#worker/hls/renditions.ts';
import { MemoryArchive } from '../packaging/simulated-source.ts';
import { eventsOf, initOf, startMs } from '../packaging/simulated-source.ts';
import { firstMsn, partsOfSegment } from './hand-made-show.ts';
import { codeOf, hls, openStand, tokenKey } from './origin-stand.ts';

function fileOf(t: Test, bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-origin-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  return path;
}

t.test('parts, segments, maps and playlists say what they are and how long they are good', async (t) => {
  const { show, get } = await openStand(t);
  for (const name of renditionNames) {
    for (let part = 0; part < partsOfSegment; part += 1) show.rendition(name).announce();
    const type = ['sound', 'thrift'].includes(name) ? 'audio/mp4' : 'video/mp4';
    const segment = await get(hls(`${name}/s${firstMsn}.m4s`));
    const parts = [0, 1, 2, 3].map(async (part) => get(hls(`${name}/p${firstMsn}.${part}.m4s`)));
    const bytes = (await Promise.all(parts)).map(({ body }) => body);
    t.strictSame(segment.body, Buffer.concat(bytes), `${name}: a segment is its parts`);
    for (const reply of [segment, await get(hls(`${name}/i0.mp4`)), ...(await Promise.all(parts))]) {
      t.equal(reply.status, 200);
      t.equal(reply.headers['content-type'], type);
      t.equal(reply.headers['cache-control'], 'public, max-age=31536000, immutable');
      t.equal(reply.headers['content-length'], String(reply.body.length));
      t.equal(reply.headers['accept-ranges'], 'bytes');
    }
  }
  const master = await get(hls('master.m3u8'));
  t.match(master.text, '#MASTER');
  t.equal(master.headers['content-type'], 'application/vnd.apple.mpegurl');
});

t.test('pages of any origin may read everything', async (t) => {
  const { get } = await openStand(t);
  for (const file of ['master.m3u8', 'high/live.m3u8', 'high/i0.mp4', 'high/s1.m4s']) {
    const { headers } = await get(hls(file));
    t.equal(headers['access-control-allow-origin'], '*');
    t.match(headers['access-control-expose-headers'], /date.*etag/);
    t.equal(headers['timing-allow-origin'], '*');
    t.equal(headers['x-content-type-options'], 'nosniff');
    t.ok(headers.date);
  }
  const asked = { origin: 'https://shop.example', 'access-control-request-method': 'GET' };
  const { status, headers } = await get(hls('high/live.m3u8'), asked, 'OPTIONS');
  t.equal(status, 204);
  t.match(headers['access-control-allow-headers'], 'range');
  t.match(headers['access-control-allow-methods'], 'GET');
});

t.test('a range of a part, of a segment in memory and of a segment in a file is answered', async (t) => {
  const { show, get, files } = await openStand(t);
  const high = show.rendition('high');
  for (let part = 0; part < 2 * partsOfSegment; part += 1) high.announce();
  const segment = high.segment(firstMsn);
  const whole = segment?.place === 'memory' ? Buffer.concat(segment.chunks) : Buffer.of();
  const path = fileOf(t, whole);
  high.moveToFile(firstMsn + 1, path, whole.length);
  files.set('show-00000002/high/s7.m4s', {
    contentType: 'video/mp4',
    isImmutable: true,
    body: { path, sizeBytes: whole.length },
  });
  const places = [
    hls(`high/s${firstMsn}.m4s`),
    hls(`high/s${firstMsn + 1}.m4s`),
    hls('high/s7.m4s', 'show-00000002'),
  ];
  for (const place of places) {
    t.strictSame((await get(place)).body, whole, place);
    for (const [range, first, last] of [
      ['bytes=10-1499', 10, 1499],
      ['bytes=3990-', 3990, 3999],
      ['bytes=-5', 3995, 3999],
      ['bytes=0-99999', 0, 3999],
    ] as const) {
      const reply = await get(place, { range });
      t.equal(reply.status, 206, range);
      t.equal(reply.headers['content-range'], `bytes ${first}-${last}/4000`, range);
      t.strictSame(reply.body, whole.subarray(first, last + 1), range);
    }
    const beyond = await get(place, { range: 'bytes=4000-' });
    t.equal(beyond.status, 416);
    t.equal(beyond.headers['content-range'], 'bytes */4000');
    t.equal(
      (await get(place, { range: 'bytes=0-1', 'if-range': '"x"' })).status,
      200,
      'nothing to compare with',
    );
    for (const range of ['bytes=5-1', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=-']) {
      t.equal((await get(place, { range })).status, 200, `${range} is no range`);
    }
    const head = await get(place, {}, 'HEAD');
    t.equal(head.headers['content-length'], '4000');
    t.equal(head.body.length, 0);
  }
});

t.test('who has a playlist already is told so by its tag', async (t) => {
  const { show, get } = await openStand(t);
  const tag = (await get(hls('high/live.m3u8'))).headers.etag ?? '';
  const again = await get(hls('high/live.m3u8'), { 'if-none-match': tag });
  t.equal(again.status, 304);
  t.equal(again.body.length, 0);
  show.rendition('high').announce();
  t.equal((await get(hls('high/live.m3u8'), { 'if-none-match': tag })).status, 200);
});

t.test('what is not there is absent, and what is not ours is unknown', async (t) => {
  const { get, show } = await openStand(t);
  for (const file of ['high/i9.mp4', 'high/s1.m4s', 'high/p1.0.m4s', 'poster.jpg', 'replay.m3u8']) {
    const reply = await get(hls(file));
    t.equal(reply.status, 404, file);
    t.equal(codeOf(reply), 'media-absent', file);
  }
  for (const path of [
    '/',
    '/hls',
    hls('../x'),
    hls('high/../low/live.m3u8'),
    hls('high/%2e%2e'),
    hls('best/live.m3u8'),
  ]) {
    t.equal(codeOf(await get(path)), 'method-unknown', path);
  }
  t.equal((await get(hls('high/live.m3u8'), {}, 'POST')).status, 404);
  show.master = null;
  t.equal((await get(hls('master.m3u8'))).status, 404, 'before the first run is known');
});

t.test('a file that is gone, or shorter than it was, is not answered as whole', async (t) => {
  const { get, files, log } = await openStand(t);
  const body = { path: fileOf(t, Buffer.alloc(10)), sizeBytes: 1000 };
  files.set('show-00000002/t1.jpg', { contentType: 'image/jpeg', isImmutable: true, body });
  await t.rejects(get(hls('t1.jpg', 'show-00000002')));
  files.set('show-00000002/t2.jpg', {
    contentType: 'image/jpeg',
    isImmutable: true,
    body: { ...body, path: '/no' },
  });
  await t.rejects(get(hls('t2.jpg', 'show-00000002')));
  t.strictSame(log, []);
});

t.test('replays, posters and thumbnails lie beside the live output', async (t) => {
  const { get, files } = await openStand(t);
  const body = Buffer.from('a picture');
  files.set('show-00000001/poster.jpg', { contentType: 'image/jpeg', isImmutable: false, body });
  const { text, headers } = await get(hls('poster.jpg'));
  t.equal(text, 'a picture');
  t.equal(headers['content-type'], 'image/jpeg');
  t.equal(headers['cache-control'], 'public, max-age=2');
});

t.test('what a real packager announces can be had in the same moment', async (t) => {
  const packager = new Packager({
    ...{ showId: 'show-00000002', firstMsn: 100, windowMs: 60_000 },
    ...{ archive: new MemoryArchive(), nowMs: () => startMs },
  });
  t.teardown(() => {
    packager.close();
  });
  const { get, shows } = await openStand(t);
  shows.set('show-00000002', { publication: packager.publication, isPublic: true, tokenKey });
  packager.splice({ runId: 1, renditions: renditionNames });
  for (const name of renditionNames) packager.init(name, initOf(name));
  const zero = { high: 0, middle: 0, low: 0, sound: 0, thrift: 0 };
  const shape = { ...{ seconds: 6, renditions: renditionNames, pictureTicks: [3000], keyEveryMs: 2000 } };
  const events = eventsOf({ ...shape, lagMs: zero, keySkewMs: zero, pauses: [], deaths: [] });
  const { next } = packager.publication.rendition('high');
  const path = hls(`high/live.m3u8?_HLS_msn=${next.msn}&_HLS_part=0`, 'show-00000002');
  const asked = get(path);
  for (const { name, frame, atMs } of events) packager.frame(name, frame, startMs + atMs);
  t.equal((await asked).status, 200);
  for (const name of renditionNames) {
    const { text } = await get(hls(`${name}/live.m3u8`, 'show-00000002'));
    const uris = [...text.matchAll(/^(?:#EXT-X-(?:PART|MAP):.*URI="([^"]+)".*|([^#].*))$/gm)];
    t.ok(uris.length > 5, `${name} has parts and segments`);
    for (const [, part, segment] of uris) {
      const file = part ?? segment ?? '';
      const reply = await get(hls(`${name}/${file}`, 'show-00000002'));
      t.equal(reply.status, 200, file);
      t.ok(reply.body.length > 0);
    }
  }
});
