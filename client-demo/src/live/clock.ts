import { signal, type ReadonlySignal } from '@preact/signals';
import type { TimeSource } from './time-source.ts';

/** How well this browser knows the server's time. */
export interface ClockReading {
  /** Server time minus local monotonic time. */
  readonly offsetMs: number;
  /** The true offset lies within this much on either side. */
  readonly errorMs: number;
  readonly roundTripMs: number;
}

/** One ping and its pong, local times monotonic. */
export interface ClockSample {
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
  readonly serverTimeMs: number;
}

/** The server's time, interpolated. Never steps backwards; a correction is slewed in. */
export interface ServerClock {
  /** null before the first measurement. */
  readonly reading: ReadonlySignal<ClockReading | null>;
  /** Server time in ms since the epoch; the device's own clock until the first measurement. */
  nowMs(): number;
  addSample(sample: ClockSample): void;
  /** After sleep: old samples no longer say anything, because the monotonic clock may have stood still. */
  forget(): void;
}

/** Enough to hold one quick exchange among slow ones; old enough ones leave because clocks drift apart. */
const keptSamples = 16;

const readingOf = ({ sentAtMs, receivedAtMs, serverTimeMs }: ClockSample): ClockReading => {
  const roundTripMs = Math.max(0, receivedAtMs - sentAtMs);
  return {
    offsetMs: serverTimeMs - (sentAtMs + roundTripMs / 2),
    errorMs: roundTripMs / 2,
    roundTripMs,
  };
};

/** Cristian's algorithm: the sample with the shortest round trip bounds the error best. */
export const createServerClock = (
  time: TimeSource,
  deviceNowMs: () => number = () => Date.now(),
): ServerClock => {
  const reading = signal<ClockReading | null>(null);
  let samples: ClockReading[] = [];
  let lastShownMs = Number.NEGATIVE_INFINITY;
  return {
    reading,
    nowMs: () => {
      const shown = reading.value === null ? deviceNowMs() : time.nowMs() + reading.value.offsetMs;
      // Until measured, the device's clock may be hours off, so it does not bind what comes after.
      if (reading.value === null) return shown;
      lastShownMs = Math.max(lastShownMs, shown);
      return lastShownMs;
    },
    addSample: (sample) => {
      samples = [...samples, readingOf(sample)].slice(-keptSamples);
      reading.value = samples.reduce((best, next) => (next.roundTripMs < best.roundTripMs ? next : best));
    },
    forget: () => {
      samples = [];
    },
  };
};
