import type { ChildProcess } from 'node:child_process';
import type ffmpeg from 'fluent-ffmpeg';

/** Children of this process that still run: they are killed with it. One that is killed itself takes none along, but
 * theirs end then by themselves: at the first write to a closed socket, or after 10 s without a packet. */
const running = new Set<ChildProcess>();
let isWatchingExit = false;

/** One run of ffmpeg that cannot be held up, and is gone when it is stopped. */
export class FfmpegProcess {
  readonly #command: ffmpeg.FfmpegCommand;
  readonly #gone = Promise.withResolvers<void>();
  #child: ChildProcess | null = null;
  #isStopped = false;

  /** `onEnded` runs once when it ends by itself. */
  constructor(command: ffmpeg.FfmpegCommand, onEnded: (reason: string) => void) {
    this.#command = command;
    const ended = (reason: string): void => {
      this.#gone.resolve();
      if (!this.#isStopped) onEnded(reason);
      this.#isStopped = true;
    };
    command.on('start', () => {
      this.#started(ended);
    });
    command.on('error', (error: Error) => {
      ended(error.message.slice(0, 300));
    });
    command.on('end', () => {
      ended('ffmpeg ended');
    });
    command.run();
  }

  /** Null before it runs and after its end. */
  get processId(): number | null {
    return this.#child?.exitCode === null ? (this.#child.pid ?? null) : null;
  }

  /** Kills it, even one that does not react; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#child?.kill('SIGKILL');
    await this.#gone.promise;
  }

  #started(ended: (reason: string) => void): void {
    // fluent-ffmpeg has the child as a property that its types leave out; it is there before `start` is told.
    const { ffmpegProc: child } = this.#command as unknown as { readonly ffmpegProc: ChildProcess };
    this.#child = child;
    running.add(child);
    child.once('exit', () => {
      running.delete(child);
      this.#gone.resolve();
    });
    // fluent-ffmpeg's own listener throws when a process cannot be started, and that would end the worker.
    child.removeAllListeners('error');
    child.on('error', (error) => {
      running.delete(child);
      ended(error.message);
    });
    // It would keep a line until it ends, and one that never ends for ever. Nobody reads them, so they are let go.
    child.stderr?.removeAllListeners('data');
    child.stderr?.resume();
    watchExit();
    if (this.#isStopped) child.kill('SIGKILL');
  }
}

function watchExit(): void {
  if (isWatchingExit) return;
  isWatchingExit = true;
  process.once('exit', () => {
    for (const child of running) child.kill('SIGKILL');
  });
}
