import type { VariantFacts } from '../playlist/multivariant-playlist.ts';
import type { RenditionName } from '../renditions.ts';
import type { TrackInit } from '../frames.ts';
import { SegmentRate } from './segment-rate.ts';

/** What is assumed of a rendition until it was measured. */
export interface Expectation {
  readonly bitrateBps: number;
  readonly codec: string;
}

/** From the default ladder and the sound's bitrates. A layer may be copied, so its size is only known with its head. */
export const expectations: Readonly<Record<RenditionName, Expectation>> = {
  high: { bitrateBps: 2_000_000, codec: 'avc1.42e01f' },
  middle: { bitrateBps: 700_000, codec: 'avc1.42e01f' },
  low: { bitrateBps: 150_000, codec: 'avc1.42e01f' },
  sound: { bitrateBps: 128_000, codec: 'mp4a.40.2' },
  thrift: { bitrateBps: 48_000, codec: 'mp4a.40.2' },
};

/** What an encoder may go over its target, and what the boxes around take. */
const headroom = 1.3;
/** Fewer say little of the peak. */
const fewestSegments = 3;
/** Shorter segments (at a splice) say nothing of how many pictures come in a second. */
const shortestS = 1;

/** Measures one rendition as its segments come. */
export class BandwidthMeter {
  readonly #expected: Expectation;
  #init: TrackInit | null = null;
  readonly #rate = new SegmentRate();
  #segments = 0;
  #frameRate: number | null = null;

  constructor(expected: Expectation) {
    this.#expected = expected;
  }

  get isKnown(): boolean {
    return this.#init !== null;
  }

  useInit(init: TrackInit): void {
    this.#init = init;
  }

  add(sizeBytes: number, durationS: number, frames: number): void {
    this.#rate.add({ sizeBytes, durationS });
    if (durationS < shortestS) return;
    this.#segments += 1;
    this.#frameRate = Math.max(this.#frameRate ?? 0, Math.round(frames / durationS));
  }

  /** A segment is missing. */
  addGap(): void {
    this.#rate.interrupt();
  }

  facts(): VariantFacts {
    const expectedBps = this.#expected.bitrateBps;
    const isMeasured = this.#segments >= fewestSegments;
    const size = this.#init?.size ?? null;
    const { peakBps, averageBps } = this.#rate;
    return {
      codec: this.#init?.codec ?? this.#expected.codec,
      size,
      frameRate: size === null ? null : this.#frameRate,
      peakBps: isMeasured ? peakBps : Math.max(peakBps, expectedBps * headroom),
      averageBps: isMeasured ? averageBps : expectedBps,
    };
  }
}
