import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { BrowserContext } from 'playwright-core';
import { newPerson } from '../test/support/browser.ts';
import { followFrames, takeFrames } from '../test/support/frame-clock.ts';
import { BrowserStage, descendantsOf, playing } from '../test/e2e/browser-stage.ts';
import type { Bench, Figure } from './bench.ts';
import { preciseCpuMs } from './process-usage.ts';
import { percentile } from './statistics.ts';

const glassMs = 30_000;
const settleMs = 8000;
const cpuMs = 20_000;
/** high, middle and low of a camera with three layers are copied; sound is encoded twice. */
const copiedRenditions = 3;
/** The ladder's own settings, as the source uses them where it cannot copy (config HLS_LADDER). */
const ladder = [
  { name: 'high', scale: '1280:720', framesPerSecond: 30, bitrate: '2000k' },
  { name: 'middle', scale: '640:360', framesPerSecond: 30, bitrate: '700k' },
  { name: 'low', scale: '320:180', framesPerSecond: 15, bitrate: '150k' },
];

const wait = (timeMs: number) => new Promise((resolve) => setTimeout(resolve, timeMs));

/** A browser that has no WebRTC at all: its viewers are HLS viewers from the first moment. */
const withoutWebRtc = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
  });

async function measureGlass(stage: BrowserStage, say: (line: string) => void): Promise<Figure[]> {
  const context = await newPerson(stage.browser, 'desk');
  await withoutWebRtc(context);
  const page = await context.newPage();
  await page.goto(`${stage.server.origin}/watch/${stage.showId}`);
  await playing(page, 30_000);
  await followFrames(page);
  await wait(settleMs);
  await takeFrames(page);
  await wait(glassMs);
  const frames = await takeFrames(page);
  const ages = frames.flatMap(({ ageMs }) => (ageMs === null ? [] : [ageMs]));
  say(`${frames.length} frames, ${ages.length} of them with a readable clock`);
  await context.close();
  const name = 'glass to glass over LL-HLS';
  return [
    { name: `${name} p50`, value: percentile(ages, 0.5), unit: 'ms', target: { atMost: 1200 } },
    { name: `${name} p95`, value: percentile(ages, 0.95), unit: 'ms', target: { atMost: 1800 } },
    { name: 'frames a second', value: (frames.length / glassMs) * 1000, unit: 'fps' },
  ];
}

/** What the show's ffmpeg and the worker's Node process (taps, packaging, origin) use while it runs, share of a core. */
async function measureCopying(stage: BrowserStage): Promise<{ ffmpeg: number; node: number }> {
  const serverId = stage.server.processId;
  const [ffmpegId] = descendantsOf(serverId, /ffmpeg/);
  const [nodeId] = descendantsOf(serverId, /worker\/main\.ts/);
  if (ffmpegId === undefined || nodeId === undefined) throw new Error('no ffmpeg runs for the show');
  const before = [await preciseCpuMs(ffmpegId), await preciseCpuMs(nodeId)] as const;
  await wait(cpuMs);
  const after = [await preciseCpuMs(ffmpegId), await preciseCpuMs(nodeId)] as const;
  return { ffmpeg: (after[0] - before[0]) / cpuMs, node: (after[1] - before[1]) / cpuMs };
}

/** The same show's high rendition, as it is now, encoded again by x264: one ffmpeg per rung, at the speed of life. */
async function measureEncoding(playlist: string, rung: (typeof ladder)[number]): Promise<number> {
  const { scale, framesPerSecond, bitrate } = rung;
  const filter = `scale=${scale},fps=${framesPerSecond}`;
  const x264 = ['-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency', '-b:v', bitrate];
  const args = ['-v', 'error', '-re', '-live_start_index', '-3', '-i', playlist, '-an', '-vf', filter];
  const child = spawn(process.env['FFMPEG_BIN'] ?? 'ffmpeg', [...args, ...x264, '-f', 'null', '-']);
  const ended = once(child, 'exit');
  try {
    // The first seconds read what is there already, quicker than life.
    await wait(settleMs);
    const before = await preciseCpuMs(child.pid ?? Number.NaN);
    await wait(cpuMs);
    return ((await preciseCpuMs(child.pid ?? Number.NaN)) - before) / cpuMs;
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

async function measureCpu(stage: BrowserStage, say: (line: string) => void): Promise<Figure[]> {
  const { ffmpeg, node } = await measureCopying(stage);
  say(
    `the show's ffmpeg: ${(ffmpeg * 100).toFixed(1)} % of a core, the worker's Node ${(node * 100).toFixed(1)} %`,
  );
  const copied = ffmpeg / copiedRenditions;
  const playlist = `${stage.server.origin}/hls/${stage.showId}/high/live.m3u8`;
  const encoded: Figure[] = [];
  for (const rung of ladder) {
    const share = await measureEncoding(playlist, rung);
    encoded.push(
      { name: `${rung.name} encoded by x264`, value: share * 100, unit: '% of a core' },
      { name: `  times a copied rendition`, value: share / copied, unit: 'x' },
    );
  }
  return [
    {
      name: 'a copied rendition (ffmpeg, two encodings of sound included)',
      value: copied * 100,
      unit: '% of a core',
      target: { atMost: 5 },
    },
    { name: "the worker's Node beside it, all renditions", value: node * 100, unit: '% of a core' },
    ...encoded,
  ];
}

/** What a viewer without WebRTC gets, and what it costs. */
export const hlsGlass: Bench = {
  name: 'hls-glass',
  description:
    'Chromium films a clock and watches it over LL-HLS: age of frames; CPU of copying, and of x264 for the same rungs.',
  conditions: () => ({
    glassMs,
    cpuMs,
    picture: '1280x720@30, simulcast 3 layers',
    viewers: 1,
    pinning: 'none: publisher, server, ffmpeg and viewer share the machine',
  }),
  run: async (say) => {
    const stage = await BrowserStage.open({ HLS: 'true' });
    try {
      await stage.addCamera({ hue: 30 });
      await stage.goLive();
      const glass = await measureGlass(stage, say);
      return [...glass, ...(await measureCpu(stage, say))];
    } finally {
      await stage.close();
    }
  },
};
