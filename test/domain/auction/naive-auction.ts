import type { PersonId } from '#domain/ids.ts';
import type { LotTerms } from '#domain/auction/auction.ts';

/** What somebody did and the oracle took. */
interface Taken {
  readonly bidderId: PersonId;
  readonly maxMinor: number;
  readonly isExact: boolean;
  readonly isNewMax: boolean;
  readonly readAtMs: number;
}

/**
 * One lot as the rules say it, without a thought for speed: it keeps every bid and computes everything anew from all of
 * them by sorting. Written without a look at the real one, and shares nothing with it but the types.
 */
export class NaiveLot {
  readonly #terms: LotTerms;
  readonly #openedAtMs: number;
  readonly #taken: Taken[] = [];

  constructor(terms: LotTerms, openedAtMs: number) {
    this.#terms = terms;
    this.#openedAtMs = openedAtMs;
  }

  /** Why not, or undefined: it was taken. */
  bid(bidderId: PersonId, amountMinor: number, isExact: boolean, readAtMs: number): string | undefined {
    const { priceMinor, leaderId } = this.now;
    if (readAtMs > this.endsAtMs) return 'lot-not-open';
    if (leaderId !== bidderId) {
      const leastMinor =
        priceMinor === undefined ? this.#terms.startMinor : priceMinor + this.#increment(priceMinor);
      if (amountMinor < leastMinor) return 'bid-too-low';
      this.#taken.push({ bidderId, maxMinor: amountMinor, isExact, isNewMax: false, readAtMs });
      return undefined;
    }
    const ownMinor = this.#ranking(this.#taken)[0]?.maxMinor ?? 0;
    if (amountMinor === ownMinor || (isExact && amountMinor < ownMinor)) return 'bid-unchanged';
    if (amountMinor < (priceMinor ?? 0)) return 'max-below-price';
    this.#taken.push({ bidderId, maxMinor: amountMinor, isExact: false, isNewMax: true, readAtMs });
    return undefined;
  }

  get now() {
    const [leader, runnerUp] = this.#ranking(this.#taken);
    const { reserveMinor } = this.#terms;
    return {
      // Each bid led to a price, and none of them was ever lower than one before.
      priceMinor:
        leader && Math.max(...this.#taken.map((_, index) => this.#priceOf(this.#taken.slice(0, index + 1)))),
      leaderId: leader?.bidderId,
      runnerUpId: runnerUp?.bidderId,
      runnerUpMinor: runnerUp?.maxMinor,
      isReserveMet: reserveMinor === null || (leader?.maxMinor ?? 0) >= reserveMinor,
    };
  }

  get endsAtMs(): number {
    const { kind, durationMs, counterBidMs, extensionCapMs } = this.#terms;
    if (kind === 'hammer') return Number.POSITIVE_INFINITY;
    const plannedMs = this.#openedAtMs + durationMs;
    const wantedMs = this.#taken
      .filter(({ isNewMax }) => !isNewMax && counterBidMs > 0)
      .map(({ readAtMs }) => readAtMs + counterBidMs);
    return Math.min(Math.max(plannedMs, ...wantedMs), plannedMs + extensionCapMs);
  }

  /** What everybody would pay now at most, the highest first; of equals who said so first. */
  #ranking(taken: readonly Taken[]) {
    const bidders = [...new Set(taken.map(({ bidderId }) => bidderId))];
    return bidders
      .map((bidderId) => {
        const index = taken.findLastIndex((one) => one.bidderId === bidderId);
        return { bidderId, index, maxMinor: taken[index]?.maxMinor ?? 0 };
      })
      .sort((one, other) => other.maxMinor - one.maxMinor || one.index - other.index);
  }

  #priceOf(taken: readonly Taken[]): number {
    const { startMinor, reserveMinor } = this.#terms;
    const [leader, runnerUp] = this.#ranking(taken);
    const last = taken.at(-1);
    const prices = [startMinor];
    if (leader && runnerUp)
      prices.push(Math.min(leader.maxMinor, runnerUp.maxMinor + this.#increment(runnerUp.maxMinor)));
    if (leader && reserveMinor !== null && leader.maxMinor >= reserveMinor) prices.push(reserveMinor);
    if (last?.isExact && last.bidderId === leader?.bidderId) prices.push(last.maxMinor);
    return Math.max(...prices);
  }

  #increment(priceMinor: number): number {
    const steps = this.#terms.increments.filter(({ fromMinor }) => fromMinor <= priceMinor);
    return [...steps].sort((one, other) => other.fromMinor - one.fromMinor)[0]?.incrementMinor ?? 1;
  }
}
