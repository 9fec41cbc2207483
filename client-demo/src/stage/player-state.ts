import type { StageState } from '#protocol/methods/stage.ts';
import type { CallError } from '../live/outcome.ts';
import type { PeerState } from './stage-peer.ts';

/** What a viewer sees. `slate`: a connection, but no picture on air. */
export type StagePlayerState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | { readonly status: 'playing'; readonly sourceId: string }
  | { readonly status: 'slate'; readonly reason: 'no-programme' | 'source-silent' | 'no-frames' }
  /** The last picture stands still meanwhile. */
  | { readonly status: 'reconnecting' }
  /** The server said no, for good. */
  | { readonly status: 'refused'; readonly error: CallError }
  /** This browser cannot play (no WebRTC, no common codec). */
  | { readonly status: 'failed'; readonly detail: string };

/** Everything the state follows from. */
export interface PlayerFacts {
  readonly peer: PeerState;
  readonly unfit: string | null;
  readonly stage: StageState | null;
  /** The source whose picture is in front. */
  readonly shownSourceId: string | null;
  /** Age of the newest frame in ms; null before the first. */
  readonly frameAgeMs: number | null;
  readonly frameGapMs: number;
  readonly isConnected: boolean;
  /** Frames are not expected: the page is hidden, or the picture was paused for that. */
  readonly isResting: boolean;
}

/** Without a frame for this long the viewer is told (issue 2: the slate comes within 2 s). */
const frozenAfterMs = 1500;
/** A still screen sends a frame a second; only several missing ones in a row mean something. */
const missedFrames = 2.5;
const frozenAtMostMs = 5000;
/** A picture that moved this recently contradicts a late report that its source is silent. */
const surelyMovingMs = 600;

export const derivePlayerState = (facts: PlayerFacts): StagePlayerState => {
  const { peer, stage, frameAgeMs, shownSourceId } = facts;
  if (facts.unfit !== null) return { status: 'failed', detail: facts.unfit };
  if (peer.status === 'idle') return { status: 'idle' };
  if (peer.status === 'refused') return { status: 'refused', error: peer.error };

  const isMoving = frameAgeMs !== null && frameAgeMs < surelyMovingMs;
  if (stage !== null && peer.status === 'joined' && !isMoving) {
    const onAir = stage.sources.find(({ sourceId }) => sourceId === stage.programmeSourceId);
    if (stage.programmeSourceId === null) return { status: 'slate', reason: 'no-programme' };
    if (onAir?.hasLiveVideo !== true) return { status: 'slate', reason: 'source-silent' };
  }
  if (frameAgeMs === null || shownSourceId === null) {
    return { status: peer.status === 'rejoining' ? 'reconnecting' : 'connecting' };
  }
  const frozenMs = Math.min(frozenAtMostMs, Math.max(frozenAfterMs, facts.frameGapMs * missedFrames));
  if (facts.isResting || frameAgeMs < frozenMs) return { status: 'playing', sourceId: shownSourceId };
  const isLost = peer.status !== 'joined' || !facts.isConnected;
  return isLost ? { status: 'reconnecting' } : { status: 'slate', reason: 'no-frames' };
};

/** Whether two states look the same, so that followers hear of changes only. */
export const isSameState = (one: StagePlayerState, other: StagePlayerState): boolean =>
  one.status === other.status &&
  (one.status !== 'playing' || other.status !== 'playing' || one.sourceId === other.sourceId) &&
  (one.status !== 'slate' || other.status !== 'slate' || one.reason === other.reason);
