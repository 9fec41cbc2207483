import { Refusal } from '#protocol/errors.ts';

/** Whoever is told to wait comes back after this. */
export const retryAfterMs = 1_000;

/**
 * How many HLS requests this process passes on at once. It decides bids, too, and pictures must not make bids wait; so
 * it says at once that it has enough. One address gets half of it: a venue's people may share one, and a single
 * machine must not take it all.
 */
export class ProxySlots {
  readonly #total: number;
  readonly #perAddress: number;
  readonly #taken = new Map<string, number>();
  #sum = 0;

  constructor(total: number) {
    this.#total = total;
    this.#perAddress = Math.ceil(total / 2);
  }

  /** Refuses with `server-overloaded`. Returns what gives the slot back; calling that again does nothing. */
  take(address: string): () => void {
    const taken = this.#taken.get(address) ?? 0;
    if (this.#sum >= this.#total || taken >= this.#perAddress) {
      throw new Refusal('server-overloaded', { retryAfterMs });
    }
    this.#sum += 1;
    this.#taken.set(address, taken + 1);
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      this.#sum -= 1;
      const left = (this.#taken.get(address) ?? 1) - 1;
      if (left === 0) this.#taken.delete(address);
      else this.#taken.set(address, left);
    };
  }
}
