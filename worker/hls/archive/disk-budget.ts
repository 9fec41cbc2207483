/** Removes the oldest replay; false when there is none left. */
export type MakeRoom = () => Promise<boolean>;

/**
 * What live windows and replays of all shows may take together. Oldest replays go first; when none is left, who asks is
 * refused, and what he wanted to write stays in memory while it may (a shorter window on disk).
 */
export class DiskBudget {
  readonly #limitBytes: number;
  readonly #makeRoom: MakeRoom;
  readonly #used = new Map<string, number>();
  #usedBytes = 0;
  #making: Promise<boolean> | undefined;

  constructor(limitBytes: number, makeRoom: MakeRoom) {
    this.#limitBytes = limitBytes;
    this.#makeRoom = makeRoom;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Whether so much may be written; then it counts as written. */
  async take(showId: string, sizeBytes: number): Promise<boolean> {
    while (this.#usedBytes + sizeBytes > this.#limitBytes) {
      if (!(await this.relieve())) return false;
    }
    this.add(showId, sizeBytes);
    return true;
  }

  /** The disk itself is full, or the budget is. One replay at a time, whoever asks. */
  relieve(): Promise<boolean> {
    this.#making ??= this.#makeRoom().finally(() => (this.#making = undefined));
    return this.#making;
  }

  /** What was found at start or must be written anyhow. Negative for what was removed. */
  add(showId: string, sizeBytes: number): void {
    const before = this.#used.get(showId) ?? 0;
    const after = Math.max(0, before + sizeBytes);
    this.#used.set(showId, after);
    this.#usedBytes += after - before;
  }

  /** Its folder is gone. */
  drop(showId: string): void {
    this.#usedBytes -= this.#used.get(showId) ?? 0;
    this.#used.delete(showId);
  }
}
