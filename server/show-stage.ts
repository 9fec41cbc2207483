import type { Logger } from 'pino';
import type { Application, Following } from '#application/application.ts';
import type { RecordedEvent } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import { showIdOf } from '#application/streams.ts';
import type { CatalogueState } from '#domain/catalogue/catalogue.ts';
import type { ShowId } from '#domain/ids.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { StageControl, StagePlan } from '#media/stage-control.ts';

/**
 * Where media and commerce meet: what a show's stream says of its stage becomes a plan for the media side. Only the
 * latest state counts, so a show that changes while its plan is carried out is planned once more, not once per event.
 */
export interface ShowStage {
  close(): Promise<void>;
}

interface Deps {
  readonly application: Pick<Application, 'read' | 'readShow' | 'listShows' | 'startPolicy' | 'streams'>;
  readonly stages: Pick<StageControl, 'apply' | 'close'>;
  /** Signs the tokens of this show's playlists; the same on all servers of a shop. */
  readonly playlistKeyOf: (showId: ShowId) => string;
  /** May list every show. */
  readonly system: Principal;
  readonly logger: Logger;
}

/** Media may be away for as long as a worker takes to come back. */
const retryMs = 500;

/** Plans every show that is not over, then follows the feed. Resolves once it follows. */
export async function keepShowStages(deps: Deps): Promise<ShowStage> {
  const { application, system } = deps;
  const keeper = new StageKeeper(deps);
  const following: Following = await application.startPolicy({
    name: 'show-stage',
    // What happened before the start is in the states read below.
    startsAt: 'now',
    // Chat writes to the feed many times a second, and a place is worth nothing after a restart.
    cursor: 'none',
    handle: async ({ recorded }) => {
      const showId = showIdOf(recorded.streamId);
      if (showId !== undefined) keeper.plan(showId);
      else if (isSetting(recorded)) keeper.planAll();
    },
  });
  const shows = await application.listShows(system);
  for (const { showId, status } of shows) {
    if (status !== 'ended' && status !== 'archived') keeper.plan(showId);
  }
  return {
    async close() {
      following.close();
      await keeper.close();
    },
  };
}

class StageKeeper {
  readonly #deps: Deps;
  /** Shows to plan (again), each once. */
  readonly #due = new Set<ShowId>();
  readonly #running = new Map<ShowId, Promise<void>>();
  readonly #open = new Set<ShowId>();
  readonly #retries = new Set<NodeJS.Timeout>();
  #isClosed = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  plan(showId: ShowId): void {
    if (this.#isClosed) return;
    this.#due.add(showId);
    if (!this.#running.has(showId)) this.#running.set(showId, this.#work(showId));
  }

  /** What holds for all shows has changed. */
  planAll(): void {
    for (const showId of this.#open) this.plan(showId);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#due.clear();
    for (const timer of this.#retries) clearTimeout(timer);
    await Promise.all(this.#running.values());
  }

  async #work(showId: ShowId): Promise<void> {
    while (this.#due.delete(showId)) {
      try {
        const { state } = await this.#deps.application.readShow(showId);
        await this.#carryOut(showId, state);
      } catch (error) {
        this.#deps.logger.warn({ err: error, showId }, 'stage could not be planned; trying again');
        this.#tryAgain(showId);
        break;
      }
    }
    this.#running.delete(showId);
  }

  async #carryOut(showId: ShowId, state: ShowState): Promise<void> {
    const { application, stages, playlistKeyOf } = this.#deps;
    if (state.status === 'absent') return;
    if (state.status === 'ended' || state.status === 'archived') {
      this.#open.delete(showId);
      return stages.close(showId);
    }
    // A draft without a camera needs no stage yet.
    if (state.sources.length === 0 && !this.#open.has(showId)) return;
    const { state: catalogue } = await application.read(application.streams.catalogue);
    await stages.apply(planOf(state, catalogue, playlistKeyOf(showId)));
    this.#open.add(showId);
  }

  #tryAgain(showId: ShowId): void {
    if (this.#isClosed) return;
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      this.plan(showId);
    }, retryMs);
    this.#retries.add(timer);
  }
}

/** A setting of the shop changed; its other events are many, and no stage's concern. */
const isSetting = ({ event }: RecordedEvent): boolean =>
  typeof event === 'object' && event !== null && 'type' in event && event.type === 'shop-set';

/**
 * A rehearsal is for the crew: its playlists need a token, and nothing of it stays for a replay, which the public
 * would see.
 */
const planOf = (
  state: Exclude<ShowState, { status: 'absent' }>,
  { settings }: CatalogueState,
  tokenKey: string,
): StagePlan => {
  const isPublic = state.status === 'live' || state.status === 'paused';
  return {
    showId: state.showId,
    programmeSourceId: state.programmeSourceId,
    microphoneSourceId: state.microphoneSourceId,
    isHeld: state.status === 'paused',
    hls: { isPublic, tokenKey, keepsReplay: isPublic && settings.keepsReplays },
    sources: state.sources.map(({ sourceId, kind }) => ({ sourceId, kind })),
  };
};
