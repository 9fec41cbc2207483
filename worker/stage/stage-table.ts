import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Feed, LivingStage, WorkerPlan } from '#protocol/worker-rpc/calls.ts';
import type { Core } from '../engine/core.ts';
import type { Engine } from '../engine/engine.ts';
import { StageFeeds } from '../feed/stage-feeds.ts';
import type { HlsOutput } from '../hls/hls-output.ts';
import { IncarnationStale } from './incarnation-stale.ts';
import { Stage, spreadOf, type StageVoice } from './stage.ts';

/** Speaks for stages, and for what becomes of them. */
export interface TableVoice extends StageVoice {
  reset(showId: string, incarnation: number, spreadMs: number): void;
  closed(showId: string, incarnation: number): void;
}

export interface TableParts {
  readonly config: Config;
  readonly engine: Engine;
  /** Null where HLS is off. */
  readonly hls: HlsOutput | null;
  readonly voice: TableVoice;
  readonly logger: Logger;
}

interface Placed {
  readonly stage: Stage;
  readonly feeds: StageFeeds;
  /** Servers that opened it and are still connected. */
  readonly claims: Set<string>;
  unclaimed: NodeJS.Timeout | undefined;
}

/** All stages of this worker, each in its newest incarnation. Changes of one show run one after the other. */
export class StageTable {
  readonly #config: Config;
  readonly #engine: Engine;
  readonly #hls: HlsOutput | null;
  readonly #voice: TableVoice;
  readonly #logger: Logger;
  readonly #placed = new Map<string, Placed>();
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor({ config, engine, hls, voice, logger }: TableParts) {
    this.#config = config;
    this.#engine = engine;
    this.#hls = hls;
    this.#voice = voice;
    this.#logger = logger;
    engine.onCoreLost((dead) => {
      this.#coreLost(dead);
    });
  }

  get stages(): readonly Stage[] {
    return [...this.#placed.values()].map(({ stage }) => stage);
  }

  /** The stage in its newest incarnation; refuses with `stage-unavailable` where it does not live. */
  stage(showId: string): Stage {
    return this.#find(showId).stage;
  }

  /** Opens a stage, adopts the living one of this incarnation, or rebuilds it in a greater one. */
  open(showId: string, incarnation: number, plan: WorkerPlan, serverId: string): Promise<Stage> {
    return this.#inTurn(showId, async () => {
      const living = this.#placed.get(showId);
      if (living && incarnation < living.stage.incarnation)
        throw new IncarnationStale(living.stage.incarnation);
      const placed =
        living?.stage.incarnation === incarnation
          ? living
          : await this.#build(showId, incarnation, plan, living);
      placed.claims.add(serverId);
      clearTimeout(placed.unclaimed);
      placed.feeds.endRemoved(placed.stage.programme.plan, plan);
      this.#hls?.plan(showId, plan);
      placed.stage.apply(plan);
      return placed.stage;
    });
  }

  close(showId: string, incarnation: number): Promise<void> {
    return this.#inTurn(showId, async () => {
      const placed = this.#placed.get(showId);
      if (placed === undefined) return;
      if (incarnation < placed.stage.incarnation) throw new IncarnationStale(placed.stage.incarnation);
      this.#end(showId, placed);
    });
  }

  setFeed(showId: string, incarnation: number, sourceId: string, feed: Feed | null): void {
    const { stage, feeds } = this.#find(showId);
    if (incarnation < stage.incarnation) throw new IncarnationStale(stage.incarnation);
    feeds.set(sourceId, feed);
  }

  /** The server's connection is gone: its peers must be resumed in time, and stages nobody else claims end later. */
  serverGone(serverId: string): void {
    for (const [showId, placed] of this.#placed) {
      for (const peer of placed.stage.peers.all)
        if (peer.serverId === serverId) placed.stage.peers.detach(peer);
      placed.claims.delete(serverId);
      if (placed.claims.size === 0) this.#endUnlessClaimed(showId, placed);
    }
  }

  living(): readonly LivingStage[] {
    return this.stages.map((stage) => ({
      showId: stage.showId,
      state: stage.state(),
      peers: stage.peers.living(),
    }));
  }

  closeAll(): void {
    for (const [showId, placed] of this.#placed) this.#end(showId, placed);
  }

  #find(showId: string): Placed {
    const placed = this.#placed.get(showId);
    if (placed === undefined) throw new Refusal('stage-unavailable');
    return placed;
  }

  async #build(
    showId: string,
    incarnation: number,
    plan: WorkerPlan,
    former: Placed | undefined,
  ): Promise<Placed> {
    const { mediaPeerTransports, mediaPeerStreams, mediaStagePeers, mediaPeerGraceMs } = this.#config;
    const limits = {
      transports: mediaPeerTransports,
      streams: mediaPeerStreams,
      peers: mediaStagePeers,
      graceMs: mediaPeerGraceMs,
    };
    former?.feeds.close();
    former?.stage.close();
    clearTimeout(former?.unclaimed);
    const parts = { showId, incarnation, plan, engine: this.#engine, limits, voice: this.#voice };
    const stage = await Stage.open(parts);
    const feeds = new StageFeeds(stage, this.#config.ffmpegBin, this.#logger);
    this.#hls?.follow(stage);
    const placed = { stage, feeds, claims: new Set(former?.claims), unclaimed: undefined };
    this.#placed.set(showId, placed);
    for (const [sourceId, feed] of former?.feeds.wanted ?? []) feeds.set(sourceId, feed);
    return placed;
  }

  #coreLost(dead: Core): void {
    for (const [showId, { stage }] of this.#placed) {
      if (stage.core !== dead) {
        stage.dropEdges(dead);
        continue;
      }
      const spreadMs = spreadOf(stage.peers.size);
      this.#inTurn(showId, async () => {
        const former = this.#placed.get(showId);
        if (former?.stage !== stage) return;
        const incarnation = stage.incarnation + 1;
        const placed = await this.#build(showId, incarnation, stage.programme.plan, former);
        this.#voice.reset(showId, incarnation, spreadMs);
        placed.stage.changed();
        if (placed.claims.size === 0) this.#endUnlessClaimed(showId, placed);
      }).catch((error: unknown) => {
        this.#logger.error({ err: error, showId }, 'a stage cannot be rebuilt');
      });
    }
  }

  #endUnlessClaimed(showId: string, placed: Placed): void {
    clearTimeout(placed.unclaimed);
    placed.unclaimed = setTimeout(() => {
      if (placed.claims.size === 0 && this.#placed.get(showId) === placed) this.#end(showId, placed);
    }, this.#config.mediaLonelyMs);
  }

  #end(showId: string, placed: Placed): void {
    clearTimeout(placed.unclaimed);
    this.#placed.delete(showId);
    placed.feeds.close();
    this.#hls?.end(showId);
    placed.stage.close();
    this.#voice.closed(showId, placed.stage.incarnation);
  }

  #inTurn<Result>(showId: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(showId) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(showId, turn);
    const forget = (): void => {
      if (this.#turns.get(showId) === turn) this.#turns.delete(showId);
    };
    turn.then(forget, forget);
    return turn;
  }
}
