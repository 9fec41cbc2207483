import { test } from 'tap';
import type { HttpDeps } from '#http/http-deps.ts';
import { openHttpStand } from '../support/http-stand.ts';
import { playlistsAt } from './hls-upstream.ts';

const withSources = (sourcesFor: HttpDeps['playlists']['sourcesFor']): HttpDeps['playlists'] => ({
  ...playlistsAt(1),
  sourcesFor,
});
const ofWorker = (host: string) => [`http://${host}:4321`, `https://${host}:4321`];

test("a page may fetch playlists and pictures from the worker's port on its own host, and load no script there", async (t) => {
  const { app } = await openHttpStand(t, {}, { playlists: withSources(ofWorker) });
  const { headers } = await app.inject({ url: '/', headers: { host: 'stall.local:8443' } });
  const policy = String(headers['content-security-policy']);
  const sources = 'http://stall.local:4321 https://stall.local:4321';
  const sockets = 'ws://stall.local:8443 wss://stall.local:8443';
  t.ok(policy.includes(`connect-src 'self' ${sockets} ${sources};`), policy);
  t.ok(policy.includes(`media-src 'self' blob: ${sources};`), policy);
  t.ok(policy.includes(`img-src 'self' data: blob: ${sources};`), policy);
  t.ok(policy.includes("script-src 'self';"), policy);
  t.notMatch(policy, /wss?:\/\/stall\.local:4321/);
});

test('each host name is told its own, and a strange one nothing', async (t) => {
  const { app } = await openHttpStand(t, {}, { playlists: withSources(ofWorker) });
  const policyFor = async (host: string): Promise<string> =>
    String((await app.inject({ url: '/', headers: { host } })).headers['content-security-policy']);
  t.match(await policyFor('192.0.2.7:8080'), /media-src 'self' blob: http:\/\/192\.0\.2\.7:4321 /);
  t.match(await policyFor('other.local'), /media-src 'self' blob: http:\/\/other\.local:4321 /);
  t.match(await policyFor('a;b'), /media-src 'self' blob:;/);
});

test('an origin that could end its directive is left out', async (t) => {
  const sources = ["https://edge.example; script-src 'unsafe-inline'", 'https://edge.example'];
  const { app } = await openHttpStand(t, {}, { playlists: withSources(() => sources) });
  const { headers } = await app.inject({ url: '/', headers: { host: 'stall.local' } });
  t.match(headers['content-security-policy'], /media-src 'self' blob: https:\/\/edge\.example;/);
  t.notMatch(headers['content-security-policy'], /unsafe/);
});

test('a page that is opened while the worker starts waits for its port; nothing else does', async (t) => {
  const worker = Promise.withResolvers<void>();
  const found: string[] = [];
  const playlists = { ...withSources(() => found), known: () => worker.promise };
  const { app } = await openHttpStand(t, {}, { playlists });
  t.equal((await app.inject('/healthz')).statusCode, 200);
  t.equal((await app.inject({ url: '/assets/app-1a2b3c.js', headers: { accept: '*/*' } })).statusCode, 200);
  const page = app.inject({ url: '/watch/show-00000001', headers: { accept: 'text/html' } });
  found.push('https://stall.local:4321');
  worker.resolve();
  t.match(
    (await page).headers['content-security-policy'],
    /media-src 'self' blob: https:\/\/stall\.local:4321;/,
  );
});
