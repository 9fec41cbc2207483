/**
 * LL-HLS for a long time: the demo stage, followed in every rendition, while its ffmpeg is killed or stopped, the show
 * is held, a mediasoup Worker or the whole media worker is killed with -9. What was announced must never change or go
 * back, every fault must be over in time, memory must stand, and the replay must be there in the end. SOAK_MINUTES
 * (10), SOAK_SEED. Exits with 0 when all held.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { renditionNames } from '#worker/hls/renditions.ts';
import { mediaStand, plan, saysLive, showId } from '#test/media/media-stand.ts';
import { pssBytes } from '../../bench/process-usage.ts';
import { followWhile, HlsFollower } from './hls-follower.ts';

const minutes = Number(process.env['SOAK_MINUTES'] ?? 10);
const seed = Number(process.env['SOAK_SEED'] ?? randomInt(2 ** 31));
const demoId = 'source-of-demo';
const hls = { isPublic: true, tokenKey: 'A'.repeat(43), keepsReplay: true };
const onAir = {
  programmeSourceId: demoId,
  microphoneSourceId: demoId,
  sources: [{ sourceId: demoId, kind: 'clip' as const }],
  hls,
};
/** One segment, and what a fault may take until parts come again. */
const mostPauseMs = { calm: 4500, fault: 12_000 };
const memoryMarginBytes = 60_000_000;

const closing: (() => Promise<void>)[] = [];
const stand = await mediaStand(
  { teardown: (work) => closing.push(work) },
  { hls: true, hlsWindowMs: 60_000, mediaLonelyMs: 10_000 },
);
const { stages } = stand;
await stages.apply(plan(onAir));
await stages.feed(showId, demoId, { kind: 'demo' });
await stand.signal(saysLive(demoId, true), 30_000);

let state = seed;
/** Below `limit`; a linear congruential generator, so that a seed tells a whole run. */
const pick = (limit: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
};

const figures = async () => (await stages.workers.figures())[0];
const ffmpegId = async (): Promise<number> => (await figures())?.hls[0]?.processId ?? 0;
const workerId = (): number => stages.workers.processIds()[0] ?? 0;

async function live(withinMs: number): Promise<void> {
  for (const endMs = performance.now() + withinMs; performance.now() < endMs; await delay(200)) {
    const now = (await figures().catch(() => undefined))?.hls[0];
    if (now !== undefined && now.parts > 0 && now.partAgeMs < 1000 && now.processId !== null) return;
  }
  throw new Error(`no parts for ${withinMs} ms`);
}

const faults: Readonly<Record<string, () => Promise<void>>> = {
  'ffmpeg killed': async () => {
    process.kill(await ffmpegId(), 'SIGKILL');
    await delay(300);
  },
  'ffmpeg stopped': async () => {
    process.kill(await ffmpegId(), 'SIGSTOP');
    await delay(2000);
  },
  'show held and resumed': async () => {
    await stages.apply(plan({ ...onAir, isHeld: true }));
    await delay(4000);
    await stages.apply(plan(onAir));
    await delay(2000);
  },
  'microphone off and on': async () => {
    await stages.apply(plan({ ...onAir, microphoneSourceId: null }));
    await delay(3000);
    await stages.apply(plan(onAir));
    await delay(2000);
  },
  'mediasoup Worker killed': async () => {
    process.kill((await figures())?.coreProcessIds[0] ?? 0, 'SIGKILL');
    await delay(1000);
  },
};

let followers: readonly HlsFollower[] = [];
/** The media worker comes back on the same port, with playlists that go on upwards. */
async function killWorker(): Promise<void> {
  for (const follower of followers) follower.mayBeginAnew = true;
  process.kill(workerId(), 'SIGKILL');
  await delay(3000);
  await live(30_000);
  await delay(4000);
  for (const follower of followers) follower.mayBeginAnew = false;
}

const parts = { short: 0, all: 0 };
let counted = { short: 0, all: 0 };
/** Figures begin anew with each worker. */
async function countParts(): Promise<void> {
  const { shortParts: short = 0, parts: all = 0 } = (await figures())?.hls[0] ?? {};
  const since = all < counted.all ? { short: 0, all: 0 } : counted;
  parts.short += short - since.short;
  parts.all += all - since.all;
  counted = { short, all };
}

const counts: Record<string, number> = {};
/** Memory is compared within the life of one worker: it is killed now and then in the first half, and then no more. */
const killRounds = 9;
/** Until the window is full and everything has run once. */
const warmRounds = 5;
let firstBytes = Number.NaN;
const pauses: number[] = [];
try {
  await live(20_000);
  await delay(5000);
  const port = stages.workers.all[0]?.greeting?.hlsPort;
  followers = renditionNames.map((name) => new HlsFollower(`http://127.0.0.1:${port}/hls/${showId}/${name}`));
  await followWhile(followers, async () => {
    const names = Object.keys(faults);
    const beginMs = performance.now();
    const halfMs = beginMs + minutes * 30_000;
    const endMs = beginMs + minutes * 60_000;
    let calmRounds = 0;
    for (let round = 1; performance.now() < endMs; round += 1) {
      for (const follower of followers) follower.longestPauseMs = 0;
      await delay(8000);
      const calmMs = Math.max(...followers.map(({ longestPauseMs }) => longestPauseMs));
      assert.ok(calmMs < mostPauseMs.calm, `a segment was ${Math.round(calmMs)} ms late without a fault`);
      const isWorker = round % killRounds === 0 && performance.now() < halfMs;
      const name = isWorker ? 'media worker killed' : (names[pick(names.length)] ?? '');
      counts[name] = (counts[name] ?? 0) + 1;
      await (isWorker ? killWorker() : faults[name]?.());
      await live(mostPauseMs.fault);
      await delay(3000);
      await countParts();
      pauses.push(Math.max(...followers.map(({ longestPauseMs }) => longestPauseMs)));
      calmRounds = isWorker ? 0 : calmRounds + 1;
      if (calmRounds === warmRounds) firstBytes = await pssBytes(workerId());
    }
  });
  const grownBytes = (await pssBytes(workerId())) - firstBytes;
  const total = (value: (follower: HlsFollower) => number) =>
    followers.reduce((sum, follower) => sum + value(follower), 0);
  console.log(`seed ${seed}: ${JSON.stringify(counts)}`);
  console.log(
    `${total(({ segments }) => segments)} segments, ${total(({ gaps }) => gaps)} of them gaps, ${total(({ discontinuities }) => discontinuities)} discontinuities, ${total(({ compared }) => compared)} compared with their parts; turned away ${total(({ shed }) => shed)} times`,
  );
  console.log(
    `longest pause between segments over a fault: ${Math.round(Math.max(...pauses))} ms; short parts ${parts.short} of ${parts.all}; worker grew by ${(grownBytes / 1e6).toFixed(1)} MB`,
  );
  assert.ok(parts.short / parts.all < 0.02, 'parts are as long as they must be');
  assert.ok(grownBytes < memoryMarginBytes, 'memory stands where it stood');
  await stages.close(showId);
  const [link] = stages.workers.all;
  const { durationS } = (await link?.call('hls.find-replay', { showId })) ?? {};
  assert.ok((durationS ?? 0) > minutes * 60 * 0.8, `the replay has ${durationS} s`);
  console.log(`replay of ${Math.round(durationS ?? 0)} s`);
} catch (error) {
  console.error(`seed ${seed}, after ${JSON.stringify(counts)}`);
  throw error;
} finally {
  for (const close of closing) await close();
}
