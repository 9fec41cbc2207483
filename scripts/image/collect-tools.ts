/**
 * Copies the programs that the set-up found into one folder, for a container image to take over. An ffmpeg that
 * hangs on the system's libraries stays behind: the image then installs the system's own.
 */
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../setup/command.mjs';

const [folder] = process.argv.slice(2);
const { MEDIASOUP_WORKER_BIN: workerBinary, FFMPEG_BIN: ffmpegBinary } = process.env;
if (!folder || !workerBinary || !ffmpegBinary) throw new Error('usage: node scripts/image.mjs <folder>');

const take = (file: string, name: string): void => {
  const copy = path.join(folder, name);
  copyFileSync(file, copy);
  chmodSync(copy, 0o755);
  console.log(copy);
};

/** `ldd` says so, and fails, where a program needs no loader. */
const isStatic = (file: string): Promise<boolean> =>
  runCommand('ldd', [file]).then(
    (output) => output.includes('statically linked'),
    () => true,
  );

mkdirSync(folder, { recursive: true });
take(workerBinary, 'mediasoup-worker');
if (await isStatic(ffmpegBinary)) take(ffmpegBinary, 'ffmpeg');
else console.log(`${ffmpegBinary} needs the system's libraries and is left to the image`);
