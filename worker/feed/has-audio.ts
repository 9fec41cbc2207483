import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const probeMs = 10_000;

/** Whether the first tenth of a second of a file holds sound that this ffmpeg can decode. */
export async function hasAudio(ffmpegBin: string, path: string): Promise<boolean> {
  const args = ['-v', 'error', '-i', path, '-map', '0:a:0', '-t', '0.1', '-f', 'null', '-'];
  try {
    await run(ffmpegBin === '' ? 'ffmpeg' : ffmpegBin, args, { timeout: probeMs });
    return true;
  } catch {
    return false;
  }
}
