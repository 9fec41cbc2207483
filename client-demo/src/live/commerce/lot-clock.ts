import type { ClockReading } from '../clock.ts';
import { createCountdown, type Countdown } from '../countdown.ts';

/** What may be said of the time that is left, and no more than that. */
export interface LotTime {
  /** Whole seconds, rounded up; never more than said before unless a bid moved the end. */
  readonly seconds: number;
  /** Exact, for a bar that shrinks; at least 0. */
  readonly leftMs: number;
  /** The seconds may be off by more than one can see: "about". */
  readonly isAbout: boolean;
  /** Nothing is left by this clock, and the shop has not said yet that it is over. */
  readonly isClosing: boolean;
  /** Beyond every doubt of this clock: a bid would come too late. */
  readonly isPast: boolean;
}

export interface LotClock {
  /** `endsAtMs` and `nowMs` are server time. */
  read(endsAtMs: number, nowMs: number, reading: ClockReading | null): LotTime;
}

/** More than this and a person sees a wrong second. */
const visibleErrorMs = 400;

/** The countdown of one run of a lot. A bid that moves the end begins it anew; a correction of the clock never does. */
export const createLotClock = (): LotClock => {
  let endMs = Number.NaN;
  let countdown: Countdown = createCountdown(0);
  return {
    read: (endsAtMs, nowMs, reading) => {
      if (endsAtMs !== endMs) countdown = createCountdown(endsAtMs);
      endMs = endsAtMs;
      const errorMs = reading?.errorMs ?? Number.POSITIVE_INFINITY;
      const leftMs = endsAtMs - nowMs;
      return {
        seconds: countdown.read(nowMs),
        leftMs: Math.max(0, leftMs),
        isAbout: errorMs > visibleErrorMs,
        isClosing: leftMs <= 0,
        isPast: leftMs < -errorMs,
      };
    },
  };
};
