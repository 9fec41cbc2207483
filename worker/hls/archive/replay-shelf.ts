import { mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renditionNames } from '../renditions.ts';
import type { DiskBudget } from './disk-budget.ts';
import { readRecords, readTimeline } from './replay.ts';
import { isShowId, onDisk, ShowFolder } from './show-folder.ts';

/** What `over.json` says; written last, so a folder that has it is a whole replay. */
interface Replay {
  readonly durationS: number;
  readonly endedAtMs: number;
}

/** What is kept of shows that are over. */
export class ReplayShelf {
  readonly #root: string;
  readonly #replays = new Map<string, Replay>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Reads what is there, and counts it. Returns the shows that ended without being told: their worker died. */
  async load(budget: DiskBudget): Promise<readonly string[]> {
    await mkdir(this.#root, { recursive: true }).catch(() => undefined);
    const names = await readdir(this.#root).catch(() => []);
    const left: string[] = [];
    for (const showId of names.filter(isShowId)) {
      const folder = new ShowFolder(this.#root, showId);
      budget.add(showId, await folder.sizeBytes());
      const replay = await readFile(folder.over, 'utf8').then(replayOf, () => null);
      if (replay === null) left.push(showId);
      else this.#replays.set(showId, replay);
    }
    return left;
  }

  durationS(showId: string): number | null {
    return this.#replays.get(showId)?.durationS ?? null;
  }

  /** The one that ended first; null when there is none. */
  get oldest(): string | null {
    const order = [...this.#replays].sort(([, a], [, b]) => a.endedAtMs - b.endedAtMs);
    return order[0]?.[0] ?? null;
  }

  /** Makes a replay of what was kept and removes the rest; false when nothing was kept. */
  async finish(showId: string, endedAtMs: number): Promise<boolean> {
    const folder = new ShowFolder(this.#root, showId);
    const { segments, pictures } = await readRecords(folder);
    const { durationS } = await readTimeline(folder, segments);
    if (durationS === 0) return false;
    for (const name of renditionNames) {
      const kept = new Set(segments.filter(({ rendition }) => rendition === name).map(({ msn }) => msn));
      for (const msn of await folder.segments(name)) {
        if (!kept.has(msn)) await unlink(folder.segment(name, msn)).catch(() => undefined);
      }
    }
    const keptPictures = new Set(pictures.map(({ number }) => number));
    for (const number of await folder.thumbnails()) {
      if (!keptPictures.has(number)) await unlink(folder.thumbnail(number)).catch(() => undefined);
    }
    const replay = { durationS, endedAtMs };
    // On a full disk it is found again, and finished, when the worker starts the next time.
    await writeFile(folder.over, JSON.stringify(replay)).catch(() => undefined);
    this.#replays.set(showId, replay);
    return true;
  }

  /** The show goes on: its replay is not whole any more. */
  async reopen(showId: string): Promise<void> {
    if (!this.#replays.delete(showId)) return;
    await unlink(new ShowFolder(this.#root, showId).over).catch(() => undefined);
  }

  /** Idempotent. Rejects when the disk does not let it go: then nobody may be told that it is gone. */
  async remove(showId: string, budget: DiskBudget): Promise<void> {
    await rm(new ShowFolder(this.#root, showId).path, { recursive: true, force: true });
    this.#replays.delete(showId);
    budget.drop(showId);
  }

  /** For what was written beside the counting (records): the truth after a show's end. */
  async recount(showId: string, budget: DiskBudget): Promise<void> {
    const sizeBytes = await new ShowFolder(this.#root, showId).sizeBytes();
    budget.drop(showId);
    budget.add(showId, onDisk(sizeBytes));
  }
}

/** Null for what a process that died left half-written. */
function replayOf(text: string): Replay | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { durationS, endedAtMs }: { durationS?: unknown; endedAtMs?: unknown } = value;
    return typeof durationS === 'number' && typeof endedAtMs === 'number' ? { durationS, endedAtMs } : null;
  } catch {
    return null;
  }
}

export const hlsRoot = (dataDir: string): string => join(dataDir, 'hls');
