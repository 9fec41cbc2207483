import { readFile } from 'node:fs/promises';
import { renditionNames, type RenditionName } from '../renditions.ts';
import type { ShowFolder } from './show-folder.ts';

/** Maps that wait for room on the disk; a switch brings five of about a kilobyte each. Overflow: the oldest go. */
const maximumWaiting = 100;

/**
 * The maps of one show. A segment without its map cannot be played, so a map waits in memory until it is written, and
 * is written before the first segment that needs it. Another map of the same number (from a former process) keeps its
 * file; the newer one is stored under a number of its own.
 */
export class MapShelf {
  readonly #folder: ShowFolder;
  readonly #store: (path: string, bytes: Buffer) => Promise<boolean>;
  readonly #waiting = new Map<string, Buffer>();
  readonly #stored = new Map<string, number>();
  readonly #highest = new Map<RenditionName, number>();

  constructor(folder: ShowFolder, store: (path: string, bytes: Buffer) => Promise<boolean>) {
    this.#folder = folder;
    this.#store = store;
  }

  /** What a former process of this show left. */
  async load(): Promise<void> {
    for (const name of renditionNames)
      this.#highest.set(name, Math.max(-1, ...(await this.#folder.maps(name))));
  }

  put(rendition: RenditionName, mapId: number, bytes: Buffer): void {
    this.#waiting.set(keyOf(rendition, mapId), bytes);
    for (const key of this.#waiting.keys()) {
      if (this.#waiting.size <= maximumWaiting) break;
      this.#waiting.delete(key);
    }
  }

  /** Whether the map is on disk by now. */
  async ensure(rendition: RenditionName, mapId: number): Promise<boolean> {
    const key = keyOf(rendition, mapId);
    const bytes = this.#waiting.get(key);
    if (bytes === undefined) return this.#stored.has(key);
    const storedId = await this.#numberFor(rendition, mapId, bytes);
    const path = this.#folder.map(rendition, storedId);
    const isThere = (await readFile(path).catch(() => null))?.equals(bytes) === true;
    if (!isThere && !(await this.#store(path, bytes))) return false;
    this.#highest.set(rendition, Math.max(storedId, this.#highest.get(rendition) ?? -1));
    this.#stored.set(key, storedId);
    this.#waiting.delete(key);
    return true;
  }

  /** Its number on disk, which replays name. */
  storedId(rendition: RenditionName, mapId: number): number {
    return this.#stored.get(keyOf(rendition, mapId)) ?? mapId;
  }

  async #numberFor(rendition: RenditionName, mapId: number, bytes: Buffer): Promise<number> {
    const highest = this.#highest.get(rendition) ?? -1;
    if (mapId > highest) return mapId;
    const there = await readFile(this.#folder.map(rendition, mapId)).catch(() => null);
    return there === null || there.equals(bytes) ? mapId : highest + 1;
  }
}

const keyOf = (rendition: RenditionName, mapId: number): string => `${rendition}/${mapId}`;
