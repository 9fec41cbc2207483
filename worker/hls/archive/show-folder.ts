import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { idPattern } from '#protocol/ids.ts';
import { renditionNames, type RenditionName } from '../renditions.ts';

/** Disks hand out space in blocks of this size; sound segments are not much larger. */
const blockBytes = 4096;
const showIdShape = new RegExp(idPattern);
const temporarySuffix = '.part';

/** What a file takes on disk, about. */
export const onDisk = (sizeBytes: number): number => Math.ceil(sizeBytes / blockBytes) * blockBytes;

export const isShowId = (name: string): boolean => showIdShape.test(name);

/** Where the files of one show are. Every name is made here, from numbers and names known beforehand. */
export class ShowFolder {
  readonly path: string;

  /** Throws for an id that is none: it would be a programming error, and a way out of `root`. */
  constructor(root: string, showId: string) {
    if (!isShowId(showId)) throw new Error('a folder was asked for by no id of a show');
    this.path = join(root, showId);
  }

  get records(): string {
    return join(this.path, 'records.jsonl');
  }
  /** Its presence makes the folder a replay. */
  get over(): string {
    return join(this.path, 'over.json');
  }
  get poster(): string {
    return join(this.path, 'poster.jpg');
  }
  rendition(name: RenditionName): string {
    return join(this.path, name);
  }
  segment(name: RenditionName, msn: number): string {
    return join(this.path, name, `s${msn}.m4s`);
  }
  map(name: RenditionName, mapId: number): string {
    return join(this.path, name, `i${mapId}.mp4`);
  }
  thumbnail(number: number): string {
    return join(this.path, `t${number}.jpg`);
  }

  /** What lies there, blocks included. Half-written files of a process that died are removed on the way. */
  async sizeBytes(): Promise<number> {
    let sum = 0;
    for (const path of [this.path, ...renditionNames.map((name) => this.rendition(name))]) {
      for (const name of await namesIn(path)) {
        const file = join(path, name);
        if (name.endsWith(temporarySuffix)) await unlink(file).catch(() => undefined);
        else
          sum += await stat(file).then(
            (found) => (found.isFile() ? onDisk(found.size) : 0),
            () => 0,
          );
      }
    }
    return sum;
  }

  /** Media sequence numbers whose segment is there. */
  async segments(name: RenditionName): Promise<ReadonlySet<number>> {
    return new Set(await this.#numbers(this.rendition(name), /^s(\d{1,12})\.m4s$/));
  }
  async maps(name: RenditionName): Promise<readonly number[]> {
    return this.#numbers(this.rendition(name), /^i(\d{1,12})\.mp4$/);
  }
  async thumbnails(): Promise<readonly number[]> {
    return this.#numbers(this.path, /^t(\d{1,12})\.jpg$/);
  }

  async #numbers(path: string, shape: RegExp): Promise<number[]> {
    const names = await namesIn(path);
    return names.flatMap((name) => shape.exec(name)?.[1] ?? []).map(Number);
  }
}

export const temporaryOf = (path: string): string => path + temporarySuffix;

const namesIn = (path: string): Promise<string[]> => readdir(path).catch(() => []);
