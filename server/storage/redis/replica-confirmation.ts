import type { Redis } from 'ioredis';

export interface ReplicaConfirmationOptions {
  readonly redis: Redis;
  /** How many replicas must have a write; 0 asks nobody. */
  readonly replicas: number;
  /** Redis gives up waiting after so long. */
  readonly timeoutMs: number;
}

/**
 * Waits until enough replicas have everything that was written before (WAIT). It holds up the connection, so appends
 * that come meanwhile share the next one. WAIT goes by what this connection saw last, and each new one begins with
 * INFO, so a reconnect in between does not make it forget.
 */
export class ReplicaConfirmation {
  readonly #options: ReplicaConfirmationOptions;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(options: ReplicaConfirmationOptions) {
    this.#options = options;
  }

  /** Rejects when there are too few: the write stands all the same, and may be lost with its Redis. */
  confirm(): Promise<void> {
    if (this.#options.replicas === 0) return Promise.resolve();
    this.#next ??= this.#running.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#next;
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    this.#running = this.#ask();
    return this.#running;
  }

  async #ask(): Promise<void> {
    const { redis, replicas, timeoutMs } = this.#options;
    const confirmed = await redis.wait(replicas, timeoutMs);
    if (confirmed < replicas) {
      throw new Error(
        `NOREPLICAS ${confirmed} of ${replicas} replicas have confirmed within ${timeoutMs} ms`,
      );
    }
  }
}
