import { test } from 'tap';
import { Refusal } from '#protocol/errors.ts';
import { RealtimeStand, showId, stageState } from '#test/support/realtime-stand.ts';

const ask = { showId };
const open = { path: `/hls/${showId}/master.m3u8`, origin: { port: 4000 }, expiresAtMs: null };
const closed = { path: `/hls/~token/${showId}/master.m3u8`, origin: { port: 4000 } };
const replay = { path: `/hls/${showId}/replay.m3u8`, origin: null, expiresAtMs: null };
const wrongStatus = (status: string) => ({
  ok: false,
  error: { code: 'show-wrong-status', details: { status } },
});

test('a rehearsal is for the crew, with a token; the public is told that the show is still to come', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'rehearsal-started' });
  const [host, viewer] = [await stand.open('host'), await stand.open('viewer')];
  t.match(await host.request('stage.playlists', ask), { ok: true, result: closed });
  t.match(await viewer.request('stage.playlists', ask), wrongStatus('scheduled'));
});

test('a show on air, paused or not, is for everybody and needs no token', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'show-went-live' });
  const [host, viewer] = [await stand.open('host'), await stand.open('viewer')];
  for (const socket of [host, viewer]) {
    t.match(await socket.request('stage.playlists', ask), { ok: true, result: open });
  }
  stand.append({ type: 'show-paused', slate: { kind: 'standard' } });
  t.match(await viewer.request('stage.playlists', ask), { ok: true, result: open });
});

test('a show that is over has its replay, for everybody who may see the show', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'show-went-live' }, { type: 'show-ended' });
  const viewer = await stand.open('viewer');
  t.match(await viewer.request('stage.playlists', ask), { ok: true, result: replay });
  stand.append({ type: 'show-archived' });
  t.match(await viewer.request('stage.playlists', ask), { error: { code: 'show-not-found' } });
  const host = await stand.open('host');
  t.match(await host.request('stage.playlists', ask), { ok: true, result: replay });
});

test('that there is no replay, or no HLS, comes through as it is', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'show-went-live' }, { type: 'show-ended' });
  const viewer = await stand.open('viewer');
  stand.deps.playlists.replay = () => Promise.reject(new Refusal('replay-absent'));
  t.match(await viewer.request('stage.playlists', ask), {
    error: { code: 'replay-absent', temporary: false },
  });
  stand.deps.playlists.replay = () => Promise.reject(new Refusal('playlists-off'));
  t.match(await viewer.request('stage.playlists', ask), { error: { code: 'playlists-off' } });
});

test('a replay is erased by who runs the show, and once the show is over', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'show-went-live' });
  const [host, staff, viewer] = [
    await stand.open('host'),
    await stand.open('staff'),
    await stand.open('viewer'),
  ];
  t.match(await host.request('stage.delete-replay', ask), wrongStatus('live'));
  stand.append({ type: 'show-ended' });
  for (const socket of [staff, viewer]) {
    t.match(await socket.request('stage.delete-replay', ask), { error: { code: 'forbidden' } });
  }
  t.same(stand.erased, []);
  t.match(await host.request('stage.delete-replay', ask), { ok: true, result: {} });
  t.same(stand.erased, [showId]);
});

test('the public hears whether there is HLS while the show is on air, and not before', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'rehearsal-started' });
  const [host, viewer] = [await stand.open('host'), await stand.open('viewer')];
  t.match(await host.request('stage.observe', ask), { result: { stage: { fallback: 'live' } } });
  t.match(await viewer.request('stage.observe', ask), { result: { stage: { fallback: 'none' } } });
  stand.append({ type: 'show-went-live' });
  stand.signal({
    showId,
    name: 'stage.state',
    data: { showId, stage: { ...stageState, fallback: 'stalled' } },
  });
  await stand.clock.tick();
  t.match(viewer.signals('stage.state').at(-1), { stage: { fallback: 'stalled' } });
});
