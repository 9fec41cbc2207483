import type { Logger } from 'pino';
import type { Application, Following, Reading, StreamChange } from '#application/application.ts';
import type { StreamRef } from '#application/command-handler.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Clock } from '../clock.ts';
import type { Keepable } from './kept-open.ts';

/** Who is told of a stream. */
export interface StreamListener<State, Event> {
  advance(change: StreamChange<State, Event>): void;
  /** The log lost what was told before: the reading is another one now, and whoever knows the old one starts anew. */
  restarted(): void;
}

export interface LiveStreamDeps {
  readonly application: Pick<Application, 'read' | 'follow'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A log that is cut away under our feet three times in a row is a fault, not a race. */
const maximumFollowAttempts = 3;
const retryMs = 500;

/** One stream as this process follows it, once for all its sockets. Heals itself when the log lost its tail. */
export class LiveStream<State, Event> implements Keepable {
  readonly ref: StreamRef<State, Event>;
  readonly #deps: LiveStreamDeps;
  readonly #listeners = new Set<StreamListener<State, Event>>();
  #reading: Reading<State>;
  #following: Following | undefined;
  /** Grows with each start; what an earlier one still says is void. */
  #generation = 0;
  #closed = false;

  private constructor(deps: LiveStreamDeps, ref: StreamRef<State, Event>) {
    this.#deps = deps;
    this.ref = ref;
    this.#reading = { state: ref.kind.initial, position: { version: 0, eventId: null } };
  }

  /** Resolves once it follows. Rejects with `conflict` when the log cannot be followed. */
  static async open<State, Event>(
    deps: LiveStreamDeps,
    ref: StreamRef<State, Event>,
  ): Promise<LiveStream<State, Event>> {
    const stream = new LiveStream(deps, ref);
    await stream.#start();
    return stream;
  }

  /** State and place as last told; the state may be ahead of the place, never behind it. */
  get reading(): Reading<State> {
    return this.#reading;
  }

  get isIdle(): boolean {
    return this.#listeners.size === 0;
  }

  /** Returns the way to stop listening. */
  listen(listener: StreamListener<State, Event>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#following?.close();
    this.#following = undefined;
  }

  /** Whether it was this start that follows now. */
  async #start(): Promise<boolean> {
    const { application } = this.#deps;
    const generation = (this.#generation += 1);
    const isCurrent = () => generation === this.#generation && !this.#closed;
    for (let attempt = 0; attempt < maximumFollowAttempts; attempt += 1) {
      const reading = await application.read(this.ref);
      if (!isCurrent()) return false;
      this.#reading = reading;
      const following = await application.follow(
        this.ref,
        reading.position,
        (change) => {
          if (isCurrent()) this.#advance(change);
        },
        () => {
          if (isCurrent()) void this.#restart();
        },
      );
      if (following === undefined) continue;
      if (isCurrent()) this.#following = following;
      else following.close();
      return isCurrent();
    }
    throw new Refusal('conflict');
  }

  #advance(change: StreamChange<State, Event>): void {
    this.#reading = { state: change.state, position: change.position };
    for (const listener of this.#listeners) listener.advance(change);
  }

  async #restart(): Promise<void> {
    const { logger, clock } = this.#deps;
    const { streamId } = this.ref;
    if (this.#closed) return;
    try {
      if (!(await this.#start())) return;
      logger.warn({ streamId }, 'the log lost events that were told: readers start anew');
      for (const listener of this.#listeners) listener.restarted();
    } catch (error) {
      logger.error({ err: error, streamId }, 'a stream could not be followed again');
      clock.after(retryMs, () => void this.#restart());
    }
  }
}
