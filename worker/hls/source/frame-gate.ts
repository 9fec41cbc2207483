import type { Frame, TrackInit } from '../frames.ts';
import { spsOf } from '../fmp4/track-init.ts';

const spsUnit = 7;
/** Back by more than this is no jitter of a clock. */
const longestStepBackS = 1;

/** `shut`: waits for a key frame; `other`: what comes belongs to other parameter sets. */
export type GateStatus = 'open' | 'shut' | 'other';

export type Admission =
  { readonly status: 'passes'; readonly frame: Frame } | { readonly status: 'dropped' | 'broken' };

/**
 * Lets through what can stand behind one init, with strictly growing times. A key frame with another sequence
 * parameter set closes it (another layer or another size came), one with the right set opens it again. Times that
 * stand still or step back a little (a corrected clock) are moved to one tick after the last; sound is dropped then,
 * because a frame of it cannot be shorter. A step back by more breaks it.
 */
export class FrameGate {
  readonly #sps: Buffer | null;
  readonly #isVideo: boolean;
  readonly #longestStepBack: number;
  #lastTicks = -Infinity;
  #status: GateStatus = 'open';

  constructor(init: TrackInit) {
    this.#isVideo = init.size !== null;
    this.#sps = spsOf(init);
    this.#longestStepBack = longestStepBackS * init.timescale;
  }

  get status(): GateStatus {
    return this.#status;
  }

  /** Something is missing before what comes next: only a key frame opens it again. */
  shut(): void {
    if (this.#status === 'open') this.#status = 'shut';
  }

  admit(frame: Frame): Admission {
    if (frame.isKey) this.#status = !this.#isVideo || this.#fits(frame.data) ? 'open' : 'other';
    if (this.#status !== 'open') return { status: 'dropped' };
    if (frame.decodeTicks > this.#lastTicks) return this.#pass(frame);
    if (frame.decodeTicks < this.#lastTicks - this.#longestStepBack) return { status: 'broken' };
    if (!this.#isVideo) return { status: 'dropped' };
    const decodeTicks = this.#lastTicks + 1;
    const movedTicks = decodeTicks - frame.decodeTicks;
    const durationTicks = Math.max(1, frame.durationTicks - movedTicks);
    return this.#pass({ ...frame, decodeTicks, durationTicks });
  }

  #pass(frame: Frame): Admission {
    this.#lastTicks = frame.decodeTicks;
    return { status: 'passes', frame };
  }

  /** Encoders repeat their sets with each key frame; where none stands, nothing has changed. */
  #fits(data: Buffer): boolean {
    const found = firstSps(data);
    return found === null || this.#sps === null || found.equals(this.#sps);
  }
}

/** The first sequence parameter set in a sample of units with 4-byte lengths (ISO/IEC 14496-15, 5.3.3). */
function firstSps(data: Buffer): Buffer | null {
  for (let at = 0; at + 5 <= data.length;) {
    const sizeBytes = data.readUInt32BE(at);
    const unit = data.subarray(at + 4, at + 4 + sizeBytes);
    if (((unit[0] ?? 0) & 0x1f) === spsUnit) return unit;
    at += 4 + sizeBytes;
  }
  return null;
}
