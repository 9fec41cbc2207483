import type { PeerState } from './stage-peer.ts';

/** What tells whether WebRTC does. */
export interface PlayerVitals {
  readonly membership: PeerState['status'];
  readonly isUnfit: boolean;
  /** The stage has no room, or none is there. */
  readonly isTurnedAway: boolean;
  readonly isConnected: boolean;
  /** The stage receives the programme's picture; null while nothing is known of it. */
  readonly isSourceLive: boolean | null;
  readonly frameAgeMs: number | null;
  readonly frameGapMs: number;
  /** Frames are not expected: the page is hidden. */
  readonly isResting: boolean;
}
