import type { ShopId } from '#domain/ids.ts';
import type { FeedTail } from './feed-tail.ts';
import type { Policy } from './policy.ts';
import type { Bus, EventLog } from './ports.ts';
import { feedTopic } from './streams.ts';

export interface FeedFollowerOptions {
  readonly shopId: ShopId;
  readonly log: EventLog;
  readonly feed: FeedTail;
  readonly bus: Bus;
  readonly policy: Policy;
  /** The policy or the log failed; the follower tries again at the next append or `wake`. */
  readonly onError: (error: unknown, policy: string) => void;
}

const pageSize = 256;
/** A place is stored so long after it was reached: a crash repeats at most that much, and a busy shop is not made to sync
 * its disk once per policy for each of its appends. */
const saveAfterMs = 250;

/** Leads a policy along the feed. The cursor moves only after the work is done, so a crash repeats and never skips. */
export class FeedFollower {
  readonly #options: FeedFollowerOptions;
  readonly #unsubscribe: () => void;
  #position: number;
  #running: Promise<void> | undefined;
  #wokenMeanwhile = false;
  #closed = false;
  #saved: number;
  #saving: NodeJS.Timeout | undefined;

  private constructor(options: FeedFollowerOptions, position: number) {
    this.#options = options;
    this.#position = position;
    this.#saved = position;
    this.#unsubscribe = options.bus.subscribe(feedTopic(options.shopId), () => this.wake());
  }

  static async start(options: FeedFollowerOptions): Promise<FeedFollower> {
    const { log, shopId, policy } = options;
    if (policy.cursor === 'none') return new FeedFollower(options, await log.feedHead(shopId));
    const stored = await log.loadCursor(shopId, policy.name);
    const isNew = stored === 0 && policy.startsAt === 'now';
    const follower = new FeedFollower(options, isNew ? await log.feedHead(shopId) : stored);
    if (isNew) await log.saveCursor(shopId, policy.name, follower.#position);
    follower.wake();
    return follower;
  }

  /** Something may be new. Calls while it works are remembered as one. */
  wake(): void {
    if (this.#closed) return;
    this.#wokenMeanwhile = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#wokenMeanwhile) this.wake();
    });
  }

  /** Resolves once nothing is under way, and its place is stored. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
    await this.#save();
  }

  /** Stops after the entry under way. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    await this.idle();
  }

  async #run(): Promise<void> {
    const { policy, onError } = this.#options;
    try {
      while (this.#wokenMeanwhile && !this.#closed) {
        this.#wokenMeanwhile = false;
        await this.#work();
      }
    } catch (error) {
      onError(error, policy.name);
    }
  }

  async #work(): Promise<void> {
    const { feed, policy } = this.#options;
    const before = this.#position;
    const page = await feed.readAfter(before, pageSize);
    for (const entry of page) {
      if (this.#closed) break;
      await policy.handle(entry);
      this.#position = entry.feedPosition;
    }
    if (this.#position > before) this.#saving ??= setTimeout(() => void this.#save(), saveAfterMs).unref();
    if (page.length === pageSize) this.#wokenMeanwhile = true;
  }

  async #save(): Promise<void> {
    const { log, shopId, policy, onError } = this.#options;
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const reached = this.#position;
    if (policy.cursor === 'none' || reached <= this.#saved) return;
    try {
      await log.saveCursor(shopId, policy.name, reached);
      this.#saved = Math.max(this.#saved, reached);
    } catch (error) {
      onError(error, policy.name);
    }
  }
}
