import t from 'tap';
import { signPlaylistToken } from '#media/playlists/playlist-token.ts';
import { firstMsn } from './hand-made-show.ts';
import { codeOf, hls, openStand, showId, tokenKey, type Stand } from './origin-stand.ts';

const files = ['master.m3u8', 'high/live.m3u8', 'high/i0.mp4', `high/p${firstMsn}.0.m4s`, 'poster.jpg'];

function makePrivate({ shows, show, files: kept }: Stand, key = tokenKey): void {
  shows.set(showId, { publication: show, isPublic: false, tokenKey: key });
  show.rendition('high').announce();
  const picture = { contentType: 'image/jpeg', isImmutable: false, body: Buffer.from('x') };
  kept.set(`${showId}/poster.jpg`, picture);
}

const sign = async (lifeMs = 60_000, id = showId, key = tokenKey): Promise<string> =>
  (await signPlaylistToken(key, id, { nowMs: Date.now(), lifeMs })).token;

t.test('a private show opens to its token and to nothing else', async (t) => {
  const stand = await openStand(t);
  makePrivate(stand);
  const { get, log } = stand;
  const good = await sign();
  const other = Buffer.alloc(32, 8).toString('base64url');
  const [header = '', payload = ''] = good.split('.');
  const bad = {
    'of another show': await sign(60_000, 'show-00000002'),
    'of another key': await sign(60_000, showId, other),
    expired: await sign(-1000),
    'without a signature': `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.x`,
    'of nonsense': `${header}.${payload}.AAAA`,
  };
  for (const file of files) {
    t.equal((await get(`/hls/~${good}/${showId}/${file}`)).status, 200, file);
    const without = await get(hls(file));
    t.equal(without.status, 403, `${file} without a token`);
    t.equal(codeOf(without), 'playlists-refused');
    t.equal(without.headers['cache-control'], 'no-store');
    t.equal(without.headers['access-control-allow-origin'], '*');
    for (const [what, token] of Object.entries(bad)) {
      t.equal((await get(`/hls/~${token}/${showId}/${file}`)).status, 403, `${file}: a token ${what}`);
    }
  }
  t.notOk(
    log.some((line) => line.includes(good)),
    'no token is logged',
  );
});

t.test('a token is good until its end, though it was checked before', async (t) => {
  const stand = await openStand(t);
  makePrivate(stand);
  const token = await sign(1000);
  const path = `/hls/~${token}/${showId}/master.m3u8`;
  const first = await stand.get(path);
  // Tokens end at whole seconds, so this one may have been over when it was made.
  const endMs = Math.floor((Date.now() + 1000) / 1000) * 1000;
  t.ok(first.status === 200 || Date.now() >= endMs - 1000);
  while (Date.now() < endMs + 5) await new Promise((resolve) => setTimeout(resolve, 20));
  t.equal((await stand.get(path)).status, 403);
});

t.test('a show that is set up anew under another key does not open to its old tokens', async (t) => {
  const stand = await openStand(t);
  makePrivate(stand);
  const path = `/hls/~${await sign()}/${showId}/master.m3u8`;
  t.equal((await stand.get(path)).status, 200);
  makePrivate(stand, Buffer.alloc(32, 9).toString('base64url'));
  t.equal((await stand.get(path)).status, 403);
});

t.test('an edge is told in one word whether a token opens a show', async (t) => {
  const stand = await openStand(t);
  const { get } = stand;
  t.equal((await get(`/hls-auth/${showId}`)).status, 204, 'a public show needs none');
  makePrivate(stand);
  const yes = await get(`/hls-auth/~${await sign()}/${showId}`);
  t.equal(yes.status, 204);
  t.equal(yes.headers['cache-control'], 'public, max-age=2');
  t.equal(yes.body.length, 0);
  t.equal((await get(`/hls-auth/~a.b.c/${showId}`)).status, 403);
  t.equal((await get(`/hls-auth/${showId}`)).status, 403);
  t.equal((await get('/hls-auth/nothing/at/all')).status, 404);
});

t.test('a token in front of a public show does no harm', async (t) => {
  const { get } = await openStand(t);
  t.equal((await get(`/hls/~a.b.c/${showId}/master.m3u8`)).status, 200);
});
