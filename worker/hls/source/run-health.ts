import type { GateStatus } from './frame-gate.ts';

/** Why a successor is needed although ffmpeg runs. */
export type RunFault = 'stalled' | 'parameters-changed';

export interface WatchedOutput {
  readonly kind: 'video' | 'audio';
  /** `performance.now()` of the newest bytes. */
  readonly bytesAtMs: number;
  /** Of the newest frame that could be handed on. */
  readonly frameAtMs: number;
  readonly gate: GateStatus;
}

export interface Health<Output> {
  /** What has nothing to hand on right now. */
  readonly missing: readonly Output[];
  readonly fault: RunFault | null;
}

/** Without bytes for so long, an ffmpeg whose publisher lives is stuck. */
const stallMs = 1500;
/** Screens that stand still send a frame a second or less, and all of it comes late through a constant rate. */
const screenStallMs = 4500;
/** A layer that is silent for so long while others come was stopped; frames are at most 70 ms apart. */
const silentLayerMs = 700;
/** Pure; `nowMs` and the outputs' times are of one clock. `isOwnLayer`: no other layer stands in for this output's. */
export function judge<Output extends WatchedOutput>(
  outputs: readonly Output[],
  isScreen: boolean,
  isOwnLayer: (output: Output) => boolean,
  nowMs: number,
): Health<Output> {
  const stalls = { video: isScreen ? screenStallMs : stallMs, audio: stallMs };
  const pictures = outputs.filter(({ kind }) => kind === 'video');
  const isStalled = (['video', 'audio'] as const).some((kind) =>
    outputs
      .filter((output) => output.kind === kind)
      .every(({ bytesAtMs }) => nowMs - bytesAtMs > stalls[kind]),
  );
  const missing = isScreen ? [] : pictures.filter((output) => lacks(output, nowMs));
  // Other parameter sets by the publisher's own doing; those of a layer that stands in are none.
  const isChanged = pictures.some((output) => output.gate === 'other' && isOwnLayer(output));
  return { missing, fault: isStalled ? 'stalled' : isChanged ? 'parameters-changed' : null };
}

const lacks = ({ gate, frameAtMs }: WatchedOutput, nowMs: number): boolean =>
  gate !== 'open' || nowMs - frameAtMs > silentLayerMs;
