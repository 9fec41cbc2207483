import type { Frame, FrameSink, TrackInit } from '../frames.ts';
import type { RenditionName } from '../renditions.ts';

/** What a hand-over must know of an output. */
export interface HandedOutput {
  readonly kind: 'video' | 'audio';
  readonly renditions: readonly RenditionName[];
  readonly init: TrackInit | null;
  readonly firstFrame: Frame | null;
}

interface Waiting<Output> {
  readonly output: Output;
  readonly frame: Frame;
  readonly arrivedAtMs: number;
}

/** A run that is not ready within 4 s is given up; 5 streams of 30 to 50 frames a second stay under this. */
const mostWaiting = 1500;

/** Keeps the frames of a run until it takes over, then hands them on; tells the sink what is missing meanwhile. */
export class HandOver<Output extends HandedOutput = HandedOutput> {
  readonly #runId: number;
  readonly #sink: FrameSink;
  #waiting: Waiting<Output>[] = [];
  readonly #missing = new Set<Output>();
  #status: 'waiting' | 'handing' | 'closed' = 'waiting';
  isReady = false;

  constructor(runId: number, sink: FrameSink) {
    this.#runId = runId;
    this.#sink = sink;
  }

  /** The oldest are dropped where too many wait: a run that waits so long does not take over. */
  take(output: Output, frame: Frame, arrivedAtMs: number): void {
    if (this.#status === 'handing') this.#hand(output, frame, arrivedAtMs);
    if (this.#status !== 'waiting') return;
    this.#waiting.push({ output, frame, arrivedAtMs });
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
  }

  /** The outputs' heads, then what waited: pictures from their key frame, sound from about the same moment. */
  begin(outputs: readonly Output[]): void {
    if (this.#status !== 'waiting') return;
    this.#status = 'handing';
    this.#sink.splice({
      runId: this.#runId,
      renditions: outputs.flatMap(({ renditions }) => renditions),
    });
    for (const { renditions, init } of outputs)
      if (init !== null) for (const rendition of renditions) this.#sink.init(rendition, init);
    const beginsAtS = Math.min(
      ...outputs
        .filter(({ kind }) => kind === 'video')
        .map(({ firstFrame, init }) => secondsOf(firstFrame, init)),
    );
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { output, frame, arrivedAtMs } of waiting) {
      const isEarly = output.kind === 'audio' && endOf(frame, output.init) <= beginsAtS;
      if (!isEarly) this.#hand(output, frame, arrivedAtMs);
    }
  }

  /** Nothing of this output can be handed on for now; its next frame says the opposite by itself. */
  missing(output: Output): void {
    if (this.#status !== 'handing' || this.#missing.has(output)) return;
    this.#missing.add(output);
    for (const rendition of output.renditions) this.#sink.missing(rendition, true);
  }

  close(): void {
    this.#status = 'closed';
    this.#waiting = [];
  }

  #hand(output: Output, frame: Frame, arrivedAtMs: number): void {
    if (this.#missing.delete(output))
      for (const rendition of output.renditions) this.#sink.missing(rendition, false);
    for (const rendition of output.renditions) this.#sink.frame(rendition, frame, arrivedAtMs);
  }
}

const secondsOf = (frame: Frame | null, init: TrackInit | null): number =>
  frame === null || init === null ? Infinity : (frame.decodeTicks + frame.compositionTicks) / init.timescale;

const endOf = (frame: Frame, init: TrackInit | null): number =>
  init === null ? Infinity : (frame.decodeTicks + frame.durationTicks) / init.timescale;
