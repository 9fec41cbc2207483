import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writePart } from '#worker/hls/fmp4/part-writer.ts';
import type { RenditionName } from '#worker/hls/renditions.ts';
import type { SeenRun } from './programme-stand.ts';

const run = promisify(execFile);

const filters = {
  video: { measure: 'scale=8:8,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-', above: 180 },
  audio: {
    measure:
      'asetnsamples=240,astats=metadata=1:reset=1,ametadata=print:key=lavfi.astats.Overall.RMS_level:file=-',
    above: -30,
  },
} as const;

/** Where flashes (or beeps) begin in what a run handed on, in seconds of its own time, found by ffmpeg. */
export async function beginningsIn(seen: SeenRun, rendition: RenditionName): Promise<readonly number[]> {
  const init = seen.inits.get(rendition);
  if (init === undefined) return [];
  const frames = seen.frames.filter((each) => each.rendition === rendition).map(({ frame }) => frame);
  const directory = await mkdtemp(join(tmpdir(), 'popstage-beeps-'));
  try {
    const path = join(directory, 'track.mp4');
    await writeFile(
      path,
      Buffer.concat([init.bytes, ...frames.map((frame, index) => writePart([frame], index + 1))]),
    );
    const { measure, above } = init.size === null ? filters.audio : filters.video;
    const filter = init.size === null ? '-af' : '-vf';
    const args = ['-v', 'error', '-copyts', '-i', path, filter, measure, '-f', 'null', '-'];
    const { stdout } = await run(process.env['FFMPEG_BIN'] ?? 'ffmpeg', args, { maxBuffer: 1e9 });
    return risesOf(stdout, above);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function risesOf(text: string, above: number): readonly number[] {
  const rises: number[] = [];
  let wasAbove = true;
  for (const [, time = '', value = ''] of text.matchAll(/pts_time:(\S+)\s+\S+=(\S+)/g)) {
    const isAbove = Number(value) > above;
    if (isAbove && !wasAbove) rises.push(Number(time));
    wasAbove = isAbove;
  }
  return rises;
}

/** Of each flash: how much later its beep comes, ms. */
export const beepDelaysMs = (flashes: readonly number[], beeps: readonly number[]): readonly number[] =>
  flashes.flatMap((flash) => {
    const [nearest] = beeps.toSorted((a, b) => Math.abs(a - flash) - Math.abs(b - flash));
    return nearest === undefined || Math.abs(nearest - flash) > 0.4 ? [] : [(nearest - flash) * 1000];
  });
