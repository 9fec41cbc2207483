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

/** For asking again over a connection that stands. */
export const retryLimits: BackOffLimits = { baseMs: 200, factor: 1.6, maximumMs: 10_000 };

/**
 * For connecting again. A link that broke without a word may be one phone's or a server's with 5,000 others, so even
 * the first attempts spread over a second; what wakes a phone or brings its network back connects at once (wake.ts).
 */
export const reconnectLimits: BackOffLimits = { baseMs: 1000, factor: 1.6, maximumMs: 10_000 };

/**
 * The server said that it goes, so everybody lost it in this instant and it needs about a second to be back: the first
 * attempts spread over 2.5 s (5,000 clients: 2,000 in any one second), the next grow from there.
 */
export const restartLimits: BackOffLimits = { baseMs: 2500, factor: 1.6, maximumMs: 10_000 };

export const backOffMs = (
  attempt: number,
  random: () => number,
  { baseMs, factor, maximumMs }: BackOffLimits = retryLimits,
): number => Math.round(random() * Math.min(maximumMs, baseMs * factor ** attempt));
