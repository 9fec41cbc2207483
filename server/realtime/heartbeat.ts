import type { Clock } from './clock.ts';

interface HeartbeatDeps {
  readonly clock: Clock;
  /** ms between two pings. */
  readonly intervalMs: number;
  /** ms within which a ping must be answered. */
  readonly timeoutMs: number;
  readonly sendPing: () => void;
  /** Called once, when an answer failed to come. */
  readonly onLost: () => void;
}

/** Pings one socket and notices when it stops answering. 25 s and 8 s by default, as Centrifugo has them. */
export class Heartbeat {
  readonly #deps: HeartbeatDeps;
  #cancelPing: () => void;
  #cancelLoss: (() => void) | undefined;

  constructor(deps: HeartbeatDeps) {
    this.#deps = deps;
    this.#cancelPing = deps.clock.after(deps.intervalMs, () => this.#ping());
  }

  /** A pong came. */
  answered(): void {
    this.#cancelLoss?.();
    this.#cancelLoss = undefined;
  }

  close(): void {
    this.#cancelPing();
    this.answered();
  }

  #ping(): void {
    const { clock, intervalMs, timeoutMs, sendPing, onLost } = this.#deps;
    sendPing();
    this.#cancelLoss ??= clock.after(timeoutMs, () => {
      this.close();
      onLost();
    });
    this.#cancelPing = clock.after(intervalMs, () => this.#ping());
  }
}
