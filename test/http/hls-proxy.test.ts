import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, constants } from 'node:http2';
import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'tap';
import { provideLocalCertificate } from '#http/certificate/local-certificate.ts';
import { openListeners } from '#http/listeners.ts';
import { Refusal } from '#protocol/errors.ts';
import { openHttpStand } from '../support/http-stand.ts';
import { openProxy, openUpstream, playlist, playlistsAt, showId } from './hls-upstream.ts';

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await delay(2);
};

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** `fetch` would tidy the path up and send a method of its own spelling; here it goes out as it is. */
async function send(origin: string, path: string, { method = 'GET', headers = {} }: Sent = {}) {
  const { hostname, port } = new URL(origin);
  const sent = request({ hostname, port, path, method, headers, agent: false });
  sent.end();
  // Node hands the answer to this event.
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

test('a playlist comes through with the caching that its worker gave it, and without the headers of a page', async (t) => {
  const { upstream, origin } = await openProxy(t);
  upstream.answer = (_request, response) => {
    response.setHeader('cache-control', 'public, max-age=12');
    response.setHeader('content-type', 'application/vnd.apple.mpegurl');
    response.setHeader('etag', '"7"');
    response.setHeader('set-cookie', 'a=b');
    response.setHeader('x-internal', 'yes');
    response.end('#EXTM3U\n');
  };
  const answer = await send(origin, `${playlist}?_HLS_msn=7&_HLS_part=2`);
  t.equal(answer.status, 200);
  t.equal(answer.body, '#EXTM3U\n');
  t.equal(upstream.requests[0]?.url, `${playlist}?_HLS_msn=7&_HLS_part=2`);
  t.match(answer.headers, {
    'cache-control': 'public, max-age=12',
    'content-type': 'application/vnd.apple.mpegurl',
    etag: '"7"',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  });
  for (const name of ['set-cookie', 'x-internal', 'content-security-policy', 'x-ratelimit-limit']) {
    t.notOk(name in answer.headers, name);
  }
  t.ok(JSON.stringify(answer.headers).length < 450, 'ten answers a second must stay small');
});

test('neither cookies nor tokens nor addresses of viewers reach the worker', async (t) => {
  const { upstream, origin } = await openProxy(t);
  const headers = {
    cookie: 'popstage_refresh=secret',
    authorization: 'Bearer secret',
    'x-forwarded-for': '192.0.2.1',
    'accept-encoding': 'gzip',
  };
  await send(origin, playlist, { headers });
  const seen = upstream.requests[0]?.headers ?? {};
  t.same(Object.keys(seen).toSorted(), ['accept-encoding', 'connection', 'host']);
});

test('a range and a conditional request come through, and HEAD has no body', async (t) => {
  const { upstream, origin } = await openProxy(t);
  upstream.answer = (asked, response) => {
    if (asked.headers['if-none-match'] !== undefined) response.writeHead(304).end();
    else {
      const range = { 'content-range': 'bytes 2-3/8', 'accept-ranges': 'bytes', 'content-length': '2' };
      response.writeHead(206, range).end(asked.method === 'HEAD' ? undefined : 'XT');
    }
  };
  const part = `/hls/${showId}/high/s5.m4s`;
  const ranged = await send(origin, part, { headers: { range: 'bytes=2-3' } });
  t.match(ranged, { status: 206, body: 'XT', headers: { 'content-range': 'bytes 2-3/8' } });
  t.equal(upstream.requests[0]?.headers.range, 'bytes=2-3');
  const head = await send(origin, part, { method: 'HEAD' });
  t.match(head, { status: 206, body: '', headers: { 'content-length': '2' } });
  t.equal(upstream.requests[1]?.method, 'HEAD');
  t.equal((await send(origin, part, { headers: { 'if-none-match': '"1"' } })).status, 304);
});

test('a blocking reload waits for its part and then streams', async (t) => {
  const { upstream, origin } = await openProxy(t);
  const waiting = Promise.withResolvers<ServerResponse>();
  upstream.answer = (_request, response) => waiting.resolve(response);
  const answer = send(origin, `${playlist}?_HLS_msn=8`);
  const response = await waiting.promise;
  const early = await Promise.race([answer, delay(300, 'none')]);
  t.equal(early, 'none');
  response.write('#EXTM3U\n');
  response.end('#EXT-X-PART\n');
  t.match(await answer, { status: 200, body: '#EXTM3U\n#EXT-X-PART\n' });
});

test('a viewer who goes takes his request along, waiting or half answered', async (t) => {
  const { upstream, origin, stand } = await openProxy(t);
  upstream.answer = (asked, response) => void (asked.url?.includes('p1') && response.write('half'));
  for (const path of [`${playlist}?_HLS_msn=9`, `/hls/${showId}/high/p1.0.m4s`]) {
    const gone = new AbortController();
    const before = upstream.requests.length;
    const fetched = fetch(`${origin}${path}`, { signal: gone.signal }).catch(() => undefined);
    await until(() => upstream.requests.length > before);
    await delay(20);
    gone.abort();
    await fetched;
    await until(() => upstream.given.length > before);
  }
  t.equal(upstream.given.length, 2);
  t.notMatch(stand.logged.join('\n'), /"level":[456]0/, 'and nobody calls that a fault');
});

test('what is none of our addresses never reaches a worker', async (t) => {
  const { upstream, origin } = await openProxy(t);
  const paths = [
    '/hls/',
    `/hls/${showId}/high/../../../stats`,
    `/hls/${showId}/%2e%2e/master.m3u8`,
    `/hls/${showId}/master.m3u8%0d%0ax`,
    `/hls/${showId}/master.m3u8%3fx`,
    `/hls/${showId}/etc/passwd`,
    `/hls//${showId}/master.m3u8`,
    `/hls/~a.b.c/~a.b.c/${showId}/master.m3u8`,
    `http://127.0.0.1:1${playlist}`,
  ];
  for (const path of paths) t.equal((await send(origin, path)).status, 404, path);
  for (const query of ['a=%0d%0a', `x=${'1'.repeat(300)}`, 'a=b?c', '_HLS_msn=<1>']) {
    t.equal((await send(origin, `${playlist}?${query}`)).status, 400, query);
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    t.equal((await send(origin, playlist, { method })).status, 404, method);
  }
  t.same(upstream.requests, []);
});

test('a page of somebody else may ask, and asks first without waking a worker', async (t) => {
  const { upstream, origin } = await openProxy(t);
  const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'GET' };
  const answer = await send(origin, playlist, { method: 'OPTIONS', headers });
  t.match(answer, {
    status: 204,
    headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD' },
  });
  t.notOk('access-control-allow-credentials' in answer.headers);
  t.same(upstream.requests, []);
});

test('beyond its limit the proxy says so at once, and goes on when somebody leaves', async (t) => {
  const { upstream, origin } = await openProxy(t, { hlsProxyRequests: 4 });
  const held: ServerResponse[] = [];
  upstream.answer = (_request, response) => void held.push(response);
  // One address has half of it.
  const waiting = [send(origin, playlist), send(origin, playlist)];
  await until(() => held.length === 2);
  const refused = await send(origin, playlist);
  t.match(refused, {
    status: 503,
    headers: { 'retry-after': '1', 'cache-control': 'no-store', 'access-control-allow-origin': '*' },
  });
  t.match(JSON.parse(refused.body), {
    error: { code: 'server-overloaded', details: { retryAfterMs: 1000 } },
  });
  t.equal((await send(origin, '/healthz')).status, 200);
  for (const response of held) response.end('done');
  await Promise.all(waiting);
  upstream.answer = (_request, response) => response.end('again');
  t.equal((await send(origin, playlist)).body, 'again');
});

test('players are not counted as visitors who ask too often', async (t) => {
  const { origin } = await openProxy(t, { requestsPerMinute: 5 });
  for (let count = 0; count < 20; count += 1) t.equal((await send(origin, playlist)).status, 200);
  t.equal((await send(origin, '/api/addresses')).status, 401, 'and use nothing of what a visitor has');
});

test('a worker that cannot be reached, or that serves nothing, is a temporary refusal', async (t) => {
  const { origin } = await openProxy(
    t,
    {},
    {
      upstreamOf: async () => ({ host: '127.0.0.1', port: 1, certificate: null }),
    },
  );
  const answer = await send(origin, playlist);
  t.match(answer, { status: 503, headers: { 'retry-after': '1', 'cache-control': 'no-store' } });
  t.match(JSON.parse(answer.body), { error: { code: 'stage-unavailable', temporary: true } });
  const off = await openProxy(t, {}, { upstreamOf: () => Promise.reject(new Refusal('playlists-off')) });
  t.equal((await send(off.origin, playlist)).status, 404);
});

test('no poster is no error: browsers would write one into the console of a page that only asked', async (t) => {
  const { upstream, origin } = await openProxy(t);
  const poster = `/hls/${showId}/poster.jpg`;
  upstream.answer = (_request, response) => response.writeHead(404).end('{}');
  t.match(await send(origin, `${poster}?turn=1`), {
    status: 204,
    body: '',
    headers: { 'cache-control': 'public, max-age=2', 'content-length': undefined },
  });
  t.equal((await send(origin, `/hls/${showId}/t1.jpg`)).status, 404, 'of nothing else');
  upstream.answer = (_request, response) =>
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end('jpeg');
  t.match(await send(origin, poster), {
    status: 200,
    body: 'jpeg',
    headers: { 'content-type': 'image/jpeg' },
  });
  for (const code of ['playlists-off', 'replay-absent', 'stage-unavailable'] as const) {
    const without = await openProxy(t, {}, { upstreamOf: () => Promise.reject(new Refusal(code)) });
    t.equal((await send(without.origin, poster)).status, 204, code);
  }
});

test('a connection that the worker closed meanwhile costs a try and no answer', async (t) => {
  const { upstream, origin } = await openProxy(t);
  await send(origin, playlist);
  const [first] = upstream.requests;
  upstream.answer = (asked, response) => {
    if (asked.socket === first?.socket) asked.socket.destroy();
    else response.end('fresh');
  };
  t.equal((await send(origin, playlist)).body, 'fresh');
});

test('on its way to another machine everything is encrypted, and only our own certificate is believed', async (t) => {
  const folders = ['one', 'other'].map((name) => mkdtempSync(join(tmpdir(), `popstage-${name}-`)));
  t.teardown(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  const pairs = folders.map((folder) => provideLocalCertificate(folder, [], Date.now()));
  const [ours, other] = await Promise.all(pairs);
  const secure = await openUpstream(t, ours);
  const proxy = (certificate = '') =>
    openProxy(t, {}, { upstreamOf: async () => ({ host: '127.0.0.1', port: secure.port, certificate }) });
  t.equal((await send((await proxy(ours?.certificate)).origin, playlist)).status, 200);
  t.equal((await send((await proxy(other?.certificate)).origin, playlist)).status, 503);
});

test('a token in a path reaches the worker and no line of the log', async (t) => {
  const { upstream, origin, stand } = await openProxy(t);
  const path = `/hls/~secrethead.secretbody.secretsignature/${showId}/master.m3u8`;
  t.equal((await send(origin, path)).status, 200);
  t.equal(upstream.requests[0]?.url, path);
  upstream.answer = (asked) => asked.socket.destroy();
  t.equal((await send(origin, path)).status, 503);
  for (const odd of [`${path}/x`, `${path}?a=%00`, path.replace('/hls/', '/hlsx/')]) await send(origin, odd);
  await send(origin, path, { method: 'POST' });
  const log = stand.logged.join('\n');
  t.match(log, /request answered/);
  t.notMatch(log, /secret/);
});

test('over HTTP/2 it is the same, and a stream that is cancelled is given up', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-h2-'));
  const certificate = await provideLocalCertificate(folder, [], Date.now());
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const upstream = await openUpstream(t);
  const { app } = await openHttpStand(t, {}, { playlists: playlistsAt(upstream.port) });
  const free = { host: '127.0.0.1', port: 0, isFixed: false };
  const listeners = await openListeners(app, { http: free, https: free }, certificate);
  t.teardown(() => listeners.close());
  const session = connect(`https://localhost:${listeners.https?.port}`, { rejectUnauthorized: false });
  t.teardown(() => session.destroy());
  const stream = session.request({ ':path': `${playlist}?_HLS_skip=YES` });
  // Node hands the headers of the answer to this event.
  const [headers] = (await once(stream, 'response')) as [Record<string, string>];
  t.match(headers, { ':status': 200, 'access-control-allow-origin': '*' });
  t.equal(await text(stream), '#EXTM3U\n');
  upstream.answer = () => undefined;
  const waiting = session.request({ ':path': playlist });
  waiting.on('error', () => undefined);
  await until(() => upstream.requests.length === 2);
  waiting.close(constants.NGHTTP2_CANCEL);
  await until(() => upstream.given.length === 1);
});

test('a server that ends does not wait for the next part', async (t) => {
  const { upstream, origin, stand } = await openProxy(t);
  upstream.answer = () => undefined;
  const answer = send(origin, `${playlist}?_HLS_msn=9`);
  await until(() => upstream.requests.length === 1);
  const endedAtMs = performance.now();
  await stand.app.close();
  t.ok(performance.now() - endedAtMs < 2_000, 'which would have come after ten seconds');
  t.equal((await answer).status, 503);
});
