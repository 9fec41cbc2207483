import type { Logger } from 'pino';
import { Refusal } from '#protocol/errors.ts';
import type { Placement, PlacementStore } from './placement-store.ts';
import type { StageRecord } from './stage-record.ts';
import { StalePlacement } from './worker-connection.ts';
import type { WorkerLink } from './worker-link.ts';
import type { WorkerLinks } from './worker-links.ts';

/** Longer than a dead worker needs to come back (about a second), shorter than a browser's patience. */
const workerMs = 5000;
/** Two servers that place the same stage in one moment agree in the second round. */
const rounds = 5;
/** A server that just placed a stage opens it in some milliseconds, and the worker tells all servers. */
const newsMs = 300;

/** Puts stages on workers: adopts where they live, moves them when their worker is gone, one incarnation at a time. */
export class StagePlacer {
  readonly #links: WorkerLinks;
  readonly #placements: PlacementStore;
  readonly #logger: Logger;
  /** Incarnations that live, by worker and show, as the workers told. */
  readonly #living = new Map<WorkerLink, Map<string, number>>();
  /** The newest incarnation of each show that this server ever heard of. */
  readonly #heard = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  constructor(links: WorkerLinks, placements: PlacementStore, logger: Logger) {
    this.#links = links;
    this.#placements = placements;
    this.#logger = logger;
  }

  /** A worker told what lives on it; everything older is forgotten. */
  greeted(link: WorkerLink, stages: readonly { showId: string; state: { incarnation: number } }[]): void {
    this.#living.set(link, new Map());
    for (const { showId, state } of stages) this.#markLiving(link, showId, state.incarnation);
  }

  lives(link: WorkerLink, showId: string, incarnation: number): void {
    this.#markLiving(link, showId, incarnation);
    this.#recordLiving(link, showId, incarnation).catch((error: unknown) => {
      this.#logger.warn({ err: error, showId }, 'where a stage lives could not be written down');
    });
  }

  #markLiving(link: WorkerLink, showId: string, incarnation: number): void {
    this.#living.get(link)?.set(showId, incarnation);
    this.#heard.set(showId, Math.max(incarnation, this.#heard.get(showId) ?? 0));
    for (const look of this.#waiting) look();
  }

  /** The worker rebuilt it by itself after a core died: the record follows. */
  async #recordLiving(link: WorkerLink, showId: string, incarnation: number): Promise<void> {
    const placement = await this.#placements.read(showId);
    if (placement === null || placement.incarnation >= incarnation) return;
    await this.#placements.replace({ showId, worker: link.name, incarnation }, placement.incarnation);
  }

  ended(link: WorkerLink, showId: string): void {
    this.#living.get(link)?.delete(showId);
  }

  /** The worker that the stage runs on, as far as anyone told. */
  homeOf({ link, showId }: StageRecord): WorkerLink | null {
    return link !== null && this.#isLiving(link, showId) ? link : null;
  }

  /**
   * Opens the stage where it belongs and sends plan and feeds; one opening at a time for a stage, so a plan that came
   * during one is sent by the next. Rejects with `stage-unavailable` without a worker.
   */
  async open(record: StageRecord): Promise<WorkerLink> {
    const before = record.opening ?? Promise.resolve();
    const place = (): Promise<WorkerLink> => this.#place(record);
    const opening = before.then(place, place);
    record.opening = opening;
    try {
      record.link = await opening;
      return record.link;
    } finally {
      if (record.opening === opening) record.opening = null;
    }
  }

  async #place(record: StageRecord): Promise<WorkerLink> {
    await this.#links.someReady(workerMs);
    for (let round = 0; round < rounds; round += 1) {
      const { showId } = record;
      const placement = await this.#placements.read(showId);
      if (placement !== null) await this.#newsOf(placement);
      const link = this.#choose(showId, placement?.worker ?? null);
      const living = this.#living.get(link)?.get(showId);
      const known = placement?.incarnation ?? 0;
      const incarnation = living ?? known + 1;
      const isRecorded = living === known && placement?.worker === link.name;
      const next = { showId, worker: link.name, incarnation: Math.max(incarnation, known) };
      if (!isRecorded && !(await this.#placements.replace(next, placement?.incarnation ?? null))) continue;
      if (await this.#openOn(link, record, next.incarnation)) return link;
    }
    throw new Refusal('stage-unavailable');
  }

  async #openOn(link: WorkerLink, record: StageRecord, incarnation: number): Promise<boolean> {
    const { showId } = record;
    try {
      // A stage that lives and of which the commerce side said nothing yet (this server just started) keeps its plan.
      if (record.plan !== null || !this.#isLiving(link, showId)) {
        const { state } = await link.call('stage.open', {
          showId,
          incarnation,
          plan: record.planToOpen,
        });
        record.state = state;
      }
      this.#markLiving(link, showId, incarnation);
      for (const [sourceId, feed] of record.feeds) {
        await link.call('feed.set', { showId, incarnation, sourceId, feed });
      }
      return true;
    } catch (error) {
      if (!(error instanceof StalePlacement)) throw error;
      this.#logger.info({ showId, incarnation: error.incarnation }, 'a stage lives in a newer incarnation');
      this.#markLiving(link, showId, error.incarnation);
      await this.#recordLiving(link, showId, error.incarnation);
      return false;
    }
  }

  /** A placement that is news may be of this moment: another server is opening the stage, and its worker will say so. */
  async #newsOf({ showId, worker, incarnation }: Placement): Promise<void> {
    const isNews = () => incarnation > (this.#heard.get(showId) ?? 0);
    if (!isNews() || !this.#links.up.some(({ name }) => name === worker)) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const look = (): void => {
      if (!isNews()) resolve(undefined);
    };
    const late = setTimeout(() => resolve(undefined), newsMs);
    this.#waiting.add(look);
    await promise;
    clearTimeout(late);
    this.#waiting.delete(look);
  }

  #choose(showId: string, placedOn: string | null): WorkerLink {
    const { up } = this.#links;
    const living = up.find((link) => this.#isLiving(link, showId));
    const placed = up.find((link) => link.name === placedOn);
    const [quietest] = up.toSorted((a, b) => pressure(a) - pressure(b));
    const chosen = living ?? placed ?? quietest;
    if (chosen === undefined) throw new Refusal('stage-unavailable');
    return chosen;
  }

  #isLiving(link: WorkerLink, showId: string): boolean {
    return link.isUp && this.#living.get(link)?.has(showId) === true;
  }
}

/** Use of its cores first; among idle workers the one with the fewest peers. */
const pressure = ({ load }: WorkerLink): number =>
  load === null ? Infinity : Math.round(load.cpuShare * 10) * 100_000 + load.peers;
