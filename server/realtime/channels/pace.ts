import type { Clock } from '../clock.ts';

/**
 * How a channel goes out: at once while it trickles; above a set number of pushes a second changes are held for a
 * moment and leave together, because waking a thousand sockets costs more than what they are told.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #holdMs: number;
  /** Times of the last pushes, as many as may leave in a second unheld; the oldest is at `#at`. */
  readonly #pushedAtMs: number[];
  #at = 0;

  constructor(clock: Clock, perSecond: number, holdMs: number) {
    this.#clock = clock;
    this.#holdMs = holdMs;
    this.#pushedAtMs = Array.from({ length: perSecond }, () => -Infinity);
  }

  /** ms to wait until the next push; 0: now. */
  waitMs(): number {
    const nowMs = this.#clock.nowMs();
    const count = this.#pushedAtMs.length;
    const oldest = this.#pushedAtMs[this.#at] ?? -Infinity;
    if (nowMs - oldest >= 1000) return 0;
    const last = this.#pushedAtMs[(this.#at + count - 1) % count] ?? -Infinity;
    return Math.max(0, last + this.#holdMs - nowMs);
  }

  pushed(): void {
    this.#pushedAtMs[this.#at] = this.#clock.nowMs();
    this.#at = (this.#at + 1) % this.#pushedAtMs.length;
  }
}
