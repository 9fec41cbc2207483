import type { Frame, TrackInit } from '#worker/hls/frames.ts';
import type { SegmentArchive, SegmentRecord } from '#worker/hls/publication.ts';
import { Packager, type PackagerOptions } from '#worker/hls/packaging/packager.ts';
import { renditionNames, renditionRules, type RenditionName } from '#worker/hls/renditions.ts';

export const videoTimescale = 90_000;
export const soundTimescale = 48_000;
export const startMs = Date.UTC(2026, 5, 1);

export function timescaleOf(name: RenditionName): number {
  return renditionRules[name].kind === 'video' ? videoTimescale : soundTimescale;
}

export function initOf(name: RenditionName): TrackInit {
  const isVideo = renditionRules[name].kind === 'video';
  return {
    codec: isVideo ? 'avc1.42e01f' : 'mp4a.40.2',
    timescale: timescaleOf(name),
    size: isVideo ? { width: 640, height: 360 } : null,
    bytes: Buffer.from(`init of ${name}`),
  };
}

/** An archive without a disk: keeps what it was given. */
export class MemoryArchive implements SegmentArchive {
  readonly records: SegmentRecord[] = [];
  readonly released: string[] = [];
  isFull = false;

  async keep(record: SegmentRecord): Promise<string | null> {
    this.records.push(record);
    return this.isFull ? null : `/archive/${record.rendition}/${record.msn}`;
  }

  keepMap(): void {}

  release(rendition: RenditionName, msn: number): void {
    this.released.push(`${rendition}/${msn}`);
  }
}

/** How one run of a source behaves. */
export interface RunShape {
  readonly seconds: number;
  readonly renditions: readonly RenditionName[];
  /** Between two pictures, ticks of 90 kHz; taken in turn. */
  readonly pictureTicks: readonly number[];
  readonly keyEveryMs: number;
  /** How much later each rendition's frames come than the first one's; also what its key frames are apart. */
  readonly lagMs: Readonly<Record<RenditionName, number>>;
  readonly keySkewMs: Readonly<Record<RenditionName, number>>;
  /** Layers that the publisher stops for a while. */
  readonly pauses: readonly {
    readonly name: RenditionName;
    readonly fromMs: number;
    readonly toMs: number;
  }[];
  /** Renditions whose frames stop without a word. */
  readonly deaths: readonly { readonly name: RenditionName; readonly atMs: number }[];
}

export interface Event {
  readonly atMs: number;
  readonly name: RenditionName;
  readonly frame: Frame;
}

/** All frames of a run by arrival, ms after its beginning. */
export function eventsOf(shape: RunShape): readonly Event[] {
  const events: Event[] = [];
  for (const name of shape.renditions) {
    const dead = shape.deaths.find((death) => death.name === name)?.atMs ?? Infinity;
    for (const frame of framesOf(name, shape)) {
      const timeMs = (frame.decodeTicks * 1000) / timescaleOf(name) - 10_000;
      if (timeMs < dead) events.push({ atMs: timeMs + shape.lagMs[name], name, frame });
    }
  }
  return events.sort((one, other) => one.atMs - other.atMs);
}

function framesOf(name: RenditionName, shape: RunShape): readonly Frame[] {
  const isVideo = renditionRules[name].kind === 'video';
  const timescale = timescaleOf(name);
  const frames: Frame[] = [];
  // As with ffmpeg: ten seconds of offset, so that nothing is negative.
  const skewTicks = isVideo ? (shape.keySkewMs[name] * timescale) / 1000 : 0;
  let ticks = Math.round(10 * timescale + skewTicks);
  let nextKeyMs = 0;
  for (let index = 0; (ticks * 1000) / timescale < 10_000 + shape.seconds * 1000; index += 1) {
    const step = isVideo ? (shape.pictureTicks[index % shape.pictureTicks.length] ?? 3000) : 1024;
    const timeMs = (ticks * 1000) / timescale - 10_000;
    const isKey = !isVideo || timeMs >= nextKeyMs;
    if (isVideo && isKey) nextKeyMs = timeMs + shape.keyEveryMs;
    const data = Buffer.alloc(20 + (index % 7), index % 251);
    frames.push({ decodeTicks: ticks, durationTicks: step, compositionTicks: 0, isKey, data });
    ticks += step;
  }
  return frames;
}

export const evenRun: RunShape = {
  seconds: 12,
  renditions: renditionNames,
  pictureTicks: [3000],
  keyEveryMs: 2000,
  lagMs: { high: 0, middle: 5, low: 12, sound: 30, thrift: 50 },
  keySkewMs: { high: 0, middle: 0, low: 0, sound: 0, thrift: 0 },
  pauses: [],
  deaths: [],
};

/** Plays runs into a packager, calling back after each frame. The clock stands at the frame's arrival. */
export function play(
  runs: readonly RunShape[],
  options: Partial<PackagerOptions> = {},
  afterEach: (packager: Packager, archive: MemoryArchive) => void = () => undefined,
) {
  const archive = new MemoryArchive();
  let nowMs = startMs;
  const packager = new Packager({
    showId: 'show',
    firstMsn: 100,
    windowMs: 20_000,
    archive,
    nowMs: () => nowMs,
    ...options,
  });
  let runStartMs = startMs;
  runs.forEach((shape, runId) => {
    packager.splice({ runId, renditions: shape.renditions });
    for (const name of shape.renditions) packager.init(name, initOf(name));
    const pauses = new Set<RenditionName>();
    for (const { atMs, name, frame } of eventsOf(shape)) {
      nowMs = Math.max(nowMs, runStartMs + atMs);
      for (const pause of shape.pauses) {
        if (!shape.renditions.includes(pause.name)) continue;
        const isOn = atMs >= pause.fromMs && atMs < pause.toMs;
        if (isOn !== pauses.has(pause.name)) packager.missing(pause.name, isOn);
        if (isOn) pauses.add(pause.name);
        else pauses.delete(pause.name);
      }
      packager.frame(name, frame, runStartMs + atMs);
      afterEach(packager, archive);
    }
    runStartMs += shape.seconds * 1000;
  });
  return { packager, archive };
}
