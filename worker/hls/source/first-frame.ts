import type { Frame } from '../frames.ts';

/** Longer than this many of the next frame no first frame is. */
const plausible = 2;

/**
 * Holds a picture's first frame back until the second came, and moves it to its place. ffmpeg's parser gives the very
 * first frame no time, so that its muxer puts it at the beginning of all times, with a duration of up to seconds.
 */
export class FirstFrame {
  #first: Frame | null = null;
  #isOver = false;

  /** Takes frames in order of decoding; answers those that can be handed on. */
  take(frame: Frame): readonly Frame[] {
    if (this.#isOver) return [frame];
    const first = this.#first;
    this.#first = frame;
    if (first === null) return [];
    this.#isOver = true;
    const { durationTicks } = frame;
    if (first.durationTicks <= plausible * durationTicks) return [first, frame];
    return [{ ...first, decodeTicks: frame.decodeTicks - durationTicks, durationTicks }, frame];
  }
}
