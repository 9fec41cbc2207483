import { mkdir, open, unlink } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { SegmentArchive, SegmentRecord } from '../publication.ts';
import { renditionNames, renditionRules, type RenditionName } from '../renditions.ts';
import type { DiskBudget } from './disk-budget.ts';
import { DiskWriter } from './disk-writer.ts';
import { countFrames } from './frame-count.ts';
import { MapShelf } from './map-shelf.ts';
import { pictureLine, segmentLine, type StoredPicture } from './record-line.ts';
import { onDisk, ShowFolder } from './show-folder.ts';
import { WriteQueue } from './write-queue.ts';

/** Some ten seconds of all five renditions. A disk that is slower than a show for longer leaves gaps. */
const queueBytes = 8_000_000;

export interface ShowArchiveParts {
  readonly root: string;
  readonly showId: string;
  readonly budget: DiskBudget;
  readonly logger: Logger;
  readonly nowMs: () => number;
}

interface Held {
  readonly sizeBytes: number;
  readonly isKept: boolean;
}

/**
 * One show on disk while it runs. Segments come, in any order over renditions; each is a file of its own and a line in
 * the record file, written after it. Goes on in the folder of a former process of the same show.
 */
export class ShowArchive implements SegmentArchive {
  readonly showId: string;
  readonly folder: ShowFolder;
  readonly #budget: DiskBudget;
  readonly #writer: DiskWriter;
  readonly #maps: MapShelf;
  readonly #queue = new WriteQueue(queueBytes);
  /** In the window, by rendition and number; bounded by it, because the packager releases what leaves. */
  readonly #held = new Map<string, Held>();
  #isKeeping = false;
  #isClosed = false;

  private constructor({ root, showId, budget, logger, nowMs }: ShowArchiveParts) {
    this.showId = showId;
    this.folder = new ShowFolder(root, showId);
    this.#budget = budget;
    const onFull = (): void => void budget.relieve();
    this.#writer = new DiskWriter({ logger: logger.child({ showId }), nowMs, onFull });
    this.#maps = new MapShelf(this.folder, async (path, bytes) => this.#store(path, bytes));
  }

  /** Never rejects for a fault of the disk: then it tries again with the first segment. */
  static async open(parts: ShowArchiveParts): Promise<ShowArchive> {
    const archive = new ShowArchive(parts);
    const { folder } = archive;
    for (const name of renditionNames) {
      await mkdir(folder.rendition(name), { recursive: true }).catch(() => undefined);
    }
    if (await isTorn(folder.records)) archive.#writer.foundTorn();
    await archive.#maps.load();
    return archive;
  }

  /** Whether what comes from now on belongs to the replay; what came before does not change. */
  setKeeping(isKeeping: boolean): void {
    this.#isKeeping = isKeeping;
  }

  get isKeeping(): boolean {
    return this.#isKeeping;
  }

  keep(record: SegmentRecord, chunks: readonly Buffer[]): Promise<string | null> {
    if (this.#isClosed) return Promise.resolve(null);
    const isKept = this.#isKeeping;
    const sizeBytes = chunks.reduce((sum, { length }) => sum + length, 0);
    if (record.isGap || sizeBytes === 0) {
      void this.#queue.run(0, async () => this.#note(record, 0, 0, isKept));
      return Promise.resolve(null);
    }
    const done = this.#queue.run(sizeBytes, async () => {
      const path = this.folder.segment(record.rendition, record.msn);
      const hasMap = await this.#maps.ensure(record.rendition, record.mapId);
      if (!hasMap || !(await this.#store(path, Buffer.concat(chunks)))) return null;
      this.#held.set(keyOf(record.rendition, record.msn), { sizeBytes, isKept });
      const isVideo = renditionRules[record.rendition].kind === 'video';
      await this.#note(record, sizeBytes, isVideo ? countFrames(chunks) : 0, isKept);
      return path;
    });
    return done ?? Promise.resolve(null);
  }

  keepMap(rendition: RenditionName, mapId: number, bytes: Buffer): void {
    this.#maps.put(rendition, mapId, bytes);
  }

  release(rendition: RenditionName, msn: number): void {
    // Behind the writing of it, which may not have come about yet.
    void this.#queue.run(0, async () => {
      const key = keyOf(rendition, msn);
      const held = this.#held.get(key);
      this.#held.delete(key);
      if (held !== undefined && !held.isKept) {
        await this.#remove(this.folder.segment(rendition, msn), held.sizeBytes);
      }
    });
  }

  /** A thumbnail; resolves with whether it was kept. */
  async keepPicture(number: number, programMs: number, bytes: Buffer): Promise<StoredPicture | null> {
    const isKept = this.#isKeeping;
    const done = this.#queue.run(bytes.length, async () => {
      if (this.#isClosed || !(await this.#store(this.folder.thumbnail(number), bytes))) return null;
      const picture = { number, programMs, sizeBytes: bytes.length, isKept };
      await this.#writer.append(this.folder.records, pictureLine(picture));
      return picture;
    });
    return done ?? null;
  }

  /** The picture of the whole replay: the latest one that belongs to it. */
  async keepPoster(bytes: Buffer): Promise<void> {
    if (!this.#isKeeping) return;
    await this.#queue.run(bytes.length, async () => {
      // It takes the place of the one before; only the first needs room.
      if (!this.#isClosed) await this.#writer.write(this.folder.poster, bytes);
    });
  }

  /** Behind the window, or taken while the show was for few: gone, unless the replay has it. */
  releasePicture({ number, sizeBytes, isKept }: StoredPicture): void {
    if (isKept) return;
    void this.#queue.run(0, async () => this.#remove(this.folder.thumbnail(number), sizeBytes));
  }

  /** Takes nothing more; resolves when all that was asked for before is done. */
  async close(): Promise<void> {
    await this.#queue.run(0, async () => {
      this.#isClosed = true;
      return Promise.resolve();
    });
  }

  async #note(record: SegmentRecord, sizeBytes: number, frames: number, isKept: boolean): Promise<void> {
    const mapId = this.#maps.storedId(record.rendition, record.mapId);
    await this.#writer.append(
      this.folder.records,
      segmentLine({ ...record, mapId, sizeBytes, frames, isKept }),
    );
  }

  async #store(path: string, bytes: Buffer): Promise<boolean> {
    const sizeBytes = onDisk(bytes.length);
    if (!(await this.#budget.take(this.showId, sizeBytes))) return false;
    const isWritten = await this.#writer.write(path, bytes);
    if (!isWritten) this.#budget.add(this.showId, -sizeBytes);
    return isWritten;
  }

  async #remove(path: string, sizeBytes: number): Promise<void> {
    const isGone = await unlink(path).then(
      () => true,
      () => false,
    );
    if (isGone) this.#budget.add(this.showId, -onDisk(sizeBytes));
  }
}

const keyOf = (rendition: RenditionName, msn: number): string => `${rendition}/${msn}`;

async function isTorn(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => null);
  if (handle === null) return false;
  try {
    const { size } = await handle.stat();
    if (size === 0) return false;
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] !== 0x0a;
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}
