import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** A picture of 180 lines is decoded in some 60 ms; a machine so busy that it takes this long has better to do. */
const limitMs = 4000;
/** 320 px as JPEG take 10 to 20 kB. */
const largestBytes = 300_000;

const developing = [
  ...['-v', 'error', '-nostdin', '-threads', '1', '-f', 'mp4', '-i', 'pipe:0', '-frames:v', '1'],
  ...['-vf', 'scale=320:320:force_original_aspect_ratio=decrease:force_divisible_by=2'],
  ...['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-threads', '1', '-q:v', '6', '-f', 'image2pipe', 'pipe:1'],
];

/** Makes JPEGs of key frames, one at a time over all shows, whenever the machine has nothing better to do. */
export class Darkroom {
  readonly #ffmpegBin: string;
  readonly #limitMs: number;
  readonly #running = new Set<() => void>();
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(ffmpegBin: string, timeLimitMs = limitMs) {
    this.#ffmpegBin = ffmpegBin === '' ? 'ffmpeg' : ffmpegBin;
    this.#limitMs = timeLimitMs;
  }

  /**
   * 320 px on its long edge. Null when it cannot be decoded, or not in time. `find` is asked when its turn has come, so
   * that the picture is then new; whoever calls waits for the answer before he calls again, so the line is as long as
   * there are shows.
   */
  develop<Found extends { readonly bytes: Buffer }>(
    find: () => Found | null,
  ): Promise<{ readonly found: Found; readonly jpeg: Buffer } | null> {
    const done = this.#last.then(async () => {
      const found = this.#isClosed ? null : find();
      const jpeg = found === null ? null : await this.#run(found.bytes);
      return found === null || jpeg === null ? null : { found, jpeg };
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  close(): void {
    this.#isClosed = true;
    for (const stop of this.#running) stop();
  }

  #run(bytes: Buffer): Promise<Buffer | null> {
    const { promise, resolve } = Promise.withResolvers<Buffer | null>();
    const child = spawn(this.#ffmpegBin, developing, { stdio: ['pipe', 'pipe', 'ignore'] });
    const stop = (): void => void child.kill('SIGKILL');
    const late = setTimeout(stop, this.#limitMs);
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    this.#running.add(stop);
    if (child.pid !== undefined) lower(child.pid);
    child.stdout.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > largestBytes) stop();
      else chunks.push(chunk);
    });
    const end = (code: number | null): void => {
      clearTimeout(late);
      this.#running.delete(stop);
      resolve(code === 0 && sizeBytes > 0 ? Buffer.concat(chunks) : null);
    };
    child.on('close', end);
    child.on('error', () => {
      end(null);
    });
    // It may have its picture, or be dead, before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(bytes);
    return promise;
  }
}

function lower(processId: number): void {
  try {
    setPriority(processId, constants.priority.PRIORITY_LOW);
  } catch {
    // It is done already, or the machine does not let us: it costs little either way.
  }
}
