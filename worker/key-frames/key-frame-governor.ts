/** The law of the stage: key frames cost the publisher's uplink most, so never more than 4 in any 4 s. */
export const lawWindowMs = 4000;
export const lawMaximum = 4;
/** Pause between two extra key frames, those that somebody waits for. */
const extraPauseMs = 500;
/** Chromium's encoder drops a request within 300 ms of the one before; 50 ms are for the way there. */
const encoderPauseMs = 350;
/** Segments of HLS are cut on this tick, and whoever lost a frame recovers with it. */
const tickMs = 2000;
/** A timer that fires late and another that fires early must not bring five requests into one window. */
const marginMs = 60;
/** When no key frame follows in this time, the request or the frame was lost. */
const patienceMs = 1000;
/** From so many waiting and expected viewers on, the next key frame is worth sharing. */
const crowdSize = 4;
/** How long the first of a crowd waits for company, and the pause between two key frames for a crowd (simulated). */
const gatheringMs = 180;
const crowdPauseMs = 850;
/**
 * Whoever lost a picture it had is served with this pause after the last key frame: three in 4 s at most, so that bad
 * networks never take the last one from somebody who joins.
 */
const lossPauseMs = 1400;
/** A viewer that was expected and has not connected by then does not count as coming any more. */
const expectationMs = 3000;

/**
 * Decides when to ask a publisher for a key frame. Pure: no timers, no clock; every method takes the time in ms.
 * Rules: one tick every 2 s while someone consumes; at once for a lone waiter; for a crowd a few shared ones;
 * extra ones at least 500 ms apart; never more than 4 in any 4 s. A key frame that comes unasked counts and serves as well.
 */
export class KeyFrameGovernor {
  /** Times of what counts against the law, ascending; only the last four matter. */
  readonly #spent: number[] = [];
  readonly #waitingSince = new Map<string, number>();
  readonly #losers = new Set<string>();
  readonly #expectedUntil = new Map<string, number>();
  #ticking = false;
  #receivedAtMs = -Infinity;
  #unansweredSinceMs: number | null = null;
  #crowdServedAtMs = -Infinity;
  #extraAtMs = -Infinity;

  /** Whether the 2 s tick runs; only while somebody consumes the picture. */
  setTicking(ticking: boolean): void {
    this.#ticking = ticking;
  }

  /** A viewer will connect soon. */
  expect(viewerId: string, nowMs: number): void {
    this.#expectedUntil.set(viewerId, nowMs + expectationMs);
  }

  /** A viewer is connected and has no picture. Repeating it changes nothing. */
  want(viewerId: string, nowMs: number): void {
    this.#expectedUntil.delete(viewerId);
    if (!this.#waitingSince.has(viewerId)) this.#waitingSince.set(viewerId, nowMs);
  }

  /** A connected viewer lost the picture it had. */
  lost(viewerId: string): void {
    if (!this.#waitingSince.has(viewerId)) this.#losers.add(viewerId);
  }

  forget(viewerId: string): void {
    this.#losers.delete(viewerId);
    this.#expectedUntil.delete(viewerId);
    this.#waitingSince.delete(viewerId);
  }

  /** A request went out. */
  asked(nowMs: number): void {
    this.#spend(nowMs);
    this.#unansweredSinceMs = nowMs;
    if (this.#waitingSince.size + this.#losers.size > 0) this.#extraAtMs = nowMs;
    if (this.#waitingSince.size > 0 && this.#isCrowd(nowMs)) this.#crowdServedAtMs = nowMs;
  }

  /** A request that was counted at `fromMs` only left at `toMs`. */
  postponed(fromMs: number, toMs: number): void {
    const index = this.#spent.indexOf(fromMs);
    if (index === -1) return;
    this.#spent[index] = toMs;
    this.#spent.sort((a, b) => a - b);
  }

  /** A key frame arrived; everybody who was connected by now has a picture. */
  received(nowMs: number): void {
    if (this.#unansweredSinceMs === null) this.#spend(nowMs);
    this.#unansweredSinceMs = null;
    this.#receivedAtMs = nowMs;
    this.#waitingSince.clear();
    this.#losers.clear();
  }

  /** When the law and the pauses allow the next request. */
  allowedAtMs(): number {
    const last = this.#spent.at(-1) ?? -Infinity;
    const fourthLast = this.#spent.at(-lawMaximum) ?? -Infinity;
    return Math.max(
      last + encoderPauseMs,
      this.#extraAtMs + extraPauseMs,
      fourthLast + lawWindowMs + marginMs,
    );
  }

  /** When to ask next (it may lie in the past: ask now), or null while nobody needs anything. */
  nextAtMs(nowMs: number): number | null {
    const due = Math.min(this.#tickDueAtMs(), this.#waitersDueAtMs(nowMs), this.#losersDueAtMs());
    return due === Infinity ? null : Math.max(due, this.allowedAtMs());
  }

  #tickDueAtMs(): number {
    return this.#ticking ? this.#lastAtMs() + tickMs : Infinity;
  }

  #losersDueAtMs(): number {
    return this.#losers.size > 0 ? this.#lastAtMs() + lossPauseMs : Infinity;
  }

  #lastAtMs(): number {
    return Math.max(this.#receivedAtMs, this.#spent.at(-1) ?? -Infinity);
  }

  #waitersDueAtMs(nowMs: number): number {
    const [oldest] = this.#waitingSince.values();
    if (oldest === undefined) return Infinity;
    const isAnswerDue = this.#unansweredSinceMs !== null && nowMs < this.#unansweredSinceMs + patienceMs;
    if (isAnswerDue) return (this.#unansweredSinceMs ?? nowMs) + patienceMs;
    if (!this.#isCrowd(nowMs)) return oldest;
    return Math.max(oldest + gatheringMs, this.#crowdServedAtMs + crowdPauseMs);
  }

  #isCrowd(nowMs: number): boolean {
    for (const [viewerId, untilMs] of this.#expectedUntil) {
      if (untilMs > nowMs) break;
      this.#expectedUntil.delete(viewerId);
    }
    return this.#waitingSince.size + this.#expectedUntil.size >= crowdSize;
  }

  #spend(nowMs: number): void {
    this.#spent.push(nowMs);
    if (this.#spent.length > lawMaximum) this.#spent.shift();
  }
}
