import type { Redis } from 'ioredis';

export interface StoreClockOptions {
  readonly redis: Redis;
  /** Beyond this difference between the clock of Redis and that of this machine nothing of this clock is trusted. */
  readonly maximumSkewMs: number;
  readonly measureEveryMs?: number;
}

interface Sample {
  /** Added to the monotonic clock it gives a time that Redis had reached for certain. */
  readonly reachedMs: number;
  readonly roundTripMs: number;
  /** Redis less this machine's clock. */
  readonly skewMs: number;
  readonly takenAtMs: number;
}

/** Quartz drifts by some 50 millionths, so between two samples by a tenth of a millisecond. */
const defaultMeasureEveryMs = 2_000;
/** The best of so many counts. A clock that Redis sets back is followed after as many samples. */
const maximumSamples = 8;
const firstSamples = 3;
/** After a minute without an answer a drift may be seen, and Redis may be another machine. */
const trustedForMs = 60_000;

/**
 * Store time without asking each time: the monotonic clock of this process plus an offset measured against the TIME
 * of Redis. Never ahead of Redis by more than the drift since the last sample, behind it by one round trip at most,
 * and never going back.
 */
export class StoreClock {
  readonly #options: StoreClockOptions;
  readonly #timer: NodeJS.Timeout;
  #samples: Sample[] = [];
  #lastMs = 0;

  private constructor(options: StoreClockOptions) {
    this.#options = options;
    const everyMs = options.measureEveryMs ?? defaultMeasureEveryMs;
    this.#timer = setInterval(() => void this.#measureAgain(), everyMs).unref();
    options.redis.on('ready', this.#onReady);
  }

  /** Rejects when Redis does not answer. */
  static async start(options: StoreClockOptions): Promise<StoreClock> {
    const clock = new StoreClock(options);
    try {
      for (let count = 0; count < firstSamples; count++) await clock.#measure();
      return clock;
    } catch (error) {
      clock.close();
      throw error;
    }
  }

  /** Store time, whole ms since the epoch. */
  nowMs(): number {
    const reachedMs = Math.max(...this.#samples.map((sample) => sample.reachedMs));
    this.#lastMs = Math.max(this.#lastMs, Math.floor(performance.now() + reachedMs));
    return this.#lastMs;
  }

  /** An event of this time was recorded, so store time is no earlier. */
  witness(atMs: number): void {
    this.#lastMs = Math.max(this.#lastMs, atMs);
  }

  /** The clock of Redis less that of this machine, by the quickest answer of late. */
  get skewMs(): number {
    return this.#best?.skewMs ?? Number.NaN;
  }

  /** How far `skewMs` may be off. */
  get uncertaintyMs(): number {
    return (this.#best?.roundTripMs ?? Number.NaN) / 2;
  }

  /** Whether Redis was asked of late and both clocks agree within the limit. A server without trust must not serve. */
  get isTrusted(): boolean {
    const takenAtMs = this.#samples.at(-1)?.takenAtMs ?? -Infinity;
    const isFresh = performance.now() - takenAtMs <= trustedForMs;
    return isFresh && Math.abs(this.skewMs) <= this.#options.maximumSkewMs;
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#options.redis.off('ready', this.#onReady);
  }

  get #best(): Sample | undefined {
    return this.#samples.toSorted((a, b) => a.roundTripMs - b.roundTripMs)[0];
  }

  async #measure(): Promise<Sample> {
    const askedAtMs = performance.now();
    const [seconds, microseconds] = await this.#options.redis.time();
    const takenAtMs = performance.now();
    const redisMs = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    const roundTripMs = takenAtMs - askedAtMs;
    const skewMs = redisMs - (Date.now() - roundTripMs / 2);
    const sample = { reachedMs: redisMs - takenAtMs, roundTripMs, skewMs, takenAtMs };
    this.#samples = [...this.#samples.slice(1 - maximumSamples), sample];
    return sample;
  }

  /** Redis may be away: then the last offset stays, and after a while it is not trusted. */
  async #measureAgain(): Promise<void> {
    await this.#measure().catch(() => undefined);
  }

  /** Who answers now may be another machine with another clock, so what was measured before no longer counts. */
  readonly #onReady = (): void => {
    const before = this.#samples;
    this.#measure().then(
      (sample) => (this.#samples = this.#samples.filter((one) => one === sample || !before.includes(one))),
      () => undefined,
    );
  };
}
