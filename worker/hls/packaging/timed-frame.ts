import type { Frame } from '../frames.ts';

/** A frame with its place on the clock of its run, ms. */
export interface TimedFrame {
  readonly frame: Frame;
  readonly timeMs: number;
  /** As it is announced, never more than a part may last. */
  readonly durationMs: number;
  /** Where the next one begins. */
  readonly endMs: number;
}

/** For a frame that does not say how long it is: short, because the next one may follow at once. */
const guessedMs = 1000 / 30;

/**
 * Puts the frames of one track on the clock of its run and repairs what a part cannot say: durations of 0, and times
 * that go back (null: drop it). A picture that stands longer than a part may last keeps its time in the media, so that
 * players see no hole in it, but is announced with the part target (RFC 8216bis, 4.4.4.9); dates tell the rest.
 */
export class FrameTimes {
  readonly #timescale: number;
  readonly #longestTicks: number;
  #leadTicks: number | null = null;
  #lastTicks = -1;
  readonly #guessedTicks: number;

  constructor(timescale: number, partTargetMs: number) {
    this.#timescale = timescale;
    this.#longestTicks = Math.floor((partTargetMs * timescale) / 1000);
    this.#guessedTicks = Math.round((guessedMs * timescale) / 1000);
  }

  place(frame: Frame): TimedFrame | null {
    if (frame.decodeTicks <= this.#lastTicks) return null;
    this.#lastTicks = frame.decodeTicks;
    // The clock is that of presentation: what the first picture is late by, all are.
    this.#leadTicks ??= frame.compositionTicks;
    const known = frame.durationTicks > 0 ? frame.durationTicks : this.#guessedTicks;
    const whole = known === frame.durationTicks ? frame : { ...frame, durationTicks: known };
    return this.#timed(whole, ((frame.decodeTicks + this.#leadTicks) * 1000) / this.#timescale);
  }

  /** `last` again, as long as the picture after it says: durations are written down only with the next frame known. */
  lasting(last: TimedFrame, next: TimedFrame): TimedFrame {
    const durationTicks = next.frame.decodeTicks - last.frame.decodeTicks;
    if (durationTicks === last.frame.durationTicks || durationTicks > this.#longestTicks) return last;
    return this.#timed({ ...last.frame, durationTicks }, last.timeMs);
  }

  #timed(frame: Frame, timeMs: number): TimedFrame {
    const announcedTicks = Math.min(frame.durationTicks, this.#longestTicks);
    return {
      frame,
      timeMs,
      durationMs: (announcedTicks * 1000) / this.#timescale,
      endMs: timeMs + (frame.durationTicks * 1000) / this.#timescale,
    };
  }
}
