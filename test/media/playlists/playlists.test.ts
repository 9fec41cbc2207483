import { setTimeout as delay } from 'node:timers/promises';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { test, type Test } from 'tap';
import { loadConfig, type Config } from '#config/load.ts';
import { Playlists } from '#media/playlists/playlists.ts';
import { playlistKeyOf } from '#media/playlists/playlist-token.ts';
import { playlistTokenAudience, readHlsPath } from '#protocol/hls.ts';
import { doubleStand } from '#test/support/worker-double.ts';
import { plan, showId } from '../media-stand.ts';

const secret = new Uint8Array(32).fill(7);
const keyOf = (id: string) => playlistKeyOf(secret, id);
const master = { showId, file: 'master.m3u8' };
const startMs = 1_800_000_000_000;

async function openPlaylists(t: Test, settings: Partial<Config> = {}) {
  const stand = await doubleStand(t, settings);
  const playlists = new Playlists({ ...stand, keyOf, nowMs: () => startMs });
  const found: (string | null)[] = [];
  stand.double.answers['hls.find-replay'] = ({ showId: id }) => ({
    durationS: found.includes(id) ? 60 : null,
  });
  return { ...stand, playlists, found };
}

test('a show on air has an open path, at the port that its worker told', async (t) => {
  const { playlists, stages } = await openPlaylists(t);
  await stages.apply(plan());
  t.same(await playlists.live(showId, true), {
    path: `/hls/${showId}/master.m3u8`,
    origin: { port: 4321 },
    expiresAtMs: null,
  });
});

test('a rehearsal has a token in its path, for this show, until it ends', async (t) => {
  const { playlists, stages } = await openPlaylists(t, { hlsTokenMs: 90_500 });
  await stages.apply(plan());
  const place = await playlists.live(showId, false);
  t.equal(place.expiresAtMs, startMs + 90_000, 'whole seconds, never later than said');
  const { token, file } = readHlsPath(place.path) ?? {};
  t.equal(file, 'master.m3u8');
  const key = Buffer.from(keyOf(showId), 'base64url');
  t.equal(key.length, 32);
  const rules = { audience: playlistTokenAudience, algorithms: ['HS256'], currentDate: new Date(startMs) };
  const { payload } = await jwtVerify(token ?? '', key, rules);
  t.same(payload, { aud: playlistTokenAudience, sub: showId, exp: (startMs + 90_000) / 1000 });
  t.same(decodeProtectedHeader(token ?? ''), { alg: 'HS256', typ: 'JWT' });
  const other = Buffer.from(keyOf('show-of-another'), 'base64url');
  await t.rejects(jwtVerify(token ?? '', other, rules), 'the key of another show is another key');
});

test('without HLS, without a stage and without a replay it is said which of these it is', async (t) => {
  const off = await openPlaylists(t, { hls: false });
  await t.rejects(off.playlists.live(showId, true), { code: 'playlists-off' });
  await t.rejects(off.playlists.replay(showId), { code: 'playlists-off' });
  await t.rejects(off.playlists.deleteReplay(showId), { code: 'playlists-off' });
  await t.rejects(off.playlists.upstreamOf(master), { code: 'playlists-off' });
  t.same(off.playlists.sourcesFor('stall.local'), []);
  await off.playlists.known();
  const { playlists } = await openPlaylists(t);
  await t.rejects(playlists.live(showId, true), { code: 'stage-unavailable' });
  await t.rejects(playlists.replay(showId), { code: 'replay-absent' });
  await t.rejects(playlists.upstreamOf(master), { code: 'stage-unavailable' });
  const replay = { showId, file: 'high/replay.m3u8' };
  await t.rejects(playlists.upstreamOf(replay), { code: 'replay-absent' });
});

test('a worker that serves no HLS leaves the web port, and that has nothing to pass on', async (t) => {
  const { playlists, stages, double, relink } = await openPlaylists(t);
  double.hlsPort = null;
  await relink();
  await stages.apply(plan());
  t.equal((await playlists.live(showId, true)).origin, null);
  await t.rejects(playlists.upstreamOf(master), { code: 'stage-unavailable' });
});

test('a replay is found once for all who ask, and a lack of it is asked for again', async (t) => {
  const { playlists, double, found } = await openPlaylists(t);
  found.push(showId);
  const asked = [playlists.replay(showId), playlists.replay(showId), playlists.upstreamOf(master)];
  const [place] = await Promise.all(asked);
  t.same(place, { path: `/hls/${showId}/replay.m3u8`, origin: { port: 4321 }, expiresAtMs: null });
  t.equal(double.paramsOf('hls.find-replay').length, 1);
  t.same(await playlists.upstreamOf(master), { host: '127.0.0.1', port: 4321, certificate: null });
});

test('an erased replay is gone at once, and erasing it again does no harm', async (t) => {
  const { playlists, double, found } = await openPlaylists(t);
  found.push(showId);
  await playlists.replay(showId);
  double.answers['hls.delete-replay'] = ({ showId: id }) => {
    found.splice(found.indexOf(id), 1);
    return {};
  };
  await playlists.deleteReplay(showId);
  await playlists.deleteReplay(showId);
  await t.rejects(playlists.replay(showId), { code: 'replay-absent' });
});

test('nobody is told that a replay is erased while a worker that may hold it is away', async (t) => {
  const { playlists, double } = await openPlaylists(t);
  await double.close();
  await t.rejects(playlists.deleteReplay(showId), { code: 'stage-unavailable' });
});

test('pages may fetch from the port of their own host, also while its worker is away for a moment', async (t) => {
  const { playlists, stages, relink } = await openPlaylists(t);
  await playlists.known();
  const ofWorker = ['http://stall.local:4321', 'https://stall.local:4321'];
  t.same(playlists.sourcesFor('stall.local'), ofWorker);
  const linked = relink();
  while (stages.workers.up.length > 0) await delay(1);
  t.same(playlists.sourcesFor('stall.local'), ofWorker);
  await linked;
});

test('a port that is set is known before there is a worker', async (t) => {
  const { double, stages } = await doubleStand(t);
  await double.close();
  while (stages.workers.up.length > 0) await delay(1);
  const config = loadConfig({}, { hlsPort: 8480 });
  const playlists = new Playlists({ config, stages, keyOf, nowMs: () => startMs });
  await playlists.known();
  t.same(playlists.sourcesFor('[::1]'), ['http://[::1]:8480', 'https://[::1]:8480']);
});

test('where an edge stands in front, pages know nothing else', async (t) => {
  const { playlists, stages } = await openPlaylists(t, { hlsUrl: 'https://edge.example' });
  await playlists.known();
  t.same(playlists.sourcesFor('stall.local'), ['https://edge.example']);
  await stages.apply(plan());
  t.same((await playlists.live(showId, true)).origin, { url: 'https://edge.example' });
});
