import type { Peer, Reception } from './peer.ts';
import type { Programme } from './programme.ts';
import type { Track } from './track.ts';

/** A page swaps pictures within a second or two of a switch; then what went off air ends for the public. */
export const farewellMs = 3000;

export interface AiringParts {
  readonly programme: Programme;
  readonly peers: () => readonly Peer[];
  /** A reception of this peer was ended, not by the peer itself. */
  readonly onEnded: (peer: Peer, reception: Reception) => void;
}

/**
 * What the public receives: only what is on air, and nothing while the show is paused. Decided here and not in the
 * page, because a changed page would go on listening to a microphone that everybody believes is off.
 */
export class Airing {
  readonly #parts: AiringParts;
  #farewell: NodeJS.Timeout | undefined;

  constructor(parts: AiringParts) {
    this.#parts = parts;
  }

  /** Whether this peer may begin to take the track. */
  admits({ audience }: Peer, track: Track): boolean {
    return audience === 'staff' || this.#parts.programme.onAir().includes(track);
  }

  holds({ audience }: Peer): boolean {
    return audience === 'public' && this.#parts.programme.plan.isHeld;
  }

  /** Lets a reception flow or not, as the viewer and the show want it. */
  async settle(peer: Peer, { consumer, track, wish }: Reception): Promise<void> {
    const stops = wish.isPaused || this.holds(peer);
    if (consumer.closed || stops === consumer.paused) return;
    if (stops) {
      track.forgetViewer(consumer.id);
      await consumer.pause();
    } else {
      await consumer.resume();
      track.wantKeyFrame(consumer.id);
    }
  }

  /** After each plan: holds or lets flow at once, and ends what is off air a little later. */
  planned(): void {
    for (const peer of this.#parts.peers()) {
      for (const reception of peer.receptions) {
        // One that closes meanwhile needs no settling.
        this.settle(peer, reception).catch(() => undefined);
      }
    }
    clearTimeout(this.#farewell);
    this.#farewell = setTimeout(() => this.#endOffAir(), farewellMs);
  }

  close(): void {
    clearTimeout(this.#farewell);
  }

  #endOffAir(): void {
    for (const peer of this.#parts.peers()) {
      for (const reception of peer.receptions) {
        if (this.admits(peer, reception.track)) continue;
        reception.consumer.close();
        this.#parts.onEnded(peer, reception);
      }
    }
  }
}
