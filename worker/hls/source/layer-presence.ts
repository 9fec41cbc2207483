/** A layer that stopped is given so long to come back before another one takes its rendition over. */
const awayMs = 8000;
/** One that came back must last so long: a publisher's first seconds try layers out. */
const backMs = 5000;

/** Which layers of a picture count as missing. Pure: the time in ms comes with each look. */
export class LayerPresence {
  readonly #differsSinceMs = new Map<number, number>();
  #missing: ReadonlySet<number> | null = null;

  get missing(): ReadonlySet<number> {
    return this.#missing ?? new Set();
  }

  /** Takes what the publisher sends now; the first look counts at once. Nothing at all is no news of layers. */
  look(layers: readonly number[], active: ReadonlySet<number>, nowMs: number): void {
    if (active.size === 0) return;
    if (this.#missing === null) {
      this.#missing = new Set(layers.filter((layer) => !active.has(layer)));
      return;
    }
    const missing = new Set(this.#missing);
    for (const layer of layers) {
      const isMissing = missing.has(layer);
      if (isMissing !== active.has(layer)) {
        this.#differsSinceMs.delete(layer);
        continue;
      }
      const sinceMs = this.#differsSinceMs.get(layer) ?? nowMs;
      this.#differsSinceMs.set(layer, sinceMs);
      if (nowMs - sinceMs < (isMissing ? backMs : awayMs)) continue;
      this.#differsSinceMs.delete(layer);
      if (isMissing) missing.delete(layer);
      else missing.add(layer);
    }
    this.#missing = missing;
  }
}
