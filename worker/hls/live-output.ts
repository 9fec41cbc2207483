import type { HlsFigures } from '#protocol/worker-rpc/calls.ts';
import type { StageState } from '#protocol/methods/stage.ts';
import type { Edge } from '../stage/edge.ts';
import type { ShowArchive } from './archive/show-archive.ts';
import type { HlsTools } from './hls-tools.ts';
import { firstMsnAt, Packager } from './packaging/packager.ts';
import { LivePictures, type PictureRules } from './poster/live-pictures.ts';
import type { StoredFile } from './archive/stored-file.ts';
import type { Publication } from './publication.ts';
import { renditionNames } from './renditions.ts';
import { ProgrammeSource } from './source/programme-source.ts';
import type { ProgrammeWish } from './source/recipe.ts';

/** Parts come at least twice a second; after so long without one a viewer's buffer is empty. */
const stalledMs = 3000;

export interface LiveOutputParts {
  readonly showId: string;
  readonly tools: HlsTools;
  readonly archive: ShowArchive;
  readonly rules: PictureRules;
  /** The number after the last one that this show published; 0 when nothing was. */
  readonly afterMsn: number;
  readonly want: () => ProgrammeWish;
  readonly pickEdge: () => Promise<Edge>;
}

/** One publication of a show: its source, its packager and its pictures, begun together and closed together. */
export class LiveOutput {
  readonly publication: Publication;
  readonly #parts: LiveOutputParts;
  readonly #packager: Packager;
  readonly #source: ProgrammeSource;
  readonly #pictures: LivePictures;

  constructor(parts: LiveOutputParts) {
    this.#parts = parts;
    const { showId, tools, archive, rules, afterMsn, want, pickEdge } = parts;
    const { config, ladder, ports, darkroom, logger } = tools;
    const { ffmpegBin, hlsWindowMs: windowMs, hlsPosterMs: everyMs } = config;
    this.#packager = new Packager({
      showId,
      firstMsn: Math.max(firstMsnAt(Date.now()), afterMsn),
      windowMs,
      archive,
      nowMs: Date.now,
    });
    const { publication } = this.#packager;
    this.publication = publication;
    this.#pictures = new LivePictures({ publication, archive, darkroom, rules, everyMs, windowMs });
    const sink = this.#packager;
    this.#source = new ProgrammeSource({ showId, ffmpegBin, ladder, logger, sink, ports, pickEdge, want });
  }

  get nextMsn(): number {
    return this.publication.rendition('high').next.msn + 1;
  }

  setRules(rules: PictureRules): void {
    this.#pictures.setRules(rules);
  }

  /** What is on air may have changed. */
  changed(): void {
    this.#source.changed();
  }

  /** Pictures that are not on disk. */
  read(file: string): StoredFile | null {
    return this.#pictures.read(file);
  }

  fallback(): StageState['fallback'] {
    const { partAtMs } = this.#packager.figures();
    if (partAtMs === null || this.publication.multivariant() === null) return 'none';
    return Date.now() - partAtMs > stalledMs ? 'stalled' : 'live';
  }

  figures(): HlsFigures {
    const { partAtMs, ...figures } = this.#packager.figures();
    const partAgeMs = partAtMs === null ? 0 : Date.now() - partAtMs;
    return { showId: this.#parts.showId, ...this.#source.figures(), ...figures, partAgeMs };
  }

  /**
   * Synchronous for everything that is published and kept; resolves when no process of it is left. Idempotent.
   */
  async close(): Promise<void> {
    this.#packager.close();
    this.#pictures.close();
    await this.#source.close();
  }

  /** To be called after `close` where the show goes on without it: its window is no window any more. */
  release(): void {
    for (const name of renditionNames) {
      const { firstMsn, next } = this.publication.rendition(name);
      for (let msn = firstMsn; msn < next.msn; msn += 1) this.#parts.archive.release(name, msn);
    }
  }
}
