import type { TimeSource } from '../../../client-demo/src/live/time-source.ts';

interface Alarm {
  readonly atMs: number;
  readonly task: () => void;
}

/** Time that stands still until told to move; chance that always says the same. */
export class FakeTime implements TimeSource {
  #nowMs = 1000;
  readonly #alarms = new Set<Alarm>();
  chance = 0.5;

  nowMs(): number {
    return this.#nowMs;
  }
  random(): number {
    return this.chance;
  }
  after(delayMs: number, task: () => void): () => void {
    const alarm = { atMs: this.#nowMs + delayMs, task };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }
  get pending(): number {
    return this.#alarms.size;
  }
  /** Lets promises settle. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
  /** Moves on by `ms`, running what falls due in order, with promises settled in between. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await this.settle();
    for (;;) {
      const next = [...this.#alarms].toSorted((one, other) => one.atMs - other.atMs)[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.#alarms.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.task();
      await this.settle();
    }
    this.#nowMs = untilMs;
  }
}
