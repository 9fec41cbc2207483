import type { Logger } from 'pino';
import type { Edge } from '../../stage/edge.ts';
import type { Track } from '../../stage/track.ts';
import type { FrameSink } from '../frames.ts';
import type { Ladder } from '#config/hls-ladder.ts';
import { PictureLayers } from './picture-layers.ts';
import { liveRecipe, silentSlate, slateRecipe, type ProgrammeWish, type Recipe } from './recipe.ts';
import { Retry } from './retry.ts';
import type { RtpPorts } from './rtp-ports.ts';
import { Run } from './run.ts';

export interface ProgrammeSourceParts {
  readonly showId: string;
  readonly ffmpegBin: string;
  readonly ladder: Ladder;
  readonly logger: Logger;
  readonly sink: FrameSink;
  /** One for all sources of a worker: pairs rest across shows. */
  readonly ports: RtpPorts;
  readonly pickEdge: () => Promise<Edge>;
  /** What is on air now. */
  readonly want: () => ProgrammeWish;
}

const lookMs = 100;
/** A successor that is not ready by then never will be: two key frame ticks. */
const comeToLifeMs = 4000;
/** A shorter pause is over before the slate would be there. */
const worthSlateMs = 500;

/**
 * Keeps exactly one ffmpeg writing the programme of a show, and hands its frames on. When something else is to be
 * shown, or it fails, a successor starts beside it and takes over with its first key frame; the predecessor goes on
 * until then.
 */
export class ProgrammeSource {
  readonly #parts: ProgrammeSourceParts;
  readonly #logger: Logger;
  readonly #retry = new Retry();
  readonly #layers = new WeakMap<Track, PictureLayers>();
  readonly #looking: NodeJS.Timeout;
  readonly #closing = new Set<Promise<void>>();
  #current: Run | null = null;
  #next: Run | null = null;
  #runs = 0;
  #isClosed = false;

  constructor(parts: ProgrammeSourceParts) {
    this.#parts = parts;
    this.#logger = parts.logger.child({ showId: parts.showId });
    this.#looking = setInterval(() => {
      this.#look();
    }, lookMs);
    this.#settle();
  }

  /** What is on air may have changed. Cheap, may be called often. */
  changed(): void {
    this.#settle();
  }

  figures(): { readonly runs: number; readonly processId: number | null } {
    return { runs: this.#runs, processId: this.#current?.processId ?? null };
  }

  /** Resolves when no process, port or file is left behind. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#looking);
    this.#drop(this.#next);
    this.#drop(this.#current);
    this.#next = null;
    this.#current = null;
    await Promise.all(this.#closing);
  }

  /** Brings what runs in line with what is wanted. */
  #settle(): void {
    if (this.#isClosed) return;
    const nowMs = performance.now();
    const wish = this.#parts.want();
    const wanted = this.#wanted(wish, nowMs);
    // What is held must not be heard, not even until the slate is there.
    if (wish.isHeld && this.#current?.isLive === true) this.#current.silence();
    const coming = this.#next ?? this.#current;
    if (coming?.recipe.key === wanted.key) return;
    if (this.#current?.recipe.key === wanted.key) {
      this.#drop(this.#next);
      this.#next = null;
      return;
    }
    const recipe = this.#retry.isAllowed(wanted.key, nowMs) ? wanted : this.#meanwhile(wish, wanted, nowMs);
    if (recipe === null || coming?.recipe.key === recipe.key) return;
    this.#drop(this.#next);
    this.#next = this.#start(recipe);
  }

  #wanted(wish: ProgrammeWish, nowMs: number): Recipe {
    const layers = wish.video === null ? null : this.#layersOf(wish.video);
    layers?.look(nowMs);
    return liveRecipe(wish, this.#parts.ladder, layers?.order ?? { layers: [], missing: new Set() });
  }

  /** What is shown while a recipe that failed waits for its next attempt: what runs, or the slate. */
  #meanwhile(wish: ProgrammeWish, wanted: Recipe, nowMs: number): Recipe | null {
    if (this.#current !== null || this.#retry.waitMs(wanted.key, nowMs) < worthSlateMs) return null;
    const slate = slateRecipe(wish, this.#parts.ladder);
    if (this.#retry.isAllowed(slate.key, nowMs)) return slate;
    const silent = silentSlate(this.#parts.ladder);
    return this.#retry.isAllowed(silent.key, nowMs) ? silent : null;
  }

  #layersOf(track: Track): PictureLayers {
    const layers = this.#layers.get(track) ?? new PictureLayers(track);
    this.#layers.set(track, layers);
    return layers;
  }

  #start(recipe: Recipe): Run {
    this.#runs += 1;
    const run: Run = new Run({
      runId: this.#runs,
      recipe,
      ffmpegBin: this.#parts.ffmpegBin,
      ports: this.#parts.ports,
      sink: this.#parts.sink,
      pickEdge: this.#parts.pickEdge,
      onReady: () => this.#ready(run),
      onEnded: (reason) => this.#ended(run, reason),
    });
    return run;
  }

  #ready(run: Run): void {
    if (run !== this.#next) return;
    const isInOrder = this.#learnSizes(run);
    if (!isInOrder) {
      this.#settle();
      return;
    }
    this.#next = null;
    const former = this.#current;
    this.#current = run;
    run.splice();
    this.#drop(former);
    const tookMs = Math.round(performance.now() - run.startedAtMs);
    this.#logger.info({ tookMs, isSlate: run.recipe.picture === null }, 'a programme run took over');
  }

  /** Answers whether its layers are those that their renditions need, now that their sizes are known. */
  #learnSizes({ recipe: { picture, layout }, outputs }: Run): boolean {
    if (picture === null) return true;
    const layers = this.#layersOf(picture);
    const before = layers.order.layers;
    for (const [index, { input, rung }] of layout.outputs.entries()) {
      const size = outputs[index]?.init?.size;
      const layer = layout.inputs[input];
      if (rung === null && size && layer !== undefined) layers.learn(layer, size.width * size.height);
    }
    return layers.order.layers.every((layer, index) => before[index] === layer);
  }

  #ended(run: Run, reason: string): void {
    this.#logger.warn({ reason, isSlate: run.recipe.picture === null }, 'a programme run ended');
    this.#retry.failed(run.recipe.key, performance.now() - run.startedAtMs, performance.now());
    if (run === this.#next) this.#next = null;
    if (run === this.#current) this.#current = null;
    this.#drop(run);
    this.#settle();
  }

  #look(): void {
    const next = this.#next;
    if (next !== null && performance.now() - next.startedAtMs > comeToLifeMs)
      this.#ended(next, 'did not come to life');
    const fault = this.#current?.look() ?? null;
    if (this.#current !== null && fault !== null) this.#replace(this.#current, fault);
    this.#settle();
  }

  /** A stalled run has nothing more to give; one whose picture changed still has its other renditions. */
  #replace(run: Run, fault: string): void {
    if (fault === 'stalled') this.#ended(run, fault);
    else if (this.#next === null && this.#retry.isAllowed(run.recipe.key, performance.now()))
      this.#next = this.#start(run.recipe);
  }

  #drop(run: Run | null): void {
    if (run === null) return;
    const closing = run.close().catch((error: unknown) => {
      this.#logger.error({ err: error }, 'a programme run cannot be closed');
    });
    this.#closing.add(closing);
    void closing.then(() => this.#closing.delete(closing));
  }
}
