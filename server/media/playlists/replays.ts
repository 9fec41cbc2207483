import { LRUCache } from 'lru-cache';
import { Refusal } from '#protocol/errors.ts';
import type { WorkerLink } from '../worker-link.ts';
import type { WorkerLinks } from '../worker-links.ts';

/** A replay's players ask for segments one after the other. One that is erased meanwhile the worker itself refuses. */
const foundMs = 60_000;
/** A show that just ended is a replay within a second or two. */
const absentMs = 2_000;
/** Answers kept; a stranger who asks for ids that he made up pushes out his own. */
const maximumAnswers = 1_000;
/** Whoever makes ids up at the web port must not keep the line to the workers busy, which carries all signalling. */
const asksPerSecond = 50;
/** A worker that does not say so in this time has none that could be played. */
const findMs = 2_000;

/** Which worker keeps the replay of a show that is over. */
export class Replays {
  readonly #links: WorkerLinks;
  readonly #answers: LRUCache<string, Promise<WorkerLink | null>>;
  readonly #now: () => number;
  #second = { beganAtMs: -Infinity, asks: 0 };

  /** `now` counts ms from anywhere. */
  constructor(links: WorkerLinks, now: () => number = () => performance.now()) {
    this.#links = links;
    this.#now = now;
    this.#answers = new LRUCache({ max: maximumAnswers, ttl: foundMs, ttlResolution: 0, perf: { now } });
  }

  /**
   * Asks all workers that are up; who asks meanwhile waits for the same answer. Refuses with `server-overloaded` when
   * too many were asked for of late.
   */
  async find(showId: string): Promise<WorkerLink | null> {
    const asked = this.#answers.get(showId);
    if (asked !== undefined) {
      const known = await asked;
      if (known === null || known.isUp) return known;
      // Its worker went; whoever finds that first asks the others for all.
      if (this.#answers.peek(showId) === asked) this.#answers.delete(showId);
      return this.find(showId);
    }
    this.#count();
    const answer = this.#ask(showId);
    this.#answers.set(showId, answer);
    void answer.then((link) => {
      if (link === null && this.#answers.peek(showId) === answer) {
        this.#answers.set(showId, answer, { ttl: absentMs });
      }
    });
    return answer;
  }

  /**
   * From all workers. Refuses with `stage-unavailable` while one of them is away, because it may hold it; then nobody
   * may be told that the replay is gone. Repeating it is harmless.
   */
  async delete(showId: string): Promise<void> {
    this.#answers.delete(showId);
    const asked = this.#links.all.map((link) => link.call('hls.delete-replay', { showId }));
    const outcomes = await Promise.allSettled(asked);
    this.#answers.delete(showId);
    const failed = outcomes.find(({ status }) => status === 'rejected');
    if (failed !== undefined) throw new Refusal('stage-unavailable', undefined, { cause: failed });
  }

  #count(): void {
    const nowMs = this.#now();
    if (nowMs - this.#second.beganAtMs >= 1_000) this.#second = { beganAtMs: nowMs, asks: 0 };
    this.#second.asks += 1;
    if (this.#second.asks > asksPerSecond) throw new Refusal('server-overloaded', { retryAfterMs: 1_000 });
  }

  async #ask(showId: string): Promise<WorkerLink | null> {
    const asked = this.#links.up.map(async (link) => {
      const { durationS } = await link.call('hls.find-replay', { showId }, findMs);
      return durationS === null ? null : link;
    });
    const outcomes = await Promise.allSettled(asked);
    const found = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : null));
    return found.find((link) => link !== null) ?? null;
  }
}
