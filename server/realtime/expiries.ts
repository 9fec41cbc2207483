import type { Clock } from './clock.ts';

/** Tokens live minutes to hours: sockets whose tokens end within the same second share a timer. */
const grainMs = 1000;

interface Bucket<Item> {
  readonly items: Set<Item>;
  readonly cancel: () => void;
}

/** Ends items at times of their own, to the next full second. */
export class Expiries<Item> {
  readonly #clock: Clock;
  readonly #onExpired: (item: Item) => void;
  readonly #buckets = new Map<number, Bucket<Item>>();

  constructor(clock: Clock, onExpired: (item: Item) => void) {
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  add(item: Item, atMs: number): void {
    const dueAtMs = Math.ceil(atMs / grainMs) * grainMs;
    const bucket = this.#buckets.get(dueAtMs) ?? this.#open(dueAtMs);
    bucket.items.add(item);
  }

  /** `atMs` as it was added. Idempotent. */
  delete(item: Item, atMs: number): void {
    const dueAtMs = Math.ceil(atMs / grainMs) * grainMs;
    const bucket = this.#buckets.get(dueAtMs);
    bucket?.items.delete(item);
    if (bucket?.items.size !== 0) return;
    bucket.cancel();
    this.#buckets.delete(dueAtMs);
  }

  #open(dueAtMs: number): Bucket<Item> {
    const items = new Set<Item>();
    const cancel = this.#clock.after(dueAtMs - this.#clock.nowMs(), () => {
      this.#buckets.delete(dueAtMs);
      for (const item of items) this.#onExpired(item);
    });
    const bucket = { items, cancel };
    this.#buckets.set(dueAtMs, bucket);
    return bucket;
  }
}
