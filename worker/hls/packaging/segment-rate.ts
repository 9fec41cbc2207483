import { targetDurationS } from '../renditions.ts';

interface Measured {
  readonly sizeBytes: number;
  readonly durationS: number;
}

const shortestS = 0.5 * targetDurationS;
const longestS = 1.5 * targetDurationS;

/**
 * Bit rates of a media playlist (RFC 8216bis, 4.4.6.2): the average of all, and the peak of any contiguous segments
 * that together last between half a target duration and one and a half.
 */
export class SegmentRate {
  #recent: readonly Measured[] = [];
  #sizeBytes = 0;
  #durationS = 0;
  #peakBps = 0;

  get averageBps(): number {
    return this.#durationS > 0 ? (this.#sizeBytes * 8) / this.#durationS : 0;
  }

  /** Of a show too short to have a peak, the average. */
  get peakBps(): number {
    return Math.max(this.#peakBps, this.averageBps);
  }

  add(segment: Measured): void {
    this.#sizeBytes += segment.sizeBytes;
    this.#durationS += segment.durationS;
    const together: Measured[] = [];
    let sizeBytes = 0;
    let durationS = 0;
    for (const each of [segment, ...this.#recent]) {
      sizeBytes += each.sizeBytes;
      durationS += each.durationS;
      if (durationS > longestS) break;
      together.push(each);
      if (durationS >= shortestS) this.#peakBps = Math.max(this.#peakBps, (sizeBytes * 8) / durationS);
    }
    this.#recent = together;
  }

  /** What comes next is not contiguous with what was. */
  interrupt(): void {
    this.#recent = [];
  }
}
