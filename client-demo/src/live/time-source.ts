/** Where time and chance come from, so that tests can hold both still. */
export interface TimeSource {
  /** Monotonic local time in ms; only differences mean anything. */
  nowMs(): number;
  /** Runs `task` once after `delayMs`; returns the way to cancel it. */
  after(delayMs: number, task: () => void): () => void;
  /** In [0, 1). */
  random(): number;
}

export const systemTime: TimeSource = {
  nowMs: () => performance.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** Resolves after `delayMs`, or at once when `signal` aborts. */
export const pause = (time: TimeSource, delayMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const cancel = time.after(delayMs, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    const stop = () => {
      cancel();
      resolve();
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
