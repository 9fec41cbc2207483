import type { ReactionCounts } from '#protocol/room-views.ts';
import type { Reaction } from '#protocol/methods/room.ts';
import type { Clock } from '../clock.ts';
import { Payload } from '../payload.ts';

interface ReactionsDeps {
  readonly showId: string;
  readonly clock: Clock;
  readonly broadcast: (payload: Payload) => void;
  /** Tells the other servers. */
  readonly publish: (counts: ReactionCounts) => void;
}

/** Taps are summed for so long; a room of thousands then costs four signals a second. */
const summedMs = 250;
/** More than anybody could see as hearts; also what another server says in one note. */
const maximumCount = 100_000;

/** Reactions in one room: sums of this server's taps and of what the others tell, as one signal. */
export class RoomReactions {
  readonly #deps: ReactionsDeps;
  #own = new Map<Reaction, number>();
  #all = new Map<Reaction, number>();
  #cancel: (() => void) | undefined;

  constructor(deps: ReactionsDeps) {
    this.#deps = deps;
  }

  /** A tap at this server. */
  react(reaction: Reaction): void {
    add(this.#own, reaction, 1);
    add(this.#all, reaction, 1);
    this.#arm();
  }

  /** Taps at another server. */
  heard(counts: ReactionCounts): void {
    // The keys of a note are reactions: another server of this version wrote it.
    for (const [reaction, count] of Object.entries(counts) as [Reaction, number][]) {
      add(this.#all, reaction, count);
    }
    this.#arm();
  }

  close(): void {
    this.#cancel?.();
  }

  #arm(): void {
    this.#cancel ??= this.#deps.clock.after(summedMs, () => this.#flush());
  }

  #flush(): void {
    const { showId, broadcast, publish } = this.#deps;
    this.#cancel = undefined;
    if (this.#own.size > 0) publish(Object.fromEntries(this.#own));
    const counts: ReactionCounts = Object.fromEntries(this.#all);
    this.#own = new Map();
    this.#all = new Map();
    broadcast(Payload.of({ type: 'signal', name: 'room.reactions', data: { showId, counts } }));
  }
}

function add(sums: Map<Reaction, number>, reaction: Reaction, count: number): void {
  sums.set(reaction, Math.min(maximumCount, (sums.get(reaction) ?? 0) + count));
}
