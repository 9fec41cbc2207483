import type { RenditionStore } from './rendition-store.ts';

/** What a player needs to begin and to stay (media facts: seven or more). */
const fewestSegments = 7;
/** All renditions of three minutes: what a worker can spare while no disk takes it. */
const defaultBudgetBytes = 80_000_000;

interface WindowOptions {
  readonly windowMs: number;
  readonly nowMs: () => number;
  readonly memoryBudgetBytes?: number;
}

/** Lets the oldest segments go, in all renditions alike: by age, or earlier while memory has to hold what disk refuses. */
export class Window {
  readonly #stores: readonly RenditionStore[];
  readonly #options: WindowOptions;
  readonly #budgetBytes: number;

  constructor(stores: readonly RenditionStore[], options: WindowOptions) {
    this.#stores = stores;
    this.#options = options;
    this.#budgetBytes = options.memoryBudgetBytes ?? defaultBudgetBytes;
  }

  move(): void {
    const nowMs = this.#options.nowMs();
    for (const store of this.#stores) store.forget(nowMs);
    while (this.#isOver()) {
      for (const store of this.#stores) store.evict(nowMs + this.#options.windowMs);
    }
  }

  #isOver(): boolean {
    const [first] = this.#stores;
    if (first === undefined || this.#stores.some(({ segmentCount }) => segmentCount <= fewestSegments))
      return false;
    const memoryBytes = this.#stores.reduce((sum, store) => sum + store.memoryBytes, 0);
    if (memoryBytes > this.#budgetBytes) return true;
    const oldestMs = first.programMs(first.firstMsn);
    const newestMs = first.programMs(first.firstMsn + first.segmentCount - 1);
    return oldestMs !== null && newestMs !== null && newestMs - oldestMs > this.#options.windowMs;
  }
}
