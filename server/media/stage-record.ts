import { randomBytes } from 'node:crypto';
import type { StageState } from '#protocol/methods/stage.ts';
import type { Feed, WorkerPlan } from '#protocol/worker-rpc/calls.ts';
import type { WorkerLink } from './worker-link.ts';

/** Opened before the commerce side spoke: nothing is public, nobody holds a token, nothing is kept. */
const emptyPlan = (): WorkerPlan => ({
  programmeSourceId: null,
  microphoneSourceId: null,
  isHeld: false,
  hls: { isPublic: false, tokenKey: randomBytes(32).toString('base64url'), keepsReplay: false },
  sources: [],
});

const emptyState: StageState = {
  incarnation: 0,
  programmeSourceId: null,
  microphoneSourceId: null,
  sources: [],
  fallback: 'none',
};

/** What a server knows of one show's media: what it wants (plan, feeds) and what is (state, place). */
export class StageRecord {
  readonly showId: string;
  /** The latest word of the commerce side; null until it spoke, then the worker's own plan is left alone. */
  plan: WorkerPlan | null = null;
  readonly feeds = new Map<string, Feed>();
  /** The worker it lives on; null while it lives nowhere this server knows of. */
  link: WorkerLink | null = null;
  state: StageState = emptyState;
  /** An opening in flight; whoever needs the stage waits for the same one. */
  opening: Promise<WorkerLink> | null = null;

  constructor(showId: string) {
    this.showId = showId;
  }

  /** The plan to open with. */
  get planToOpen(): WorkerPlan {
    return this.plan ?? emptyPlan();
  }

  /** Takes the latest plan. Feeds into sources that it no longer names end. */
  wish(plan: WorkerPlan): void {
    const named = new Set(plan.sources.map(({ sourceId }) => sourceId));
    for (const { sourceId } of this.plan?.sources ?? [])
      if (!named.has(sourceId)) this.feeds.delete(sourceId);
    this.plan = plan;
  }

  /** The worker is gone for longer than a blink: nothing of the stage is live, whatever was said before. */
  darken(): StageState {
    this.state = {
      ...this.state,
      sources: this.state.sources.map(({ sourceId }) => ({
        sourceId,
        hasLiveVideo: false,
        hasLiveAudio: false,
      })),
      fallback: 'none',
    };
    return this.state;
  }
}
