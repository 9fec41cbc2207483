/** Seconds left for display. A correction of the clock may hold a number longer, never bring a larger one back. */
export interface Countdown {
  /** Whole seconds left at server time `nowMs`, at least 0. */
  read(nowMs: number): number;
}

/** A countdown to one moment; make a new one when the moment itself is moved. */
export const createCountdown = (targetMs: number): Countdown => {
  let shown = Number.POSITIVE_INFINITY;
  return {
    read: (nowMs) => {
      shown = Math.min(shown, Math.max(0, Math.ceil((targetMs - nowMs) / 1000)));
      return shown;
    },
  };
};
