import { appendFile, mkdir, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import { diskFaultOf, isFull, type DiskFault } from './disk-fault.ts';
import { temporaryOf } from './show-folder.ts';

/** After a fault the disk is left alone for so long; a segment that is not kept in between is only a gap. */
const againMs = 5000;
/** Lines that wait for room: some minutes of a show. Overflow policy: the oldest go, their segments are gaps. */
const maximumLines = 2000;

interface Parts {
  readonly logger: Logger;
  readonly nowMs: () => number;
  /** The disk has no room: whoever can, makes some. */
  readonly onFull: () => void;
}

/** Writes whole files and lines, survives every fault of a disk, and says once when one begins and when it is over. */
export class DiskWriter {
  readonly #parts: Parts;
  #fault: DiskFault | null = null;
  #againAtMs = Number.NEGATIVE_INFINITY;
  #lines: string[] = [];
  #isTorn = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What the disk last said; null while all is well. */
  get fault(): DiskFault | null {
    return this.#fault;
  }

  /** Under a temporary name first, so that what `path` leads to is whole. False: not written. */
  async write(path: string, bytes: Buffer): Promise<boolean> {
    if (this.#isResting()) return false;
    const temporary = temporaryOf(path);
    try {
      await this.#writeWhole(temporary, bytes);
      await rename(temporary, path);
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      this.#failed(error);
      return false;
    }
    this.#recovered();
    return true;
  }

  /** At the end of a file, together with lines that found no room before. A torn line is closed first. */
  async append(path: string, line: string): Promise<void> {
    this.#lines.push(line);
    if (this.#lines.length > maximumLines) this.#lines.shift();
    if (this.#isResting()) return;
    try {
      await appendFile(path, (this.#isTorn ? '\n' : '') + this.#lines.join(''));
      this.#lines = [];
      this.#isTorn = false;
    } catch (error) {
      // A part of it may be there; a line that then stands twice is read as one.
      this.#isTorn = true;
      this.#failed(error);
    }
  }

  /** The file's last line, from a former process, has no end. */
  foundTorn(): void {
    this.#isTorn = true;
  }

  /** Somebody removed the folder: it is made again. */
  async #writeWhole(path: string, bytes: Buffer): Promise<void> {
    try {
      await writeFile(path, bytes);
    } catch (error) {
      if (diskFaultOf(error) !== 'ENOENT') throw error;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
  }

  #isResting(): boolean {
    return this.#fault !== null && this.#parts.nowMs() < this.#againAtMs;
  }

  #failed(error: unknown): void {
    const fault = diskFaultOf(error);
    if (fault === null) throw error;
    const { logger, nowMs, onFull } = this.#parts;
    this.#againAtMs = nowMs() + againMs;
    if (isFull(fault)) onFull();
    if (this.#fault === null) {
      logger.error({ err: error }, 'the disk takes no more of a show; live output goes on from memory');
    }
    this.#fault = fault;
  }

  #recovered(): void {
    if (this.#fault === null) return;
    this.#fault = null;
    this.#parts.logger.info('the disk takes shows again');
  }
}
