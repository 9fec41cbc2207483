import type { Clock } from './clock.ts';

export type Admission =
  | { readonly outcome: 'admitted' }
  | { readonly outcome: 'refused'; readonly retryAfterMs: number }
  /** Refused so often that the client plainly does not listen. */
  | { readonly outcome: 'flood' };

/** A client may be told to stop this many seconds' worth of requests in a row before it is closed. */
const toleratedSeconds = 4;

/**
 * A token bucket over what one socket asks for. It holds one second's worth, so a page may ask for all it needs at
 * once when it opens. Synchronous, so that the order of requests stays the order of frames.
 */
export class RequestGate {
  readonly #clock: Clock;
  readonly #perSecond: number;
  #tokens: number;
  #filledAtMs: number;
  #refusedInRow = 0;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#filledAtMs = clock.nowMs();
  }

  admit(): Admission {
    const nowMs = this.#clock.nowMs();
    const elapsedMs = Math.max(0, nowMs - this.#filledAtMs);
    this.#filledAtMs = nowMs;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + (elapsedMs / 1000) * this.#perSecond);
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      this.#refusedInRow = 0;
      return { outcome: 'admitted' };
    }
    this.#refusedInRow += 1;
    if (this.#refusedInRow > this.#perSecond * toleratedSeconds) return { outcome: 'flood' };
    return { outcome: 'refused', retryAfterMs: Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1000) };
  }
}
