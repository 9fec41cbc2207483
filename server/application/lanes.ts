/** Never rejects. `more` are those that came meanwhile and still fit into the batch. */
type Work<Item> = (batch: readonly Item[], more: () => readonly Item[]) => Promise<void>;

/**
 * One queue per key: while a batch of a key is under way, what comes for it waits and is the next batch.
 * Keys do not wait for each other.
 */
export class Lanes<Item> {
  readonly #work: Work<Item>;
  readonly #identityOf: (item: Item) => string;
  readonly #waiting = new Map<string, Item[]>();
  readonly #running = new Set<Promise<void>>();
  #waitingCount = 0;

  /** `identityOf`: two items of one identity never share a batch. */
  constructor(identityOf: (item: Item) => string, work: Work<Item>) {
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
      const taken = new Set<string>();
      const more = () => this.#take(key, taken);
      const batch = more();
      if (batch.length === 0) break;
      await this.#work(batch, more);
    }
    this.#waiting.delete(key);
  }

  /** What waits, as far as it fits into a batch that has the `taken` ones. */
  #take(key: string, taken: Set<string>): readonly Item[] {
    const waiting = this.#waiting.get(key) ?? [];
    let count = 0;
    for (const item of waiting) {
      const identity = this.#identityOf(item);
      if (taken.size === maximumBatch || taken.has(identity)) break;
      taken.add(identity);
      count += 1;
    }
    this.#waitingCount -= count;
    return waiting.splice(0, count);
  }
}

/** Bounds how long the next batch waits; the same number as one commit of the log takes (architecture.md). */
const maximumBatch = 512;
