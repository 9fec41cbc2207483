import type { PartPlace, PublishedRendition } from '../publication.ts';
import type { LoadGuard } from './load-guard.ts';

/** Somebody who asked for what is not there yet. */
export interface Waiter {
  /** Served once this place is in the playlist. */
  readonly place: PartPlace;
  /** A part that its segment does not have is the first of the next segment. Not so for a part's own bytes. */
  readonly rollsOver: boolean;
  readonly serve: () => void;
  /** It did not come in time. */
  readonly miss: () => void;
  /** When that is, on the clock of `performance.now()`. */
  readonly untilMs: number;
}

/** Whether a place is in the playlist by now. */
export const isBehind = (place: PartPlace, next: PartPlace): boolean =>
  place.msn < next.msn || (place.msn === next.msn && place.part < next.part);

/**
 * Whether a request for a playlist with this place can be answered. A part beyond the last of a segment is the first of
 * the next one (draft-pantos-hls-rfc8216bis, section 6.2.5.2), so it is not there the moment its segment ends.
 */
export function isAnnounced(place: PartPlace, rendition: PublishedRendition): boolean {
  const { next } = rendition;
  if (!isBehind(place, next)) return false;
  const hasJustEnded = place.msn === next.msn - 1 && next.part === 0;
  return !hasJustEnded || place.part === 0 || rendition.part(place) !== null;
}

/**
 * Who waits for the next parts of one rendition. All are served in the turn in which the part is announced, because a
 * part's worth is its age.
 */
export class Waiters {
  readonly #rendition: PublishedRendition;
  readonly #guard: LoadGuard;
  readonly #waiting = new Set<Waiter>();
  readonly #stop: () => void;

  constructor(rendition: PublishedRendition, guard: LoadGuard) {
    this.#rendition = rendition;
    this.#guard = guard;
    this.#stop = rendition.onChange(() => {
      this.#serve();
    });
  }

  /** Returns the way to give up. */
  add(waiter: Waiter): () => void {
    this.#waiting.add(waiter);
    this.#guard.waiting += 1;
    return () => {
      this.#drop(waiter);
    };
  }

  /** Lets go of whom nothing came for. */
  expire(nowMs: number): void {
    for (const waiting of this.#waiting) {
      if (waiting.untilMs > nowMs) continue;
      this.#drop(waiting);
      waiting.miss();
    }
  }

  /** Nothing more will come. */
  close(): void {
    this.#stop();
    this.expire(Infinity);
  }

  #serve(): void {
    const rendition = this.#rendition;
    for (const waiting of this.#waiting) {
      const { place, rollsOver } = waiting;
      if (!(rollsOver ? isAnnounced(place, rendition) : isBehind(place, rendition.next))) continue;
      this.#drop(waiting);
      waiting.serve();
    }
  }

  #drop(waiting: Waiter): void {
    if (this.#waiting.delete(waiting)) this.#guard.waiting -= 1;
  }
}
