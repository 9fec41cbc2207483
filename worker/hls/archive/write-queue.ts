/**
 * Writes of one show, one after the other. Bounded in bytes that wait; overflow policy: the new one is refused, so that
 * what is on disk has its gap where the disk was slow, and memory does not grow with it.
 */
export class WriteQueue {
  readonly #limitBytes: number;
  #waitingBytes = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Null when it was refused. What is of no size is never refused; `work` must not reject. */
  run<Result>(sizeBytes: number, work: () => Promise<Result>): Promise<Result> | null {
    if (sizeBytes > 0 && this.#waitingBytes + sizeBytes > this.#limitBytes) return null;
    this.#waitingBytes += sizeBytes;
    const done = this.#last.then(work).finally(() => {
      this.#waitingBytes -= sizeBytes;
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}
