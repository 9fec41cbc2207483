import { renderMultivariantPlaylist, type VariantFacts } from '../playlist/multivariant-playlist.ts';
import type { Publication, PublishedRendition } from '../publication.ts';
import type { RenditionName } from '../renditions.ts';
import type { Outlet } from './outlet.ts';

export type OutletTable = Readonly<Record<RenditionName, Outlet>>;

/** One show as the origin sees it: its renditions, and the playlist that leads to them. */
export class ShowPublication implements Publication {
  readonly showId: string;
  readonly ready: Promise<void>;
  readonly #outlets: OutletTable;
  readonly #readiness = Promise.withResolvers<void>();
  #isReady = false;
  #isClosed = false;

  constructor(showId: string, outlets: OutletTable) {
    this.showId = showId;
    this.#outlets = outlets;
    this.ready = this.#readiness.promise;
    // Whoever does not wait for it must not be told of its rejection as unhandled.
    this.ready.catch(() => undefined);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  rendition(name: RenditionName): PublishedRendition {
    return this.#outlets[name].store;
  }

  /** Rates are those measured up to now, so the text gets better while the show runs. */
  multivariant(): Buffer | null {
    if (!this.#isReady) return null;
    const facts = (name: RenditionName): VariantFacts => this.#outlets[name].meter.facts();
    const table = {
      high: facts('high'),
      middle: facts('middle'),
      low: facts('low'),
      sound: facts('sound'),
      thrift: facts('thrift'),
    };
    // A picture is cut without a key frame when none comes, so segments are not promised to be independent.
    return Buffer.from(renderMultivariantPlaylist(table, 'live.m3u8', false));
  }

  /** Ready as soon as each of these has told its codec. */
  see(renditions: Iterable<RenditionName>): void {
    if (this.#isReady || ![...renditions].every((name) => this.#outlets[name].meter.isKnown)) return;
    this.#isReady = true;
    this.#readiness.resolve();
  }

  close(): void {
    this.#isClosed = true;
    if (!this.#isReady) this.#readiness.reject(new Error('The broadcast ended before it began'));
  }
}
