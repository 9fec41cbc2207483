/**
 * One queue per key: while a batch of a key is under way, what comes for it waits and is the next batch.
 * Keys do not wait for each other.
 */
export class Lanes<Item> {
  readonly #work: (batch: readonly Item[]) => Promise<void>;
  readonly #identityOf: (item: Item) => string;
  readonly #waiting = new Map<string, Item[]>();
  readonly #running = new Set<Promise<void>>();
  #waitingCount = 0;

  /** `work` never rejects. `identityOf`: two items of one identity never share a batch. */
  constructor(identityOf: (item: Item) => string, work: (batch: readonly Item[]) => Promise<void>) {
    this.#identityOf = identityOf;
    this.#work = work;
  }

  /** Items that wait, over all keys; whoever adds bounds it. */
  get waitingCount(): number {
    return this.#waitingCount;
  }

  add(key: string, item: Item): void {
    this.#waitingCount += 1;
    const waiting = this.#waiting.get(key);
    if (waiting) {
      waiting.push(item);
      return;
    }
    this.#waiting.set(key, [item]);
    const run = this.#run(key);
    this.#running.add(run);
    void run.then(() => this.#running.delete(run));
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #run(key: string): Promise<void> {
    for (;;) {
      const batch = this.#take(key);
      if (batch.length === 0) break;
      await this.#work(batch);
    }
    this.#waiting.delete(key);
  }

  #take(key: string): readonly Item[] {
    const waiting = this.#waiting.get(key) ?? [];
    const identities = new Set<string>();
    let count = 0;
    for (const item of waiting) {
      const identity = this.#identityOf(item);
      if (count === maximumBatch || identities.has(identity)) break;
      identities.add(identity);
      count += 1;
    }
    this.#waitingCount -= count;
    return waiting.splice(0, count);
  }
}

/** Bounds how long the next batch waits; the same number as one commit of the log takes (architecture.md). */
const maximumBatch = 512;
