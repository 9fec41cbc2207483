import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as HLS from 'hls-parser';
import t from 'tap';
import { signPlaylistToken } from '#media/playlists/playlist-token.ts';
import type { HlsFigures } from '#protocol/worker-rpc/calls.ts';
import { checkStream } from '../../scripts/hls-check/check-stream.ts';
import { childrenOf } from '../../bench/process-usage.ts';
import { mediaStand, plan, saysLive, showId, type MediaStand } from './media-stand.ts';

t.setTimeout(240_000);
HLS.setOptions({ silent: true });

const demoId = 'source-of-demo';
const tokenKey = Buffer.alloc(32, 7).toString('base64url');
const open = { isPublic: true, tokenKey, keepsReplay: false };
const onAir = {
  programmeSourceId: demoId,
  microphoneSourceId: demoId,
  sources: [{ sourceId: demoId, kind: 'clip' as const }],
};
const renditions = ['high', 'middle', 'low', 'sound', 'thrift'];

async function demo(t: Parameters<typeof mediaStand>[0], hls = open): Promise<MediaStand> {
  const stand = await mediaStand(t, { hls: true, hlsPosterMs: 1000 });
  await stand.stages.apply(plan({ ...onAir, hls }));
  await stand.stages.feed(showId, demoId, { kind: 'demo' });
  await stand.signal(saysLive(demoId, true), 30_000);
  return stand;
}

const address = ({ stages }: MediaStand, file: string, token = ''): string =>
  `http://127.0.0.1:${stages.workers.all[0]?.greeting?.hlsPort}/hls/${token}${showId}/${file}`;

const says = (fallback: string) => (signal: Parameters<Parameters<MediaStand['signal']>[0]>[0]) =>
  signal.name === 'stage.state' && signal.data.stage.fallback === fallback;

async function figures({ stages }: MediaStand): Promise<HlsFigures | undefined> {
  return (await stages.workers.figures())[0]?.hls[0];
}

/** The parsed playlist once it has `segments` whole ones. */
async function playlist(stand: MediaStand, name: string, segments: number, token = '') {
  for (const untilMs = performance.now() + 20_000; performance.now() < untilMs; await delay(100)) {
    const answer = await fetch(address(stand, `${name}/live.m3u8`, token));
    if (!answer.ok) continue;
    const text = await answer.text();
    const parsed = HLS.parse(text);
    if (parsed.isMasterPlaylist) throw new Error('no media playlist');
    if (text.split('#EXTINF').length > segments) return { parsed, text };
  }
  throw new Error(`${name} has no ${segments} segments in 20 s`);
}

/** A zombie has no command line any more. */
function isAlive(processId: number): boolean {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

t.test('what is on air can be fetched in every rendition, without a gap', async (t) => {
  const stand = await demo(t);
  await stand.signal(says('live'), 15_000);
  const master = HLS.parse(await (await fetch(address(stand, 'master.m3u8'))).text());
  t.ok(master.isMasterPlaylist && master.variants.length === 4);
  for (const name of renditions) {
    const { parsed, text } = await playlist(stand, name, 3);
    t.notMatch(text, 'GAP', `${name} lacks nothing`);
    const [first] = parsed.segments;
    const map = await fetch(address(stand, `${name}/${first?.map?.uri}`));
    const bytes = await fetch(address(stand, `${name}/${first?.uri}`));
    t.equal(map.status, 200);
    t.equal(bytes.status, 200);
    t.match(map.headers.get('cache-control'), 'immutable');
  }
  t.equal((await fetch(address(stand, 'poster.jpg'))).headers.get('content-type'), 'image/jpeg');
  t.match(await figures(stand), { showId, runs: 1 });
});

t.test('a held show is a valid stream, too', async (t) => {
  const stand = await demo(t);
  await stand.signal(says('live'), 15_000);
  await playlist(stand, 'high', 1);
  await stand.stages.apply(plan({ ...onAir, isHeld: true, hls: open }));
  const { verdicts } = await checkStream(address(stand, 'master.m3u8'), 12);
  for (const { rule, checked, broken, examples } of verdicts)
    t.equal(broken, 0, `${rule}: ${broken} of ${checked}; ${examples.join('; ')}`);
  t.match(await figures(stand), { runs: 2 }, 'the slate was shown');
});

t.test('the public gets a publication of its own, without what was rehearsed', async (t) => {
  const stand = await demo(t, { ...open, isPublic: false });
  await stand.signal(says('live'), 15_000);
  const { token } = await signPlaylistToken(tokenKey, showId, { nowMs: Date.now(), lifeMs: 60_000 });
  const rehearsed = await playlist(stand, 'high', 2, `~${token}/`);
  t.equal((await fetch(address(stand, 'high/live.m3u8'))).status, 403);
  const [segment] = rehearsed.parsed.segments;
  const lastMsn = (segment?.mediaSequenceNumber ?? 0) + rehearsed.parsed.segments.length;
  await stand.stages.apply(plan({ ...onAir, hls: { ...open, keepsReplay: true } }));
  const shown = await playlist(stand, 'high', 2);
  t.ok((shown.parsed.segments[0]?.mediaSequenceNumber ?? 0) >= lastMsn, 'numbers go on');
  t.not(shown.parsed.segments[0]?.map?.uri, segment?.map?.uri, 'and so do those of maps');
  t.equal((await fetch(address(stand, `high/${segment?.uri}`))).status, 404, 'what was rehearsed is gone');
  const programMs = shown.parsed.segments[0]?.programDateTime?.getTime() ?? 0;
  await stand.stages.close(showId);
  const [link] = stand.stages.workers.all;
  const { durationS } = (await link?.call('hls.find-replay', { showId })) ?? {};
  t.ok((durationS ?? 0) >= 3.9, `a replay of ${durationS} s is kept`);
  const replay = HLS.parse(await (await fetch(address(stand, 'high/replay.m3u8'))).text());
  t.equal(
    'segments' in replay && replay.segments[0]?.programDateTime?.getTime(),
    programMs,
    'it begins with what was public',
  );
});

t.test('a show goes on over the death of a core and of its worker, and nothing is left behind', async (t) => {
  const stand = await demo(t);
  await stand.signal(says('live'), 15_000);
  const before = await playlist(stand, 'sound', 2);
  const [core = 0] = (await stand.stages.workers.figures())[0]?.coreProcessIds ?? [];
  stand.signals.length = 0;
  process.kill(core, 'SIGKILL');
  await stand.signal((signal) => signal.name === 'stage.state' && signal.data.stage.incarnation === 2);
  await stand.signal(says('live'));
  const after = await playlist(stand, 'sound', before.parsed.segments.length + 3);
  t.match(after.text, '#EXT-X-DISCONTINUITY\n', 'the same playlist goes on');
  const [workerId = 0] = stand.stages.workers.processIds();
  const children = await childrenOf(workerId);
  t.ok(children.length >= 3, 'a mediasoup Worker, the ffmpeg of the feed and that of the renditions');
  process.kill(workerId, 'SIGKILL');
  await stand.signal((signal) => signal.name === 'stage.reset', 15_000);
  // One that only reads ends when it has waited long enough for a packet.
  for (let waits = 0; waits < 400 && children.some(isAlive); waits += 1) await delay(100);
  t.same(children.filter(isAlive), [], 'nothing outlives a worker that was killed');
});

t.test(
  'an ffmpeg that is killed is replaced; one that hangs shows as a stall and is replaced as well',
  async (t) => {
    const stand = await demo(t);
    await stand.signal(says('live'), 15_000);
    for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
      const { processId = 0, runs = 0 } = (await figures(stand)) ?? {};
      process.kill(processId ?? 0, signal);
      for (let waits = 0; waits < 100 && ((await figures(stand))?.runs ?? 0) === runs; waits += 1)
        await delay(100);
      await delay(2500);
      const now = await figures(stand);
      t.ok((now?.partAgeMs ?? Infinity) < 1500, `parts come again after ${signal}`);
      t.equal(isAlive(processId ?? 0), false);
    }
  },
);

t.test('a worker that ends takes its ffmpeg along', async (t) => {
  const stand = await demo(t);
  await stand.signal(says('live'), 15_000);
  const { processId = 0 } = (await figures(stand)) ?? {};
  await stand.stages.shutdown();
  for (let waits = 0; waits < 60 && isAlive(processId ?? 0); waits += 1) await delay(50);
  t.equal(isAlive(processId ?? 0), false);
});
