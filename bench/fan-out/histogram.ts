const [bucketMs, buckets] = [0.1, 200_000];

/** Millions of delays in little memory, to 0.1 ms; what is over 20 s counts as 20 s. */
export class Histogram {
  readonly #counts = new Uint32Array(buckets);
  #total = 0;

  add(valueMs: number): void {
    const bucket = Math.min(buckets - 1, Math.max(0, Math.floor(valueMs / bucketMs)));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
  }

  /** The delay below which `share` (0 to 1) of all lie; NaN without any. */
  percentile(share: number): number {
    if (this.#total === 0) return Number.NaN;
    let left = this.#total * share;
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      left -= this.#counts[bucket] ?? 0;
      if (left <= 0) return (bucket + 1) * bucketMs;
    }
    return buckets * bucketMs;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }
}
