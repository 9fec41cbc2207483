import type { Frame, TrackInit } from '../frames.ts';
import { renditionRules, type RenditionName } from '../renditions.ts';
import { canBeginWith, endsBefore, lengthBefore } from './cut-rules.ts';
import { OpenPart } from './open-part.ts';
import type { Run } from './run.ts';
import { keyToleranceMs, longestSegmentMs } from './segment-clock.ts';
import { SegmentDraft } from './segment-draft.ts';
import type { OpenSegment, TrackListener } from './segment.ts';
import { FrameTimes, type TimedFrame } from './timed-frame.ts';

/** A rendition so many cuts behind the others has stopped. */
const patienceCuts = 2;
/** What a segment may lack at its end without being a gap: renditions of a run that ends do not end together. */
const raggedEndMs = 400;

/**
 * One rendition: frames into parts into segments, in step with the cuts of its run. Either frames flow into the open
 * segment, or there is a gap until a key frame stands at a cut.
 */
export class RenditionTrack {
  readonly name: RenditionName;
  readonly #listener: TrackListener;
  readonly #isVideo: boolean;
  readonly #part: OpenPart;
  #segment: SegmentDraft;
  #run: Run | null = null;
  #times: FrameTimes | null = null;
  #isFlowing = false;
  #isMissing = false;
  #mapId = -1;

  constructor(name: RenditionName, firstMsn: number, listener: TrackListener) {
    this.name = name;
    this.#listener = listener;
    this.#isVideo = renditionRules[name].kind === 'video';
    this.#part = new OpenPart(renditionRules[name].partTargetMs);
    this.#segment = new SegmentDraft(firstMsn, false, 0);
  }

  get msn(): number {
    return this.#segment.msn;
  }

  /** How far it goes, ms of media time of the run. */
  get endMs(): number {
    return this.#segment.endMs;
  }

  get open(): OpenSegment {
    return { msn: this.msn, parts: this.#segment.parts, record: this.#record() };
  }

  get figures() {
    return { parts: this.#part.closed, shortParts: this.#part.short };
  }

  /** The next run: nothing of it is there yet, and its clock has not begun. */
  enter(run: Run, isDiscontinuity: boolean): void {
    this.#run = run;
    this.#isFlowing = false;
    this.#isMissing = false;
    this.#times = null;
    this.#segment = new SegmentDraft(this.msn, isDiscontinuity, 0);
  }

  /** Where the open segment begins, of which nothing is there yet. */
  begin(timeMs: number): void {
    this.#segment = new SegmentDraft(this.msn, this.#segment.isDiscontinuity, timeMs);
  }

  useMap(mapId: number, init: TrackInit): void {
    this.#mapId = mapId;
    this.#times = new FrameTimes(init.timescale, this.#part.targetMs);
  }

  place(frame: Frame): TimedFrame | null {
    return this.#times?.place(frame) ?? null;
  }

  /** Whether a frame could be shown: only such a frame may cut. */
  isWelcome({ frame }: TimedFrame): boolean {
    return !this.#isMissing && (this.#isFlowing || frame.isKey);
  }

  /** Whether the open segment would be too long with this frame, and no cut for it is known. */
  isFullFor(timed: TimedFrame): boolean {
    if (!this.#isFlowing || this.#nextCutMs !== null) return false;
    return lengthBefore(timed, this.#segment, this.#part.durationMs) + timed.durationMs > longestSegmentMs;
  }

  /** The next frame in order of decoding. What it completes is announced. */
  add(timed: TimedFrame): void {
    if (this.#times === null || this.#isMissing) return;
    this.#part.settle(timed, this.#times, this.#segment.roomMs);
    this.#reach(timed);
    if (!this.#isFlowing) {
      const cutMs = this.#run?.clock.cutMs(this.#index) ?? null;
      if (!canBeginWith(timed, this.#segment, cutMs, this.#isVideo, this.#index === 0)) return;
      this.#isFlowing = true;
      this.begin(timed.timeMs);
    }
    // A key frame off the tick cuts nothing: what stands before it would be too short.
    if (!this.#part.hasRoomFor(timed)) this.#publishPart(false);
    this.#part.push(timed);
    this.#segment.frames += 1;
    this.#segment.endMs = timed.endMs;
    if (this.#part.isComplete && !this.#segment.isTickDue) this.#publishPart(false);
  }

  /** New cuts are known: frames that wait may belong behind them; whoever has nothing goes along with a gap. */
  cut(): void {
    const run = this.#run;
    if (run === null) return;
    const waiting = this.#part.take();
    this.#segment.frames -= waiting.length;
    const [first] = waiting;
    if (first !== undefined) this.#segment.endMs = first.timeMs;
    for (const timed of waiting) this.add(timed);
    if (this.#isFlowing && run.clock.lastIndex - this.#index > patienceCuts) this.#stop();
    while (!this.#isFlowing && this.#nextCutMs !== null) this.#closeSegment(this.#nextCutMs);
  }

  setMissing(isMissing: boolean): void {
    if (this.#isMissing === isMissing) return;
    this.#isMissing = isMissing;
    if (isMissing && this.#isFlowing) this.#stop();
  }

  /** The run is over: this segment is its last. `endMs` is where the longest rendition ends. */
  finish(lastIndex: number, endMs: number): void {
    while (this.#index < lastIndex) this.#closeSegment(this.#nextCutMs ?? endMs);
    this.#closeSegment(endMs);
  }

  get #index(): number {
    return this.msn - (this.#run?.firstMsn ?? this.msn);
  }

  get #nextCutMs(): number | null {
    return this.#run?.clock.cutMs(this.#index + 1) ?? null;
  }

  #record() {
    return { ...this.#segment.record(this.#run?.anchorMs ?? 0), rendition: this.name, mapId: this.#mapId };
  }

  /** Closes what ends before this frame. Who leaps over a whole segment does not flow any more. */
  #reach(timed: TimedFrame): void {
    for (
      let cutMs = this.#nextCutMs;
      cutMs !== null && this.#isBehind(timed, cutMs);
      cutMs = this.#nextCutMs
    ) {
      this.#closeSegment(cutMs);
      if (!this.#isFlowing) continue;
      const followingMs = this.#nextCutMs;
      this.#isFlowing = followingMs === null || !this.#isBehind(timed, followingMs);
      if (this.#isFlowing) this.begin(timed.timeMs);
    }
  }

  #isBehind(timed: TimedFrame, cutMs: number): boolean {
    const lengthMs = lengthBefore(timed, this.#segment, this.#part.durationMs);
    return endsBefore(timed, cutMs, this.#isVideo && this.#isFlowing, lengthMs);
  }

  /** What comes now is a gap. Its first part is announced at once, so that nobody waits for it. */
  #stop(): void {
    this.#publishPart(true);
    this.#isFlowing = false;
    const { endMs, roomMs } = this.#segment;
    if (roomMs < this.#part.targetMs) return;
    this.#segment.fillGap(endMs + this.#part.targetMs, this.#part.targetMs);
    this.#listener.onChange();
  }

  #publishPart(isExempt: boolean): void {
    const part = this.#part.close(isExempt);
    if (part === null) return;
    this.#segment.parts.push(part);
    this.#listener.onChange();
  }

  /** Up to `endMs` in any case; what is lacking there is a gap, unless frames flow and it is little. */
  #closeSegment(endMs: number): void {
    this.#publishPart(true);
    const segment = this.#segment;
    if (!this.#isFlowing || segment.parts.length === 0 || endMs - segment.endMs > raggedEndMs) {
      // Behind a gap only a key frame can be shown.
      this.#isFlowing = false;
      segment.fillGap(endMs, this.#part.targetMs);
    }
    const record = this.#record();
    // A picture that stands for seconds does not push the next segment away.
    const nextMs = Math.min(Math.max(segment.endMs, endMs), endMs + keyToleranceMs);
    this.#segment = new SegmentDraft(segment.msn + 1, false, nextMs);
    this.#listener.onSegment({ record, ...segment.whole });
  }
}
