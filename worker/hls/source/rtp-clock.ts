import type { RtpMoment } from './sender-report.ts';

/** Readings of so many windows count; more smooth better, fewer follow a drifting clock better. */
const windowCount = 4;

/**
 * Where one stream's RTP timestamps stand against this machine's clock. A packet can only be late, so the least
 * late one of some windows (2 s each) is closest to the truth; a publisher's clock that is 500 ppm off moves it by
 * 4 ms at most.
 */
export class RtpClock {
  readonly #clockRate: number;
  readonly #windows: RtpMoment[] = [];
  #best: RtpMoment | null = null;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  get isKnown(): boolean {
    return this.#best !== null || this.#windows.length > 0;
  }

  /** A packet arrived. */
  observe(moment: RtpMoment): void {
    if (this.#best === null || this.#latenessMs(moment, this.#best) < 0) this.#best = moment;
  }

  /** Ends a window; answers the least late packet of the last few, brought to the newest, or null before any. */
  read(): RtpMoment | null {
    if (this.#best !== null) this.#windows.push(this.#best);
    this.#best = null;
    if (this.#windows.length > windowCount) this.#windows.shift();
    const [first, ...others] = this.#windows;
    if (first === undefined) return null;
    return others.reduce((best, moment) => (this.#latenessMs(moment, best) < 0 ? moment : best), first);
  }

  /** How much later than `other` it came, measured by the publisher's clock; timestamps wrap at 2^32. */
  #latenessMs(moment: RtpMoment, other: RtpMoment): number {
    const aheadTicks = (moment.rtpTimestamp - other.rtpTimestamp) | 0;
    return moment.atMs - other.atMs - (aheadTicks / this.#clockRate) * 1000;
  }
}
