import type { Logger } from 'pino';
import type { Feed, WorkerPlan } from '#protocol/worker-rpc/calls.ts';
import type { Stage } from '../stage/stage.ts';
import { FeedPlayer } from './feed-player.ts';

/** What ffmpeg plays into the sources of one stage. */
export class StageFeeds {
  readonly #stage: Stage;
  readonly #ffmpegBin: string;
  readonly #logger: Logger;
  readonly #players = new Map<string, { readonly feed: Feed; readonly player: FeedPlayer }>();

  constructor(stage: Stage, ffmpegBin: string, logger: Logger) {
    this.#stage = stage;
    this.#ffmpegBin = ffmpegBin;
    this.#logger = logger;
  }

  /** What should play, by source; also after `close`, so that the next incarnation can go on with it. */
  get wanted(): readonly (readonly [string, Feed])[] {
    return [...this.#players].map(([sourceId, { feed }]) => [sourceId, feed] as const);
  }

  /** The latest word on a source counts; saying the same again leaves a running feed alone. */
  set(sourceId: string, feed: Feed | null): void {
    const playing = this.#players.get(sourceId);
    if (feed !== null && JSON.stringify(playing?.feed) === JSON.stringify(feed)) return;
    playing?.player.close();
    this.#players.delete(sourceId);
    if (feed === null) return;
    const player = new FeedPlayer(this.#stage, sourceId, feed, this.#ffmpegBin, this.#logger);
    this.#players.set(sourceId, { feed, player });
  }

  /** Ends what plays into sources that the last plan had and the next has not. */
  endRemoved(last: WorkerPlan, next: WorkerPlan): void {
    const kept = new Set(next.sources.map(({ sourceId }) => sourceId));
    for (const { sourceId } of last.sources) if (!kept.has(sourceId)) this.set(sourceId, null);
  }

  close(): void {
    for (const { player } of this.#players.values()) player.close();
  }
}
