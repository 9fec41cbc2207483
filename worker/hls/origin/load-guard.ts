/** A timer that is this late stands for a process that cannot keep up; parts would be late for everybody. */
const lateMs = 300;
const lookMs = 100;

/**
 * Says when a further request would make it worse for those that are already served: while the event loop is late,
 * every request is turned away at once and costs next to nothing; while too many wait, only who would wait, too.
 */
export class LoadGuard {
  readonly #mostWaiting: number;
  readonly #timer: NodeJS.Timeout;
  #lookedAtMs = performance.now();
  #lateLooks = 0;
  /** Requests that wait for a part right now, over all shows. */
  waiting = 0;
  /** Requests and connections that were turned away so far. */
  shed = 0;

  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting;
    this.#timer = setInterval(() => {
      this.#look(performance.now());
    }, lookMs);
    this.#timer.unref();
  }

  /** Two late looks in a row: one alone is a garbage collection. */
  get isLate(): boolean {
    return this.#lateLooks >= 2;
  }

  get isFull(): boolean {
    return this.waiting >= this.#mostWaiting;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(nowMs: number): void {
    const delayMs = nowMs - this.#lookedAtMs - lookMs;
    this.#lookedAtMs = nowMs;
    this.#lateLooks = delayMs > lateMs ? this.#lateLooks + 1 : 0;
  }
}
