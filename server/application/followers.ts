import type { Following } from './application.ts';

/** What runs beside the commands: it looks at the log when woken, and in any case every so often. */
export interface Follower {
  wake(): void;
  close(): void | Promise<void>;
}

/** All followers of a core, with the sweep that mends wake-ups which the bus lost. */
export class Followers {
  readonly #followers = new Set<Follower>();
  readonly #sweep: NodeJS.Timeout;

  constructor(sweepMs: number) {
    this.#sweep = setInterval(() => this.#followers.forEach((follower) => follower.wake()), sweepMs);
  }

  keep(follower: Follower): Following {
    this.#followers.add(follower);
    return {
      close: () => {
        this.#followers.delete(follower);
        void follower.close();
      },
    };
  }

  /** Resolves when what they do is done. Idempotent. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    await Promise.all([...this.#followers].map(async (follower) => follower.close()));
    this.#followers.clear();
  }
}
