import { pino } from 'pino';
import { loadConfig } from '#config/load.ts';
import type { Frame } from '#worker/hls/frames.ts';
import { Origin } from '#worker/hls/origin/origin.ts';
import { firstMsnAt, Packager } from '#worker/hls/packaging/packager.ts';
import { renditionNames, type RenditionName } from '#worker/hls/renditions.ts';
import { monotonicMs } from './monotonic.ts';

/** Frames as a camera with three layers gives them, at the default ladder's rates. */
const tracks: Readonly<Record<RenditionName, { timescale: number; ticks: number; frameBytes: number }>> = {
  high: { timescale: 90_000, ticks: 3000, frameBytes: 8333 },
  middle: { timescale: 90_000, ticks: 3000, frameBytes: 2917 },
  low: { timescale: 90_000, ticks: 6000, frameBytes: 1250 },
  sound: { timescale: 48_000, ticks: 1024, frameBytes: 256 },
  thrift: { timescale: 48_000, ticks: 1024, frameBytes: 85 },
};
const keyEveryMs = 2000;
const feedMs = 5;
/** So much of the show was there before anybody came, so that playlists are as long as in a show. */
const pastMs = 120_000;
const showId = 'show-00000001';

const startedAtMs = monotonicMs() - pastMs;
const wallStartMs = Date.now() - pastMs;
const packager = new Packager({
  showId,
  firstMsn: firstMsnAt(wallStartMs),
  windowMs: 600_000,
  nowMs: () => wallStartMs + showMs,
  archive: { keep: async () => '/dev/null', keepMap: () => undefined, release: () => undefined },
});
let showMs = 0;
let isFrozen = false;
const fed = new Map<RenditionName, number>();
const announced = new Map<string, number>();

/** Everything up to this time of the show. */
function feed(untilMs: number): void {
  showMs = untilMs;
  for (const name of renditionNames) {
    const { timescale, ticks, frameBytes } = tracks[name];
    const frameMs = (ticks * 1000) / timescale;
    const data = Buffer.alloc(frameBytes, name);
    let index = fed.get(name) ?? 0;
    for (; index * frameMs < untilMs; index += 1) {
      const isKey = name === 'sound' || name === 'thrift' || (index * frameMs) % keyEveryMs < 0.001;
      const frame: Frame = {
        ...{
          decodeTicks: timescale * 10 + index * ticks,
          durationTicks: ticks,
          compositionTicks: 0,
          isKey,
          data,
        },
      };
      packager.frame(name, frame, wallStartMs + index * frameMs);
    }
    fed.set(name, index);
  }
}

/** Notes when each part is there to be fetched. Stands before the origin's own listeners, which come with requests. */
function watch(name: RenditionName): void {
  const rendition = packager.publication.rendition(name);
  let last = rendition.next;
  rendition.onChange(() => {
    const { next } = rendition;
    while (last.msn < next.msn || (last.msn === next.msn && last.part < next.part)) {
      if (rendition.part(last) === null) last = { msn: last.msn + 1, part: 0 };
      else {
        announced.set(`${name}/p${last.msn}.${last.part}.m4s`, monotonicMs());
        last = { msn: last.msn, part: last.part + 1 };
      }
    }
  });
}

packager.splice({ runId: 1, renditions: renditionNames });
for (const name of renditionNames) {
  const isVideo = name !== 'sound' && name !== 'thrift';
  const { timescale } = tracks[name];
  const codec = isVideo ? 'avc1.42e01f' : 'mp4a.40.2';
  const size = isVideo ? { width: 1280, height: 720 } : null;
  packager.init(name, { codec, timescale, size, bytes: Buffer.alloc(700) });
  watch(name);
}
for (let atMs = 0; atMs < pastMs; atMs += 100) {
  feed(atMs);
  // The archive answers in between, as a disk would.
  await Promise.resolve();
}
setInterval(() => {
  if (!isFrozen) feed(monotonicMs() - startedAtMs);
}, feedMs);

const config = loadConfig({}, { mediaListen: ['127.0.0.1'], hlsPort: 0 });
const live = { publication: packager.publication, isPublic: true, tokenKey: '' };
const origin = await Origin.open({
  config,
  logger: pino({ level: 'warn' }),
  shows: { live: (id) => (id === showId ? live : undefined), kept: async () => null },
});

process.on('message', (what) => {
  if (what === 'freeze') isFrozen = true;
  if (what === 'announced') process.send?.([...announced]);
});
process.send?.({ port: origin.port });
