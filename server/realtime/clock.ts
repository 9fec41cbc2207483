/** Time as the socket sees it; tests put their own in its place, so that nothing in them sleeps. */
export interface Clock {
  /** ms since the epoch. */
  nowMs(): number;
  /** Runs once after `delayMs`; returns the way to call it off. */
  after(delayMs: number, run: () => void): () => void;
  /** Runs when everything that is ready now has been handled: the end of the tick. */
  atEndOfTick(run: () => void): void;
}

/** Node's timers overflow beyond 2^31-1 ms and would fire at once. */
const longestDelayMs = 0x7fffffff;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, Math.min(Math.max(delayMs, 0), longestDelayMs));
    timer.unref();
    return () => clearTimeout(timer);
  },
  atEndOfTick: (run) => {
    setImmediate(run);
  },
};
