import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, Figure } from './bench.ts';
import { monotonicMs } from './hls-origin/monotonic.ts';
import { saturate, type Saturated } from './hls-origin/saturation.ts';
import { startNginx, startShow, type ShowServer } from './hls-origin/servers.ts';
import { Receipts, Viewer } from './hls-origin/viewers.ts';
import { pin, preciseCpuMs } from './process-usage.ts';
import { median, percentile, sum } from './statistics.ts';

const [serverCore, generatorCore] = ['0', '1'];
const viewers = 800;
const joinMs = 4000;
const settleMs = 3000;
const measureMs = 15_000;
const rounds = 3;
const saturateMs = 3000;
/** What has not come by then is late by more than any figure allows. */
const arrivalMs = 1000;

const wait = (timeMs: number) => new Promise((resolve) => setTimeout(resolve, timeMs));

/** They come over some seconds and not in one moment. */
async function joinAudience(port: number, receipts: Receipts): Promise<readonly Viewer[]> {
  const audience: Viewer[] = [];
  for (let index = 0; index < viewers; index += 1) {
    audience.push(new Viewer(port, index, receipts));
    if (index % 20 === 19) await wait((joinMs * 20) / viewers);
  }
  await wait(settleMs);
  return audience;
}

async function measureViewers(show: ShowServer, say: (line: string) => void): Promise<Figure[]> {
  const receipts = new Receipts();
  const audience = await joinAudience(show.port, receipts);
  const before = { requests: receipts.requests, vain: receipts.vainHints, faults: receipts.faults };
  const fromMs = monotonicMs();
  const [cpuBeforeMs, ownBefore] = [await preciseCpuMs(show.processId), process.cpuUsage()];
  await wait(measureMs);
  const toMs = monotonicMs();
  const cpuSpentMs = (await preciseCpuMs(show.processId)) - cpuBeforeMs;
  const own = process.cpuUsage(ownBefore);
  const requests = receipts.requests - before.requests;
  const faults = receipts.faults - before.faults + audience.filter(({ isLost }) => isLost).length;
  await wait(arrivalMs);
  for (const viewer of audience) viewer.close();

  const announced = await show.announced();
  const isMeasured = (atMs: number) => atMs >= fromMs && atMs < toMs;
  const ages = receipts.parts.flatMap(({ file, atMs }) => {
    const announcedMs = announced.get(file) ?? Number.NaN;
    return isMeasured(announcedMs) ? [atMs - announcedMs] : [];
  });
  const ownShare = (own.user + own.system) / 1000 / (toMs - fromMs);
  say(`${ages.length} parts; the generator used ${(ownShare * 100).toFixed()} % of its core`);
  say(`${receipts.vainHints - before.vain} hints were of segments that ended without them`);
  return [
    {
      name: `${viewers} viewers: part, from available to received, p50`,
      value: percentile(ages, 0.5),
      unit: 'ms',
    },
    { name: '  p99', value: percentile(ages, 0.99), unit: 'ms', target: { atMost: 100 } },
    { name: '  longest', value: percentile(ages, 1), unit: 'ms' },
    { name: '  requests', value: (requests * 1000) / (toMs - fromMs), unit: '/s' },
    {
      name: '  CPU per 1,000 requests, packaging included',
      value: (cpuSpentMs * 1000) / requests,
      unit: 'ms',
    },
    { name: '  of the core', value: (cpuSpentMs * 100) / (toMs - fromMs), unit: '%' },
    { name: '  answers that are none', value: faults, unit: '', target: { atMost: 0 } },
  ];
}

/** What a viewer asks for at one moment of the show: playlist and part, of picture and of sound; and its bytes. */
async function momentOf(port: number): Promise<{ paths: string[]; files: Map<string, Buffer> }> {
  const paths: string[] = [];
  const files = new Map<string, Buffer>();
  for (const name of ['high', 'sound', 'middle', 'sound']) {
    const folder = `/hls/show-00000001/${name}`;
    const live = await (await fetch(`http://127.0.0.1:${port}${folder}/live.m3u8`)).text();
    const part = [...live.matchAll(/#EXT-X-PART:.*URI="(p(\d+)\.(\d+)\.m4s)"/g)].at(-1);
    const query = `?_HLS_msn=${part?.[2]}&_HLS_part=${part?.[3]}&_HLS_skip=YES`;
    for (const [path, asked] of [
      [`${folder}/live.m3u8`, query],
      [`${folder}/${part?.[1]}`, ''],
    ] as const) {
      const reply = await fetch(`http://127.0.0.1:${port}${path}${asked}`);
      if (!reply.ok) throw new Error(`${path}${asked}: ${reply.status}`);
      paths.push(`${path}${asked}`);
      files.set(path, Buffer.from(await reply.arrayBuffer()));
    }
  }
  return { paths, files };
}

async function measureSaturation(show: ShowServer, say: (line: string) => void): Promise<Figure[]> {
  show.freeze();
  const { paths, files } = await momentOf(show.port);
  const folder = mkdtempSync(join(tmpdir(), 'popstage-bench-'));
  chmodSync(folder, 0o755);
  const nginx = await startNginx(serverCore, folder, files);
  try {
    const [ours, theirs]: [Saturated[], Saturated[]] = [[], []];
    for (let round = 1; round <= rounds; round += 1) {
      ours.push(await saturate(show, paths, saturateMs));
      theirs.push(await saturate(nginx, paths, saturateMs));
      const told = [ours.at(-1), theirs.at(-1)].map((each) => each?.requestsPerS.toFixed());
      say(`round ${round}: ${told.join(' and ')} requests/s`);
    }
    const bytes = [...files.values()].map(({ length }) => length);
    say(`sizes of what is asked for: ${bytes.join(', ')} bytes`);
    return comparedFigures(ours, theirs);
  } finally {
    await nginx.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function comparedFigures(ours: readonly Saturated[], theirs: readonly Saturated[]): Figure[] {
  const of = (samples: readonly Saturated[], key: keyof Saturated) =>
    median(samples.map((each) => each[key]));
  const figures = (name: string, samples: readonly Saturated[]): Figure[] => [
    { name: `${name} at saturation`, value: of(samples, 'requestsPerS'), unit: 'requests/s' },
    { name: '  of the core', value: of(samples, 'share') * 100, unit: '%' },
    { name: '  for each second of CPU', value: of(samples, 'perCpuS'), unit: 'requests' },
  ];
  return [
    ...figures('origin', ours),
    ...figures('nginx, plain files', theirs),
    {
      name: 'origin of nginx, requests/s',
      value: of(ours, 'requestsPerS') / of(theirs, 'requestsPerS'),
      unit: 'times',
    },
    {
      // Where the generator cannot saturate nginx, requests a second would flatter the origin.
      name: 'origin of nginx, requests for each second of CPU',
      value: of(ours, 'perCpuS') / of(theirs, 'perCpuS'),
      unit: 'times',
      target: { atLeast: 0.4 },
    },
    {
      name: 'answers that are none, at saturation',
      value: sum([...ours, ...theirs].map(({ faults }) => faults)),
      unit: '',
      target: { atMost: 0 },
    },
  ];
}

/** What an audience costs the origin, and how far it is from a server of plain files. */
export const hlsOrigin: Bench = {
  name: 'hls-origin',
  description:
    'viewers with blocking reload on one core of origin; the same requests at saturation, against nginx with plain files',
  conditions: () => ({
    viewers,
    connections: viewers * 4,
    each: 'picture (half high, half middle) and sound: reload and part; half by PRELOAD-HINT, half when listed',
    measureMs,
    show: 'real packager, synthetic frames at the default ladder, 120 s of window at the start',
    saturation: `64 connections, the same mix of a still moment, ${rounds} rounds of ${saturateMs} ms in turns`,
    pinned: `origin with packager, or nginx (one worker process), on core ${serverCore}; generator on ${generatorCore}`,
    nginx: 'sendfile, open_file_cache, no access log',
    transport: 'HTTP/1.1 over loopback, without TLS',
  }),
  run: async (say) => {
    await pin(process.pid, generatorCore);
    const show = await startShow(serverCore);
    try {
      return [...(await measureViewers(show, say)), ...(await measureSaturation(show, say))];
    } finally {
      await show.close();
    }
  },
};
