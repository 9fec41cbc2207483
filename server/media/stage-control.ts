import type {
  PeerlessMethod,
  StageMethod,
  StageParams,
  StageResults,
  StageState,
} from '#protocol/methods/stage.ts';
import type { SignalName, Signals } from '#protocol/signals.ts';
import type { RtpCapabilities } from '#protocol/rtp.ts';
import type { SourceView } from '#protocol/views.ts';
import type { WorkerPlan } from '#protocol/worker-rpc/calls.ts';

/** Signalling methods that act on a peer. */
export type PeerMethod = Exclude<StageMethod, PeerlessMethod>;

/** Who stands behind a peer: a resumed peer must have the same person. The public receives only what is on air. */
export interface PeerOwner {
  readonly personId: string;
  readonly audience: 'public' | 'staff';
}

/** A signal on its way: to one peer, or to all who follow the stage when `peerId` is absent. */
export type StageSignal = {
  [Name in SignalName]: {
    readonly showId: string;
    readonly peerId?: string;
    readonly name: Name;
    readonly data: Signals[Name];
  };
}[SignalName];

/** What the commerce side tells the media side of a show. */
export interface StagePlan {
  readonly showId: string;
  readonly programmeSourceId: string | null;
  readonly microphoneSourceId: string | null;
  /** The show is paused: the crew goes on seeing the stage, the public receives nothing. */
  readonly isHeld: boolean;
  readonly hls: WorkerPlan['hls'];
  readonly sources: readonly { readonly sourceId: string; readonly kind: SourceView['kind'] }[];
}

/**
 * The media facade that realtime and main.ts use. Stages are opened on demand and re-placed after faults.
 * Refusals are `Refusal`s with codes of the media part of the error table.
 */
export interface StageControl {
  rtpCapabilities(): Promise<RtpCapabilities>;
  /** Ephemeral state, or an empty state when the stage is not open. Synchronous: kept up to date by the worker's events. */
  state(showId: string): StageState;
  /** Tells media what is on air; opens the stage when needed. Idempotent: the latest plan wins. */
  apply(plan: StagePlan): Promise<void>;
  /** Ends a stage with everything on it. */
  close(showId: string): Promise<void>;
  /** One signalling call of a peer. Authorisation by role and show happened before. */
  call<M extends PeerMethod>(method: M, params: StageParams<M>, owner: PeerOwner): Promise<StageResults[M]>;
  /** The socket of this peer is gone: it may come back with `stage.resume` within the grace time. */
  detach(showId: string, peerId: string): void;
  /** Starts a source that the worker itself plays: the demo stage or a clip, fed by ffmpeg. */
  feed(
    showId: string,
    sourceId: string,
    feed: { readonly kind: 'demo' } | { readonly kind: 'file'; readonly path: string },
  ): Promise<void>;
  onSignal(listener: (signal: StageSignal) => void): () => void;
  /** Facts for metrics and the studio: workers, load, what is wrong. */
  health(): {
    readonly workers: number;
    readonly stages: number;
    readonly peers: number;
    readonly ready: boolean;
  };
  shutdown(): Promise<void>;
}
