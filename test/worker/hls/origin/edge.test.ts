import { setTimeout } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { signPlaylistToken } from '#media/playlists/playlist-token.ts';
import { startEdge } from './edge.ts';
import { firstMsn, partsOfSegment } from './hand-made-show.ts';
import { fetchFrom, hls, openStand, showId, tokenKey, waiting, type Reply } from './origin-stand.ts';

const viewers = 50;
const reload = hls(`high/live.m3u8?_HLS_msn=${firstMsn}&_HLS_part=1`);

async function openEdge(t: Test) {
  const stand = await openStand(t);
  stand.show.rendition('high').announce();
  const edge = await startEdge(t, stand.origin.port);
  const fetched = async (
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<Reply> => fetchFrom(edge.port, path, { headers, method });
  return { stand, edge, fetched };
}

const sign = async (lifeMs: number, id = showId): Promise<string> =>
  (await signPlaylistToken(tokenKey, id, { nowMs: Date.now(), lifeMs })).token;

t.test('fifty identical reloads that block are one at the origin', async (t) => {
  const { stand, fetched } = await openEdge(t);
  // The edge asks once about the show, whose answer it keeps.
  await fetched(hls('master.m3u8'));
  const before = stand.origin.figures().requests;
  const asked = Array.from({ length: viewers }, () => fetched(reload));
  await waiting(stand, 1);
  // Long enough for all fifty to be there and to look twice whether the first one is answered.
  await setTimeout(700);
  t.equal(stand.origin.figures().waiting, 1);
  const announcedMs = performance.now();
  stand.show.rendition('high').announce();
  const replies = await Promise.all(asked);
  for (const { status, text, headers } of replies) {
    t.equal(status, 200);
    t.match(text, `#NEXT:${firstMsn}.2`);
    t.equal(headers['access-control-allow-origin'], '*');
  }
  const lateMs = replies.map(({ atMs }) => atMs - announcedMs);
  t.comment(
    `after the part: first ${Math.min(...lateMs).toFixed()} ms, last ${Math.max(...lateMs).toFixed()} ms`,
  );
  t.ok(Math.max(...lateMs) < 1000, 'nginx looks twice a second');
  // What else came is that the edge asked again whether the show is open; it does so every two seconds.
  const checks = 1;
  t.ok(stand.origin.figures().requests - before <= 1 + checks, 'one, and a check');
});

t.test('a part comes as the origin has it, whole and in ranges, and once from there', async (t) => {
  const { stand, fetched } = await openEdge(t);
  const path = hls(`high/p${firstMsn}.0.m4s`);
  const whole = stand.show.rendition('high').bytesOf({ msn: firstMsn, part: 0 });
  t.strictSame((await fetched(path)).body, whole);
  const again = await fetched(`${path}?session=7&_HLS_msn=3`);
  t.strictSame(again.body, whole);
  t.equal(again.headers['x-cache'], 'HIT', 'whatever the query says');
  t.strictSame((await fetched(path, { range: 'bytes=10-19' })).body, whole.subarray(10, 20));
  t.equal((await fetched(path, {}, 'HEAD')).headers['content-length'], String(whole.length));
  t.equal((await fetched(path, {}, 'OPTIONS')).status, 204);
});

t.test('directives are part of the key and of what the origin is asked', async (t) => {
  const { stand, fetched } = await openEdge(t);
  for (let part = 1; part < partsOfSegment; part += 1) stand.show.rendition('high').announce();
  const path = hls('high/live.m3u8');
  t.match((await fetched(`${path}?_HLS_skip=YES&_HLS_msn=${firstMsn}`)).text, '#EXT-X-SKIP');
  t.notMatch((await fetched(`${path}?_HLS_msn=${firstMsn}`)).text, '#EXT-X-SKIP');
  const other = await fetched(`${path}?_HLS_msn=${firstMsn}&_HLS_skip=YES&viewer=9`);
  t.equal(other.headers['x-cache'], 'HIT', 'in any order');
  t.equal((await fetched(`${path}?_HLS_part=1`)).status, 400);
  t.equal((await fetched(`${path}?_HLS_msn=${firstMsn + 9}`)).status, 400);
});

t.test('viewers of a private show share what is kept, each with a token of his own', async (t) => {
  const { stand, edge, fetched } = await openEdge(t);
  stand.shows.set(showId, { publication: stand.show, isPublic: false, tokenKey });
  const [one, two] = [await sign(60_000), await sign(120_000)];
  t.not(one, two);
  const file = `high/p${firstMsn}.0.m4s`;
  const first = await fetched(`/hls/~${one}/${showId}/${file}`);
  t.equal(first.status, 200);
  t.equal(first.headers['x-cache'], 'MISS');
  const second = await fetched(`/hls/~${two}/${showId}/${file}`);
  t.equal(second.headers['x-cache'], 'HIT');
  t.strictSame(second.body, first.body);
  const foreign = await sign(60_000, 'show-00000002');
  for (const token of ['~a.b.c/', `~${foreign}/`, `~${one.slice(0, -4)}AAAA/`, '']) {
    t.equal((await fetched(`/hls/${token}${showId}/${file}`)).status, 403, 'though it is in the cache');
  }
  await edge.stop();
  const log = edge.accessLog();
  t.match(log, `${showId}/${file}`);
  t.notOk(log.includes(one), 'no token is logged');
});

t.test('a token that ended opens no more, within the seconds that an answer is kept', async (t) => {
  const { stand, fetched } = await openEdge(t);
  stand.shows.set(showId, { publication: stand.show, isPublic: false, tokenKey });
  const path = `/hls/~${await sign(2000)}/${showId}/master.m3u8`;
  t.equal((await fetched(path)).status, 200);
  const deadlineMs = performance.now() + 8000;
  let status = 200;
  while (status === 200 && performance.now() < deadlineMs) {
    await setTimeout(250);
    ({ status } = await fetched(path));
  }
  t.equal(status, 403);
});

t.test('what the origin refuses for a moment is not kept', async (t) => {
  const { stand, fetched } = await openEdge(t);
  const path = hls(`high/p${firstMsn}.2.m4s`);
  t.equal((await fetched(path)).status, 404);
  stand.show.rendition('high').announce();
  stand.show.rendition('high').announce();
  t.equal((await fetched(path)).status, 200);
});

t.test('nothing else gets through an edge', async (t) => {
  const { stand, fetched } = await openEdge(t);
  const before = stand.origin.figures().requests;
  for (const path of [
    '/',
    '/hls-auth',
    `/hls-auth/${showId}`,
    '/metrics',
    hls('../../x.mp4'),
    hls('%2e%2e/x.mp4'),
  ]) {
    t.equal((await fetched(path)).status, 404, path);
  }
  t.equal(stand.origin.figures().requests, before);
});
