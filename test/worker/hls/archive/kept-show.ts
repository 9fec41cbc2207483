import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Archive } from '#worker/hls/archive/archive.ts';
import type { ShowArchive } from '#worker/hls/archive/show-archive.ts';
import { renditionNames } from '#worker/hls/renditions.ts';

export const showId = 'show-aaaaaa';
export const beganMs = Date.UTC(2026, 5, 1);

/** Real heads of tracks, as ffmpeg writes them: what replays read codecs and sizes from. */
export function headOf(kind: 'video' | 'audio'): Buffer {
  const bin = process.env['FFMPEG_BIN'] ?? 'ffmpeg';
  const source =
    kind === 'video' ? 'testsrc2=s=320x180:r=15:d=0.2' : 'sine=frequency=440:sample_rate=48000:d=0.2';
  const codec =
    kind === 'video' ? ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '3'] : ['-c:a', 'aac', '-b:a', '64k'];
  const flags = ['-movflags', '+cmaf+empty_moov+default_base_moof+frag_every_frame', '-f', 'mp4', 'pipe:1'];
  const bytes = execFileSync(bin, ['-v', 'error', '-f', 'lavfi', '-i', source, ...codec, ...flags]);
  return bytes.subarray(0, bytes.indexOf('moof', 0, 'latin1') - 4);
}

/** A folder that goes with the test. */
export function scratch(onEnd: (remove: () => void) => void): string {
  const path = mkdtempSync(join(tmpdir(), 'popstage-archive-'));
  onEnd(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

interface Opened {
  readonly archive: Archive;
  /** Messages that were logged at level error. */
  readonly complaints: string[];
  /** Moves the clock of the archive. */
  pass(ms: number): void;
}

export async function openArchive(
  dataDir: string,
  diskBytes = 1_000_000_000,
  graceMs = 60_000,
): Promise<Opened> {
  let now = beganMs;
  const complaints: string[] = [];
  const write = (line: string): void => {
    const { level, msg }: { level: number; msg: string } = JSON.parse(line);
    if (level >= 50) complaints.push(msg);
  };
  const archive = await Archive.open({
    dataDir,
    diskBytes,
    graceMs,
    logger: pino({ level: 'info' }, { write }),
    nowMs: () => now,
  });
  return { archive, complaints, pass: (ms) => (now += ms) };
}

/** The segments `from` to `to` (not included) of all five renditions, 2 s each; returns how many were kept. */
export async function keepSegments(
  show: ShowArchive,
  from: number,
  to: number,
  { sizeBytes = 20_000, isDiscontinuity = false } = {},
): Promise<number> {
  let kept = 0;
  for (let msn = from; msn < to; msn += 1) {
    const paths = renditionNames.map((rendition) =>
      show.keep(
        {
          rendition,
          msn,
          durationS: 2,
          programMs: beganMs + msn * 2000,
          mapId: 0,
          isDiscontinuity: isDiscontinuity && msn === from,
          isGap: false,
        },
        [Buffer.alloc(sizeBytes / 2, msn % 256), Buffer.alloc(sizeBytes / 2, msn % 256)],
      ),
    );
    kept += (await Promise.all(paths)).filter((path) => path !== null).length;
  }
  return kept;
}

export function keepMaps(show: ShowArchive): void {
  const [video, audio] = [headOf('video'), headOf('audio')];
  for (const name of renditionNames)
    show.keepMap(name, 0, name === 'sound' || name === 'thrift' ? audio : video);
}

export async function textOf(archive: Archive, file: string, id = showId): Promise<string | null> {
  const found = await archive.read(id, file);
  return Buffer.isBuffer(found?.body) ? found.body.toString() : null;
}
