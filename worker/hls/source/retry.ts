/** ffmpeg that dies at once, again and again, must not become a busy loop. */
const pauseMs = { first: 250, longest: 10_000 };
/** One that took seconds to fail is not worth a quick second attempt. */
const slowFailure = { livedMs: 2000, pauseMs: 2000 };
/** A run this long was a good one; the next attempt is at once. */
const goodRunMs = 5000;
/** Recipes that failed lately; the oldest is forgotten, and may then be tried at once. */
const mostKept = 20;

/** When a recipe that failed may be tried again. Pure: the time in ms comes with each call. */
export class Retry {
  readonly #failed = new Map<string, { readonly pauseMs: number; readonly untilMs: number }>();

  isAllowed(key: string, nowMs: number): boolean {
    return this.waitMs(key, nowMs) === 0;
  }

  /** How long it still has to wait. */
  waitMs(key: string, nowMs: number): number {
    return Math.max(0, (this.#failed.get(key)?.untilMs ?? nowMs) - nowMs);
  }

  failed(key: string, livedMs: number, nowMs: number): void {
    const before = this.#failed.get(key);
    this.#failed.delete(key);
    if (livedMs >= goodRunMs) return;
    const first = livedMs < slowFailure.livedMs ? pauseMs.first : slowFailure.pauseMs;
    const pause = before === undefined ? first : Math.min(before.pauseMs * 2, pauseMs.longest);
    this.#failed.set(key, { pauseMs: pause, untilMs: nowMs + pause });
    for (const oldest of this.#failed.keys()) {
      if (this.#failed.size <= mostKept) break;
      this.#failed.delete(oldest);
    }
  }
}
