import type { Logger } from 'pino';
import { DiskBudget } from './disk-budget.ts';
import { diskFaultOf } from './disk-fault.ts';
import { hlsRoot, ReplayShelf } from './replay-shelf.ts';
import { ReplayTexts } from './replay-texts.ts';
import { ShowArchive } from './show-archive.ts';
import { isShowId, ShowFolder } from './show-folder.ts';
import { readStored, type StoredFile } from './stored-file.ts';

/** A server that was away is back, and has opened its stages again, within 30 s; this is twice as long. */
const graceMs = 60_000;

interface Parts {
  readonly dataDir: string;
  /** Setting hlsDiskBytes. */
  readonly diskBytes: number;
  readonly logger: Logger;
  /** Wall clock. */
  readonly nowMs?: () => number;
  readonly graceMs?: number;
}

/** Everything of all shows that is on this worker's disk: windows of live ones, replays of those that are over. */
export class Archive {
  readonly #parts: Parts;
  readonly #root: string;
  readonly #budget: DiskBudget;
  readonly #shelf: ReplayShelf;
  readonly #texts: ReplayTexts;
  readonly #live = new Map<string, ShowArchive>();
  readonly #discarded = new Set<string>();
  /** What is done with one show's folder, one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();
  #sweep: NodeJS.Timeout | undefined;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.#root = hlsRoot(parts.dataDir);
    this.#budget = new DiskBudget(parts.diskBytes, async () => this.#dropOldest());
    this.#shelf = new ReplayShelf(this.#root);
    this.#texts = new ReplayTexts(this.#root);
  }

  /** Finds what former processes left; what no stage claims within the grace time becomes a replay or goes. */
  static async open(parts: Parts): Promise<Archive> {
    const archive = new Archive(parts);
    const left = await archive.#shelf.load(archive.#budget);
    archive.#sweep = setTimeout(() => {
      for (const showId of left) void archive.#sweepUp(showId);
    }, parts.graceMs ?? graceMs);
    archive.#sweep.unref();
    return archive;
  }

  get usedBytes(): number {
    return this.#budget.usedBytes;
  }

  /** The disk side of a stage; goes on where a former process of the same show ended. */
  begin(showId: string): Promise<ShowArchive> {
    return this.#inTurn(showId, async () => {
      const there = this.#live.get(showId);
      if (there !== undefined) return there;
      await this.#shelf.reopen(showId);
      this.#texts.forget(showId);
      const { logger, nowMs = Date.now } = this.#parts;
      const archive = await ShowArchive.open({
        root: this.#root,
        showId,
        budget: this.#budget,
        logger,
        nowMs,
      });
      this.#live.set(showId, archive);
      return archive;
    });
  }

  /** The stage ended: with a replay when it is kept, else nothing stays. Never rejects for a fault of the disk. */
  async end(showId: string): Promise<void> {
    await this.#end(showId);
  }

  /** In seconds; null: there is none, or the show still runs. */
  findReplay(showId: string): number | null {
    return this.#live.has(showId) ? null : this.#shelf.durationS(showId);
  }

  /** Idempotent. Of a show whose stage has not ended yet it is forgotten at its end. Rejects when the disk refuses. */
  async deleteReplay(showId: string): Promise<void> {
    if (!isShowId(showId)) return;
    await this.#inTurn(showId, async () => {
      if (this.#live.has(showId)) this.#discarded.add(showId);
      else await this.#remove(showId);
    });
  }

  /**
   * `file` as it stands behind `/hls/<showId>/`. Replays' playlists, segments and maps only once the show is over;
   * thumbnails always. Whatever is no name of ours is null, so no path ever leaves the show's folder.
   */
  async read(showId: string, file: string): Promise<StoredFile | null> {
    if (!isShowId(showId)) return null;
    const folder = new ShowFolder(this.#root, showId);
    const isOver = this.findReplay(showId) !== null;
    return readStored(folder, file, isOver ? async () => this.#texts.find(showId, file) : null);
  }

  /** Ends nothing on disk: live shows go on in the next process, or are swept by it. */
  async close(): Promise<void> {
    clearTimeout(this.#sweep);
    await Promise.all([...this.#live.values()].map(async (archive) => archive.close()));
  }

  #end(showId: string): Promise<void> {
    return this.#inTurn(showId, async () => {
      const archive = this.#live.get(showId);
      if (archive === undefined) return;
      await archive.close();
      await this.#settle(showId, archive.isKeeping);
      this.#live.delete(showId);
    });
  }

  /** Nobody claimed it: what was kept is a replay, although nobody said that the show is over. */
  #sweepUp(showId: string): Promise<void> {
    return this.#inTurn(showId, async () => {
      if (!this.#live.has(showId)) await this.#settle(showId, true);
    });
  }

  async #settle(showId: string, keeps: boolean): Promise<void> {
    try {
      const { nowMs = Date.now } = this.#parts;
      const isWanted = keeps && !this.#discarded.has(showId);
      if (isWanted && (await this.#shelf.finish(showId, nowMs()))) {
        await this.#shelf.recount(showId, this.#budget);
      } else await this.#remove(showId);
    } catch (error) {
      if (diskFaultOf(error) === null) throw error;
      this.#parts.logger.error({ err: error, showId }, 'what is left of a show cannot be put in order');
    }
  }

  async #remove(showId: string): Promise<void> {
    await this.#shelf.remove(showId, this.#budget);
    this.#texts.forget(showId);
    this.#discarded.delete(showId);
  }

  async #dropOldest(): Promise<boolean> {
    const showId = this.#shelf.oldest;
    if (showId === null) return false;
    try {
      await this.#inTurn(showId, async () => {
        // It may have been opened again meanwhile.
        if (!this.#live.has(showId)) await this.#remove(showId);
      });
    } catch (error) {
      this.#parts.logger.warn({ err: error, showId }, 'a replay cannot be removed');
      return false;
    }
    this.#parts.logger.info({ showId }, 'the oldest replay went to make room');
    return true;
  }

  #inTurn<Result>(showId: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#turns.get(showId) ?? Promise.resolve()).then(work, work);
    this.#turns.set(showId, turn);
    const forget = (): void => {
      if (this.#turns.get(showId) === turn) this.#turns.delete(showId);
    };
    turn.then(forget, forget);
    return turn;
  }
}
