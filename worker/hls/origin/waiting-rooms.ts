import type { Publication } from '../publication.ts';
import { renditionNames, type RenditionName } from '../renditions.ts';
import type { LoadGuard } from './load-guard.ts';
import { Waiters } from './waiters.ts';

/** Often enough that who waits in vain is told at most so much later than he may be. */
const lookMs = 250;

/** Who waits for which rendition of which show. Bounded by the shows there are and by the guard. */
export class WaitingRooms {
  readonly #guard: LoadGuard;
  readonly #rooms = new Map<Publication, Readonly<Record<RenditionName, Waiters>>>();
  readonly #timer: NodeJS.Timeout;

  constructor(guard: LoadGuard) {
    this.#guard = guard;
    this.#timer = setInterval(() => {
      this.#expire(performance.now());
    }, lookMs);
  }

  of(publication: Publication, rendition: RenditionName): Waiters {
    return (this.#rooms.get(publication) ?? this.#open(publication))[rendition];
  }

  close(): void {
    clearInterval(this.#timer);
    for (const publication of this.#rooms.keys()) this.#forget(publication);
  }

  #open(publication: Publication): Readonly<Record<RenditionName, Waiters>> {
    const of = (name: RenditionName) => new Waiters(publication.rendition(name), this.#guard);
    const room = {
      high: of('high'),
      middle: of('middle'),
      low: of('low'),
      sound: of('sound'),
      thrift: of('thrift'),
    };
    this.#rooms.set(publication, room);
    return room;
  }

  #forget(publication: Publication): void {
    const room = this.#rooms.get(publication);
    this.#rooms.delete(publication);
    if (room !== undefined) for (const name of renditionNames) room[name].close();
  }

  #expire(nowMs: number): void {
    for (const [publication, room] of this.#rooms) {
      for (const name of renditionNames) room[name].expire(nowMs);
      if (publication.isClosed) this.#forget(publication);
    }
  }
}
