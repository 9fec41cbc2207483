import type { Clock } from './clock.ts';

interface Flushable {
  flush(): void;
}

/**
 * The end of a tick, once for the whole process: first what changed is presented, then every socket that has something
 * waiting gets its one frame. So changes of one tick leave together, and an answer never comes after a push behind it.
 */
export class TickEnd {
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  #presenting: (() => void)[] = [];
  #flushing: Flushable[] = [];
  #armed = false;

  constructor(clock: Clock, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#onError = onError;
  }

  /** Runs before the flush; what it sends leaves with it. */
  present(run: () => void): void {
    this.#presenting.push(run);
    this.#arm();
  }

  /** Once per tick and socket, when it begins to wait. */
  flush(outbox: Flushable): void {
    this.#flushing.push(outbox);
    this.#arm();
  }

  #arm(): void {
    if (this.#armed) return;
    this.#armed = true;
    this.#clock.atEndOfTick(() => this.#end());
  }

  #end(): void {
    const presenting = this.#presenting;
    this.#presenting = [];
    for (const run of presenting) this.#try(run);
    const flushing = this.#flushing;
    this.#flushing = [];
    this.#armed = this.#presenting.length > 0;
    if (this.#armed) this.#clock.atEndOfTick(() => this.#end());
    for (const outbox of flushing) this.#try(() => outbox.flush());
  }

  /** A fault of one leaves the others what is theirs. */
  #try(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#onError(error);
    }
  }
}
