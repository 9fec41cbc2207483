import { request } from 'node:http';
import t from 'tap';
import { firstMsn, partsOfSegment } from './hand-made-show.ts';
import { codeOf, hls, openStand, waiting } from './origin-stand.ts';

const playlist = hls('high/live.m3u8');
const at = (msn: number, part?: number): string =>
  `${playlist}?_HLS_msn=${msn}${part === undefined ? '' : `&_HLS_part=${part}`}`;

t.test('a playlist that was asked to hold the next part comes with that part, and not before', async (t) => {
  const stand = await openStand(t);
  const { show, get } = stand;
  show.rendition('high').announce();
  const asked = get(at(firstMsn, 1));
  await waiting(stand, 1);
  show.rendition('low').announce();
  t.equal(stand.origin.figures().waiting, 1, 'other renditions are not what it waits for');
  show.rendition('high').announce();
  t.equal(stand.origin.figures().waiting, 0, 'answered in the turn of the announcement');
  const { status, text, headers } = await asked;
  t.equal(status, 200);
  t.match(text, `#NEXT:${firstMsn}.2`);
  t.equal(headers['cache-control'], 'public, max-age=12');
  t.equal(headers['content-type'], 'application/vnd.apple.mpegurl');
});

t.test('a playlist that holds the part already comes at once', async (t) => {
  const { show, get } = await openStand(t);
  show.rendition('high').announce();
  const { text, headers } = await get(at(firstMsn, 0));
  t.match(text, `#NEXT:${firstMsn}.1`);
  t.equal(headers['cache-control'], 'public, max-age=12');
  t.equal((await get(playlist)).headers['cache-control'], 'public, max-age=1', 'without a directive');
});

t.test('who names only a segment gets the playlist in which it is whole', async (t) => {
  const stand = await openStand(t);
  const high = stand.show.rendition('high');
  const asked = stand.get(at(firstMsn));
  await waiting(stand, 1);
  for (let part = 0; part < partsOfSegment - 1; part += 1) high.announce();
  t.equal(stand.origin.figures().waiting, 1);
  high.announce();
  t.match((await asked).text, `#NEXT:${firstMsn + 1}.0`);
});

t.test('a part beyond the last of its segment is the first of the next one', async (t) => {
  const stand = await openStand(t);
  const high = stand.show.rendition('high');
  high.announce();
  const asked = stand.get(at(firstMsn, 1));
  await waiting(stand, 1);
  high.cut();
  t.equal(stand.origin.figures().waiting, 1, 'the segment ended with one part');
  const late = stand.get(at(firstMsn, 1));
  await waiting(stand, 2);
  high.announce();
  t.match((await asked).text, `#NEXT:${firstMsn + 1}.1`);
  t.match((await late).text, `#NEXT:${firstMsn + 1}.1`);
});

t.test('a delta update is given to who asks for it, of either kind', async (t) => {
  const { get } = await openStand(t);
  t.match((await get(`${playlist}?_HLS_skip=YES`)).text, '#EXT-X-SKIP');
  t.match((await get(`${playlist}?_HLS_skip=v2`)).text, '#EXT-X-SKIP');
  t.notMatch((await get(playlist)).text, '#EXT-X-SKIP');
});

t.test('directives that no playlist of this show led to are refused, with the reason', async (t) => {
  const { show, get, origin } = await openStand(t);
  show.rendition('high').announce();
  for (const query of [
    ...[
      '_HLS_part=1',
      '_HLS_msn=',
      '_HLS_msn=-1',
      '_HLS_msn=1.5',
      '_HLS_msn=1e3',
      '_HLS_msn=0x1',
      '_HLS_skip=NO',
    ],
    ...[
      `_HLS_msn=${firstMsn}&_HLS_part=`,
      `_HLS_msn=${firstMsn}&_HLS_msn=${firstMsn}`,
      '_HLS_msn=9999999999999',
    ],
    ...[`_HLS_msn=${firstMsn + 2}`, `_HLS_msn=${firstMsn + 2}&_HLS_part=0`],
    ...[`_HLS_msn=${firstMsn}&_HLS_part=14`, `_HLS_msn=${firstMsn + 1}&_HLS_part=13`],
  ]) {
    const reply = await get(`${playlist}?${query}`);
    t.equal(reply.status, 400, query);
    t.equal(codeOf(reply), 'request-invalid', query);
    t.match(reply.text, /"reason":"[^"]*_HLS_|"reason":"a directive/, query);
    t.equal(reply.headers['cache-control'], 'no-store', query);
  }
  t.equal(origin.figures().waiting, 0);
});

t.test('two segments ahead, and twelve parts, are waited for', async (t) => {
  const stand = await openStand(t);
  const asked = [stand.get(at(firstMsn + 1)), stand.get(at(firstMsn, 12))];
  await waiting(stand, 2);
  for (let part = 0; part < 2 * partsOfSegment; part += 1) stand.show.rendition('high').announce();
  for (const { status } of await Promise.all(asked)) t.equal(status, 200);
});

t.test('the hinted part is answered when it is there, byte for byte', async (t) => {
  const stand = await openStand(t);
  const sound = stand.show.rendition('sound');
  const asked = stand.get(hls(`sound/p${firstMsn}.0.m4s`));
  const head = stand.get(hls(`sound/p${firstMsn}.0.m4s`), {}, 'HEAD');
  await waiting(stand, 2);
  sound.announce();
  const { status, body, headers } = await asked;
  t.equal(status, 200);
  t.strictSame(body, sound.bytesOf({ msn: firstMsn, part: 0 }));
  t.equal(headers['content-type'], 'audio/mp4');
  t.match(headers['cache-control'], 'immutable');
  t.equal((await head).headers['content-length'], String(body.length));
});

t.test(
  'a hinted part whose segment ended without it is absent at once, and caches may know for 8 s',
  async (t) => {
    const stand = await openStand(t);
    const high = stand.show.rendition('high');
    high.announce();
    const asked = stand.get(hls(`high/p${firstMsn}.1.m4s`));
    await waiting(stand, 1);
    high.cut();
    const reply = await asked;
    t.equal(reply.status, 404);
    t.equal(codeOf(reply), 'media-absent');
    t.equal(reply.headers['cache-control'], 'public, max-age=8');
  },
);

t.test('no cache may keep that a part is absent which may come yet', async (t) => {
  const { get } = await openStand(t);
  const reply = await get(hls(`high/p${firstMsn}.1.m4s`));
  t.equal(reply.status, 404);
  t.equal(reply.headers['cache-control'], 'no-store');
});

t.test('what never comes within three target durations: 503 for a playlist, 404 for a part', async (t) => {
  const stand = await openStand(t);
  const startMs = performance.now();
  const [reload, part] = await Promise.all([
    stand.get(at(firstMsn, 0)),
    stand.get(hls(`high/p${firstMsn}.0.m4s`)),
  ]);
  t.equal(reload.status, 503);
  t.equal(reload.headers['retry-after'], '1');
  t.equal(reload.headers['cache-control'], 'no-store');
  t.equal(part.status, 404);
  t.equal(part.headers['cache-control'], 'public, max-age=8');
  const tookMs = reload.atMs - startMs;
  t.ok(tookMs >= 6000 && tookMs < 9000, `after ${Math.round(tookMs)} ms`);
  t.equal(stand.origin.figures().waiting, 0);
});

t.test('who goes away waits no more; when a show closes nobody does', async (t) => {
  const stand = await openStand(t);
  const gone = stand.get(at(firstMsn, 0));
  await waiting(stand, 1);
  const leaving = request({ host: '127.0.0.1', port: stand.origin.port, path: at(firstMsn, 0) });
  leaving.on('error', () => undefined);
  leaving.end();
  await waiting(stand, 2);
  leaving.destroy();
  await waiting(stand, 1);
  stand.show.isClosed = true;
  stand.shows.clear();
  t.equal((await gone).status, 503);
  t.equal(stand.show.rendition('high').listeners, 0, 'a closed show is not listened to');
});
