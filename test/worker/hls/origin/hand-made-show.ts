import type { PartPlace, Publication, PublishedRendition, SegmentBytes } from '#worker/hls/publication.ts';
import { renditionNames, renditionRules, type RenditionName } from '#worker/hls/renditions.ts';

/** Parts of a whole segment. */
export const partsOfSegment = 4;
export const firstMsn = 28_000_000;

/** A rendition whose parts appear when a test says so, and whose bytes say which part they are. */
export class HandMadeRendition implements PublishedRendition {
  readonly name: RenditionName;
  readonly partTargetMs: number;
  readonly firstMsn = firstMsn;
  readonly #partBytes: number;
  readonly #listeners = new Set<() => void>();
  readonly #segments = new Map<number, Buffer[]>();
  readonly #files = new Map<number, SegmentBytes>();
  #msn = firstMsn;
  #texts: { readonly full: Buffer; readonly delta: Buffer };

  constructor(name: RenditionName, partBytes: number) {
    this.name = name;
    this.partTargetMs = renditionRules[name].partTargetMs;
    this.#partBytes = partBytes;
    this.#segments.set(this.#msn, []);
    this.#texts = this.#render();
  }

  get next(): PartPlace {
    return { msn: this.#msn, part: this.#segments.get(this.#msn)?.length ?? 0 };
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** The next part; `isLast` ends its segment. */
  announce(isLast = this.next.part === partsOfSegment - 1): void {
    const { msn, part } = this.next;
    this.#segments.get(msn)?.push(this.bytesOf({ msn, part }));
    if (isLast) {
      this.#msn += 1;
      this.#segments.set(this.#msn, []);
    }
    this.#texts = this.#render();
    for (const listener of this.#listeners) listener();
  }

  /** The segment ends with what it has. */
  cut(): void {
    this.#msn += 1;
    this.#segments.set(this.#msn, []);
    this.#texts = this.#render();
    for (const listener of this.#listeners) listener();
  }

  /** From now on a whole segment stands in this file. */
  moveToFile(msn: number, path: string, sizeBytes: number): void {
    this.#files.set(msn, { place: 'file', path, sizeBytes });
  }

  bytesOf({ msn, part }: PartPlace): Buffer {
    return Buffer.alloc(this.#partBytes, `${this.name} ${msn}.${part} `);
  }

  playlist(isDelta: boolean): Buffer {
    return isDelta ? this.#texts.delta : this.#texts.full;
  }

  map(mapId: number): Buffer | null {
    return mapId === 0 ? Buffer.from(`map of ${this.name}`) : null;
  }

  part({ msn, part }: PartPlace): Buffer | null {
    return this.#segments.get(msn)?.[part] ?? null;
  }

  segment(msn: number): SegmentBytes | null {
    const file = this.#files.get(msn);
    const chunks = this.#segments.get(msn);
    if (file !== undefined) return file;
    if (chunks === undefined || msn >= this.#msn) return null;
    return { place: 'memory', chunks, sizeBytes: chunks.reduce((sum, { length }) => sum + length, 0) };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #render(): { readonly full: Buffer; readonly delta: Buffer } {
    const { msn, part } = this.next;
    const text = `#EXTM3U\n#NEXT:${msn}.${part}\n`;
    return { full: Buffer.from(text), delta: Buffer.from(`${text}#EXT-X-SKIP\n`) };
  }
}

/** A show that is live as long as a test says so. */
export class HandMadeShow implements Publication {
  readonly showId: string;
  readonly ready = Promise.resolve();
  isClosed = false;
  master: Buffer | null = Buffer.from('#EXTM3U\n#MASTER\n');
  readonly #renditions: ReadonlyMap<RenditionName, HandMadeRendition>;

  constructor(showId: string, partBytes = 1000) {
    this.showId = showId;
    this.#renditions = new Map(renditionNames.map((name) => [name, new HandMadeRendition(name, partBytes)]));
  }

  multivariant(): Buffer | null {
    return this.master;
  }

  rendition(name: RenditionName): HandMadeRendition {
    const found = this.#renditions.get(name);
    if (found === undefined) throw new Error(`no rendition ${name}`);
    return found;
  }
}
