import { writePart } from '../fmp4/part-writer.ts';
import { shortestPartShare } from '../renditions.ts';
import type { Part } from './segment.ts';
import type { FrameTimes, TimedFrame } from './timed-frame.ts';

/** Times in ms come from ticks by division. */
const roundingMs = 0.001;

/** The frames of the part that is not published yet. */
export class OpenPart {
  #frames: TimedFrame[] = [];
  readonly targetMs: number;
  /** Parts so far; numbers their fragments, too. */
  closed = 0;
  /** Those that were too short without an excuse. */
  short = 0;

  constructor(targetMs: number) {
    this.targetMs = targetMs;
  }

  get isEmpty(): boolean {
    return this.#frames.length === 0;
  }

  get count(): number {
    return this.#frames.length;
  }

  get durationMs(): number {
    return this.#frames.reduce((sum, { durationMs }) => sum + durationMs, 0);
  }

  /**
   * The next frame is here, so the last one's duration is known for good: it may be another than it said.
   * `roomMs` is what its segment has left.
   */
  settle(next: TimedFrame, times: FrameTimes, roomMs: number): void {
    const last = this.#frames.at(-1);
    if (last === undefined) return;
    const lasting = times.lasting(last, next);
    const durationMs = this.durationMs - last.durationMs + lasting.durationMs;
    if (durationMs <= Math.min(this.targetMs, roomMs) + roundingMs)
      this.#frames[this.#frames.length - 1] = lasting;
  }

  /** Whether a frame can stand here: in a part each begins where the one before ends, and none makes it too long. */
  hasRoomFor({ frame, durationMs }: TimedFrame): boolean {
    const last = this.#frames.at(-1)?.frame;
    if (last === undefined) return true;
    if (last.decodeTicks + last.durationTicks !== frame.decodeTicks) return false;
    return this.durationMs + durationMs <= this.targetMs + roundingMs;
  }

  /** Long enough, and one more of the last kind would not fit: no use to wait for it. */
  get isComplete(): boolean {
    const last = this.#frames.at(-1);
    if (last === undefined || this.durationMs < this.targetMs * shortestPartShare) return false;
    return this.durationMs + last.durationMs > this.targetMs + roundingMs;
  }

  push(frame: TimedFrame): void {
    this.#frames.push(frame);
  }

  /** Empties it, to go through its frames again. */
  take(): readonly TimedFrame[] {
    const frames = this.#frames;
    this.#frames = [];
    return frames;
  }

  /**
   * The part as it is announced; null when there is nothing in it.
   *
   * @param isExempt - It may be short: last of its segment, or before a gap.
   */
  close(isExempt: boolean): Part | null {
    if (this.isEmpty) return null;
    const durationMs = this.durationMs;
    const frames = this.take().map(({ frame }) => frame);
    const isIndependent = frames.some(({ isKey }) => isKey);
    this.closed += 1;
    if (!isExempt && !isIndependent && durationMs < this.targetMs * shortestPartShare) this.short += 1;
    return {
      durationS: durationMs / 1000,
      isIndependent,
      isGap: false,
      bytes: writePart(frames, this.closed),
    };
  }
}
