import type { Clock } from './clock.ts';

/**
 * Deadlines of many items, all the same time after they were added: the first added is the first due, so one timer
 * serves them all and a waiting socket costs a map entry.
 */
export class DeadlineQueue<Item> {
  readonly #clock: Clock;
  readonly #delayMs: number;
  readonly #onDue: (item: Item) => void;
  readonly #dueAtMs = new Map<Item, number>();
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, delayMs: number, onDue: (item: Item) => void) {
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#onDue = onDue;
  }

  has(item: Item): boolean {
    return this.#dueAtMs.has(item);
  }

  /** Begins its time, anew when it was waiting already. */
  add(item: Item): void {
    this.#dueAtMs.delete(item);
    this.#dueAtMs.set(item, this.#clock.nowMs() + this.#delayMs);
    this.#cancel ??= this.#clock.after(this.#delayMs, () => this.#run());
  }

  /** Idempotent. */
  delete(item: Item): void {
    this.#dueAtMs.delete(item);
    if (this.#dueAtMs.size > 0) return;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #run(): void {
    this.#cancel = undefined;
    const nowMs = this.#clock.nowMs();
    const due: Item[] = [];
    for (const [item, dueAtMs] of this.#dueAtMs) {
      if (dueAtMs > nowMs) break;
      due.push(item);
    }
    for (const item of due) {
      // Another that was due may have ended it.
      if (this.#dueAtMs.delete(item)) this.#onDue(item);
    }
    const [next] = this.#dueAtMs.values();
    if (next !== undefined) this.#cancel ??= this.#clock.after(next - nowMs, () => this.#run());
  }
}
