import { test } from 'tap';
import type { PlaylistPlace } from '#protocol/methods/stage.ts';
import {
  directOrigin,
  renditionOf,
  rewriteAddress,
} from '../../../client-demo/src/player/playlist-address.ts';
import { createPlaylistSource } from '../../../client-demo/src/player/playlist-source.ts';
import { lastSegmentIn } from '../../../client-demo/src/player/line-probe.ts';
import { tableError } from '../../../client-demo/src/live/outcome.ts';
import { FakeTime } from '../live/fake-time.ts';

const page = { protocol: 'https:', hostname: 'shop.test', origin: 'https://shop.test' };
const place: PlaylistPlace = { path: '/hls/show-one/master.m3u8', origin: { port: 8443 }, expiresAtMs: null };
const withToken: PlaylistPlace = { ...place, path: '/hls/~a.b.c/show-one/master.m3u8', expiresAtMs: 100_000 };

/** What each origin does: answers after so long, or never does. */
const stand = (latencies: Readonly<Record<string, number | 'never' | 'refused'>>, first = place) => {
  const time = new FakeTime();
  const asked: string[] = [];
  let current = first;
  let requests = 0;
  let refusal: ReturnType<typeof tableError> | null = null;
  const unreachable = new Set<string>();
  const source = createPlaylistSource({
    socket: {
      // Only `stage.playlists` is asked for here.
      request: (async () => {
        requests += 1;
        return refusal === null ? { ok: true, value: current } : { ok: false, error: refusal };
      }) as never,
    },
    showId: 'show-one',
    time,
    serverNowMs: () => time.nowMs(),
    page,
    fetch: (url, { signal }) =>
      new Promise((resolve, reject) => {
        asked.push(url);
        const latency = latencies[new URL(url).origin] ?? 'never';
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
        if (latency === 'refused') reject(new Error('refused'));
        else if (latency !== 'never') time.after(latency, () => resolve(new Response('#EXTM3U')));
      }),
    unreachable,
  });
  return {
    time,
    asked,
    source,
    unreachable,
    requests: () => requests,
    give: (next: PlaylistPlace) => (current = next),
    refuse: (error: typeof refusal) => (refusal = error),
  };
};

const direct = 'https://shop.test:8443';

void test('the port is of the page’s own host and protocol; an edge stands for itself', async (t) => {
  t.equal(directOrigin(place, page), direct);
  t.equal(directOrigin({ ...place, origin: { url: 'https://edge.test' } }, page), 'https://edge.test');
  t.equal(directOrigin({ ...place, origin: null }, page), null);
});

void test('an address is put under the token and the origin of now, and nothing else is touched', async (t) => {
  const base = { origin: 'https://shop.test', folder: '/hls/~d.e.f/show-one/', file: 'master.m3u8' };
  t.equal(
    rewriteAddress(`${direct}/hls/~a.b.c/show-one/high/live.m3u8?_HLS_msn=7&_HLS_part=2`, base),
    'https://shop.test/hls/~d.e.f/show-one/high/live.m3u8?_HLS_msn=7&_HLS_part=2',
  );
  t.equal(
    rewriteAddress(`${direct}/hls/show-one/low/p12.3.m4s`, base),
    'https://shop.test/hls/~d.e.f/show-one/low/p12.3.m4s',
  );
  t.equal(rewriteAddress('blob:https://shop.test/1', base), 'blob:https://shop.test/1');
  t.equal(renditionOf(`${direct}/hls/show-one/high/live.m3u8`), 'high');
});

void test('the worker’s own port is taken where it answers, and the server is not bothered', async (t) => {
  const { source, time, asked, unreachable } = stand({ [direct]: 60, [page.origin]: 10 });
  const opening = source.open();
  await time.advance(2000);
  t.equal((await opening)?.base.origin, direct);
  t.same(asked, [`${direct}/hls/show-one/master.m3u8`]);
  t.equal(unreachable.size, 0);
});

void test('a port that never answers costs a second once, and is left alone afterwards', async (t) => {
  const { source, time, asked, unreachable } = stand({ [direct]: 'never', [page.origin]: 50 });
  const opening = source.open();
  await time.advance(1000);
  t.equal((await opening)?.base.origin, page.origin);
  t.ok(unreachable.has(direct), 'it is remembered');
  asked.length = 0;
  const again = source.open();
  await time.advance(1000);
  t.equal((await again)?.base.origin, page.origin);
  t.same(asked, [`${page.origin}/hls/show-one/master.m3u8`]);
});

void test('a port that refuses is passed over at once', async (t) => {
  const { source, time } = stand({ [direct]: 'refused', [page.origin]: 50 });
  const opening = source.open();
  await time.advance(100);
  t.equal((await opening)?.base.origin, page.origin);
});

void test('what was found ahead of need is there at once, for a moment', async (t) => {
  const { source, time, asked, requests } = stand({ [direct]: 'never', [page.origin]: 50 });
  const preparing = source.prepare();
  await time.advance(1000);
  await preparing;
  t.equal((await source.open())?.base.origin, page.origin, 'with no further request');
  t.equal(requests(), 1);
  asked.length = 0;
  const again = source.open();
  await time.advance(100);
  t.equal((await again)?.text, '#EXTM3U');
  t.same(asked, [`${page.origin}/hls/show-one/master.m3u8`], 'once only');
});

void test('who needs no multivariant playlist is told the place that was found, with no request', async (t) => {
  const { source, time, asked } = stand({ [direct]: 60 });
  const first = source.open('where');
  await time.advance(100);
  t.equal((await first)?.text, '#EXTM3U', 'found first');
  asked.length = 0;
  t.same(await source.open('where'), { base: source.base(), text: null });
  t.same(asked, []);
});

void test('whoever opens while it is being found waits for that', async (t) => {
  const { source, time, asked } = stand({ [direct]: 60 });
  const preparing = source.prepare();
  const opening = source.open();
  await time.advance(100);
  await preparing;
  t.equal((await opening)?.base.origin, direct);
  t.equal(asked.length, 1);
});

void test('a token is renewed in time, and addresses of before lead to the new one', async (t) => {
  const { source, time, give, requests } = stand({ [direct]: 10 }, withToken);
  const opening = source.open();
  await time.advance(100);
  await opening;
  t.match(source.base()?.folder, /~a\.b\.c/);
  give({ ...withToken, path: '/hls/~d.e.f/show-one/master.m3u8', expiresAtMs: 900_000 });
  await time.advance(90_000);
  t.equal(requests(), 2);
  t.match(source.base()?.folder, /~d\.e\.f/);
  t.equal(source.base()?.origin, direct);
  source.close();
});

void test('a server without HLS is a refusal for good, a stage that is being rebuilt is not', async (t) => {
  const { source, refuse } = stand({});
  refuse(tableError('playlists-off'));
  t.equal(await source.open(), null);
  t.ok(source.isRefused());
  refuse(tableError('stage-unavailable'));
  t.equal(await source.open(), null);
  t.notOk(source.isRefused());
});

void test('the line is measured by the newest whole segment', async (t) => {
  t.equal(
    lastSegmentIn('#EXTM3U\n#EXTINF:2,\ns7.m4s\n#EXTINF:2,\ns8.m4s\n#EXT-X-PART:URI="p9.0.m4s"\n'),
    's8.m4s',
  );
  t.equal(lastSegmentIn('#EXTM3U\n'), null);
});
