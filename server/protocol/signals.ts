import type { ErrorCode } from './errors.ts';
import type { PersonView, ReactionCounts } from './room-views.ts';
import type { StageState } from './methods/stage.ts';

/** Ephemeral messages of a stage, by name. They carry whole states, so a lost one is mended by the next. */
export interface Signals {
  /** To everyone who observes or joined the stage, on every change (programme, sources, incarnation). */
  'stage.state': { readonly showId: string; readonly stage: StageState };
  /** The stage was rebuilt after a fault, or moved: drop the peer's transports and join again (jitter up to `spreadMs`). */
  'stage.reset': { readonly showId: string; readonly incarnation: number; readonly spreadMs: number };
  /** To one peer: its consumer ended because the producer did. */
  'stage.consumer-closed': { readonly showId: string; readonly peerId: string; readonly consumerId: string };
  /** To one peer: the layers now forwarded; null while none. */
  'stage.consumer-layers': {
    readonly showId: string;
    readonly peerId: string;
    readonly consumerId: string;
    readonly spatialLayer: number | null;
  };
  /** To one peer: its producer's health, 0 (nothing arrives) to 10, as the SFU sees it, per simulcast layer. */
  'stage.producer-score': {
    readonly showId: string;
    readonly peerId: string;
    readonly producerId: string;
    readonly scores: readonly number[];
  };
  /** To one peer: the producer was closed by the server (source removed, replaced). */
  'stage.producer-closed': { readonly showId: string; readonly peerId: string; readonly producerId: string };
  /** To one peer: the server took it off the stage, because its right to be there ended or another socket took it over. */
  'stage.peer-removed': { readonly showId: string; readonly peerId: string; readonly code: ErrorCode };
  /** To everyone in the room, at most each 250 ms, when there were any: their sums since the last one, over all servers. */
  'room.reactions': { readonly showId: string; readonly counts: ReactionCounts };
  /** To everyone in the room when it changed, at most each second: how many are there, and some who wrote. */
  'room.presence': {
    readonly showId: string;
    readonly count: number;
    readonly sample: readonly PersonView[];
  };
  /**
   * A subscription ended and no more pushes follow: the right to it did, or, with a temporary code, what was told is
   * void (the log lost its tail, the reader became another audience): subscribe anew without a position.
   */
  'channel.closed': { readonly channel: string; readonly code: ErrorCode };
}

export type SignalName = keyof Signals;
