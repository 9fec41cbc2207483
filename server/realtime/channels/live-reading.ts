import type { Logger } from 'pino';
import type { Application, Following, Reading } from '#application/application.ts';
import type { Position } from '#application/ports.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Clock } from '../clock.ts';
import type { Keepable } from './kept-open.ts';

/** A state that lives elsewhere, and how its changes are heard of. */
export interface LiveSource<State, Change extends Reading<State>> {
  /** For the operator's log. */
  readonly name: string;
  read(): Promise<Reading<State>>;
  /** As `Application.follow`: `undefined` when it can no longer tell what changed since `after`. */
  follow(
    after: Position,
    listener: (change: Change) => void,
    onLost: () => void,
  ): Promise<Following | undefined>;
}

/** Who is told of a state. */
export interface LiveListener<Change> {
  advance(change: Change): void;
  /** What was told before was lost: the reading is another one now, and whoever knows the old one starts anew. */
  restarted(): void;
}

export interface LiveReadingDeps {
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface LiveStreamDeps extends LiveReadingDeps {
  readonly application: Pick<Application, 'read' | 'follow'>;
}

/** A log that is cut away under our feet three times in a row is a fault, not a race. */
const maximumFollowAttempts = 3;
const retryMs = 500;

/** A state as this process follows it, once for all its sockets. Heals itself when what it follows lost its tail. */
export class LiveReading<State, Change extends Reading<State>> implements Keepable {
  readonly #deps: LiveReadingDeps;
  readonly #source: LiveSource<State, Change>;
  readonly #listeners = new Set<LiveListener<Change>>();
  #reading: Reading<State>;
  #following: Following | undefined;
  /** Grows with each start; what an earlier one still says is void. */
  #generation = 0;
  #closed = false;

  protected constructor(deps: LiveReadingDeps, source: LiveSource<State, Change>, initial: State) {
    this.#deps = deps;
    this.#source = source;
    this.#reading = { state: initial, position: { version: 0, eventId: null } };
  }

  /** Resolves once it follows. Rejects with `conflict` when that cannot be had. */
  static async of<State, Change extends Reading<State>>(
    deps: LiveReadingDeps,
    source: LiveSource<State, Change>,
    initial: State,
  ): Promise<LiveReading<State, Change>> {
    const live = new LiveReading(deps, source, initial);
    await live.start();
    return live;
  }

  /** State and place as last told; the state may be ahead of the place, never behind it. */
  get reading(): Reading<State> {
    return this.#reading;
  }

  get isIdle(): boolean {
    return this.#listeners.size === 0;
  }

  /** Returns the way to stop listening. */
  listen(listener: LiveListener<Change>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#following?.close();
    this.#following = undefined;
  }

  /** Whether it was this start that follows now. */
  protected async start(): Promise<boolean> {
    const generation = (this.#generation += 1);
    const isCurrent = () => generation === this.#generation && !this.#closed;
    for (let attempt = 0; attempt < maximumFollowAttempts; attempt += 1) {
      const reading = await this.#source.read();
      if (!isCurrent()) return false;
      this.#reading = reading;
      const following = await this.#source.follow(
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

  #advance(change: Change): void {
    this.#reading = { state: change.state, position: change.position };
    for (const listener of this.#listeners) listener.advance(change);
  }

  async #restart(): Promise<void> {
    const { logger, clock } = this.#deps;
    const { name } = this.#source;
    if (this.#closed) return;
    try {
      if (!(await this.start())) return;
      logger.warn({ source: name }, 'the log lost events that were told: readers start anew');
      for (const listener of this.#listeners) listener.restarted();
    } catch (error) {
      logger.error({ err: error, source: name }, 'a stream could not be followed again');
      clock.after(retryMs, () => void this.#restart());
    }
  }
}
