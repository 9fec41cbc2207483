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

  async #start(): Promise<void> {
    const { application } = this.#deps;
    for (let attempt = 0; attempt < maximumFollowAttempts; attempt += 1) {
      const reading = await application.read(this.ref);
      this.#reading = reading;
      const following = await application.follow(
        this.ref,
        reading.position,
        (change) => this.#advance(change),
        () => void this.#restart(),
      );
      if (following === undefined) continue;
      if (this.#closed) following.close();
      else this.#following = following;
      return;
    }
    throw new Refusal('conflict');
  }

  #advance(change: StreamChange<State, Event>): void {
    if (this.#closed) return;
    this.#reading = { state: change.state, position: change.position };
    for (const listener of this.#listeners) listener.advance(change);
  }

  async #restart(): Promise<void> {
    const { logger, clock } = this.#deps;
    const { streamId } = this.ref;
    if (this.#closed) return;
    try {
      await this.#start();
      logger.warn({ streamId }, 'the log lost events that were told: readers start anew');
      for (const listener of this.#listeners) listener.restarted();
    } catch (error) {
      logger.error({ err: error, streamId }, 'a stream could not be followed again');
      clock.after(retryMs, () => void this.#restart());
    }
  }
}
