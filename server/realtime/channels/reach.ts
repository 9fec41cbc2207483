import type { Application, RecoveryLimits } from '#application/application.ts';
import type { Position } from '#application/ports.ts';
import type { Clock } from '../clock.ts';
import type { AudienceClass } from './audience-class.ts';
import type { LiveStream } from './live-stream.ts';
import type { RecoveryRing } from './recovery-ring.ts';

export interface ReachDeps {
  readonly application: Pick<Application, 'read' | 'eventsSince'>;
  readonly clock: Clock;
  readonly limits: RecoveryLimits;
}

/** A reader that comes from a server which was ahead of us waits so long for what the log has already. */
const catchUpMs = 1000;

/** Brings a channel to where a returning reader stood: forward with the log, or back into it. */
export class Reach<State, Event> {
  readonly #deps: ReachDeps;
  readonly #stream: LiveStream<State, Event>;
  readonly #ring: RecoveryRing<State, Event>;
  readonly #hurry: () => void;
  readonly #waiting = new Set<() => void>();
  #headReading: Promise<number> | undefined;
  #readingBack: Promise<void> | undefined;

  constructor(
    deps: ReachDeps,
    stream: LiveStream<State, Event>,
    ring: RecoveryRing<State, Event>,
    hurry: () => void,
  ) {
    this.#deps = deps;
    this.#stream = stream;
    this.#ring = ring;
    this.#hurry = hurry;
  }

  /** The audiences were told. */
  told(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves when the answer to this reader can be given; it may still be that the whole has to be sent. */
  async to(after: Position, told: AudienceClass): Promise<void> {
    const { version } = after;
    if (version > told.position.version && version <= (await this.#newest(version))) {
      await this.#until(() => {
        if (told.position.version >= version) return true;
        // What an audience was spared so far it is told now, if only to move its place.
        if (this.#stream.reading.position.version >= version) told.mustMove = true;
        this.#hurry();
        return false;
      });
    }
    if (this.#isTooFar(after)) return;
    while (this.#readingBack !== undefined) await this.#readingBack;
    if (version >= this.#ring.start.version) return;
    this.#readingBack = this.#readBack(after).finally(() => (this.#readingBack = undefined));
    await this.#readingBack;
  }

  #isTooFar({ version }: Position): boolean {
    return this.#stream.reading.position.version - version > this.#deps.limits.events;
  }

  /** Version of the newest event, as far as it matters to somebody who knows `version`. */
  async #newest(version: number): Promise<number> {
    const { position } = this.#stream.reading;
    if (version <= position.version) return position.version;
    // A wave of sockets from one server asks the log once.
    this.#headReading ??= this.#deps.application
      .read(this.#stream.ref)
      .then((reading) => reading.position.version)
      .finally(() => (this.#headReading = undefined));
    return this.#headReading;
  }

  async #readBack(after: Position): Promise<void> {
    const { application, limits } = this.#deps;
    const recorded = await application.eventsSince(this.#stream.ref, after, limits);
    if (recorded !== undefined) this.#ring.prepend(after, recorded);
  }

  /** Looks whenever the audiences were told; gives up in silence after a while. */
  async #until(holds: () => boolean): Promise<void> {
    if (holds()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (holds()) resolve();
    };
    this.#waiting.add(look);
    const cancel = this.#deps.clock.after(catchUpMs, resolve);
    await promise;
    cancel();
    this.#waiting.delete(look);
  }
}
