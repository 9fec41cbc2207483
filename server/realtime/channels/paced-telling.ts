import type { Clock } from '../clock.ts';
import type { TickEnd } from '../tick-end.ts';
import { Pace } from './pace.ts';

export interface PaceDeps {
  readonly clock: Clock;
  readonly tickEnd: Pick<TickEnd, 'present'>;
  /** Pushes a second above which changes are held, and for how long. */
  readonly pushesPerSecond: number;
  readonly holdMs: number;
}

/** Tells what there is at the end of a tick, once however often it is asked, later only where the pace asks for it. */
export class PacedTelling {
  readonly #deps: PaceDeps;
  readonly #pace: Pace;
  /** Whether anybody was told something. */
  readonly #tell: () => boolean;
  #isDue = false;
  #cancelHold: (() => void) | undefined;

  constructor(deps: PaceDeps, tell: () => boolean) {
    this.#deps = deps;
    this.#pace = new Pace(deps.clock, deps.pushesPerSecond, deps.holdMs);
    this.#tell = tell;
  }

  /** There is something, which may wait as the pace says. */
  ask(): void {
    const waitMs = this.#pace.waitMs();
    if (waitMs === 0) return this.hurry();
    if (!this.#isDue) this.#cancelHold ??= this.#deps.clock.after(waitMs, () => this.hurry());
  }

  /** At the end of this tick, whatever the pace. */
  hurry(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.close();
    this.#deps.tickEnd.present(() => {
      this.#isDue = false;
      if (this.#tell()) this.#pace.pushed();
    });
  }

  /** What is held stays untold. */
  close(): void {
    this.#cancelHold?.();
    this.#cancelHold = undefined;
  }
}
