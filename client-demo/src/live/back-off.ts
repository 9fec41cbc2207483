/**
 * Full jitter: a delay drawn evenly from zero to a ceiling that grows with each failed attempt, so that a
 * thousand clients who lost the same server do not come back in one wave
 * (AWS Architecture Blog, "Exponential Backoff And Jitter").
 */
export interface BackOffLimits {
  readonly baseMs: number;
  readonly factor: number;
  readonly maximumMs: number;
}

/** Grows slowly at first: a restarted server is back within a second or two and should be found soon. */
export const reconnectLimits: BackOffLimits = { baseMs: 200, factor: 1.6, maximumMs: 10_000 };

export const backOffMs = (
  attempt: number,
  random: () => number,
  { baseMs, factor, maximumMs }: BackOffLimits = reconnectLimits,
): number => Math.round(random() * Math.min(maximumMs, baseMs * factor ** attempt));
