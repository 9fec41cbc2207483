import type { Clock } from '#realtime/clock.ts';

interface Alarm {
  readonly atMs: number;
  readonly run: () => void;
}

/** A clock that stands still until it is told to move. Alarms run in the order of their time. */
export class FakeClock implements Clock {
  #nowMs: number;
  readonly #alarms = new Set<Alarm>();
  #endOfTick: (() => void)[] = [];

  constructor(startMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const alarm = { atMs: this.#nowMs + Math.max(0, delayMs), run };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  atEndOfTick(run: () => void): void {
    this.#endOfTick.push(run);
  }

  /** Alarms that have neither run nor been called off. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** Lets promises settle, then ends the tick. */
  async tick(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (const run of this.#endOfTick.splice(0)) run();
  }

  /** Moves on by `ms`, running on the way what falls due, each in a tick of its own. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await this.tick();
    for (;;) {
      const [next] = [...this.#alarms].toSorted((one, other) => one.atMs - other.atMs);
      if (next === undefined || next.atMs > untilMs) break;
      this.#alarms.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
      await this.tick();
    }
    this.#nowMs = untilMs;
    await this.tick();
  }
}
