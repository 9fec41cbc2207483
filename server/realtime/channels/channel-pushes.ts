import type { Logger } from 'pino';
import type { Audience } from '#application/authorise.ts';
import type { Application, StreamChange } from '#application/application.ts';
import type { Position } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import type { PersonId } from '#domain/ids.ts';
import type { AudienceClass } from './audience-class.ts';
import { selfIn, type ChannelKind, type Reader } from './channel-kind.ts';
import type { LiveStream } from './live-stream.ts';
import { PacedTelling, type PaceDeps } from './paced-telling.ts';
import type { RecoveryRing } from './recovery-ring.ts';

export interface PushesDeps extends PaceDeps {
  readonly application: { readonly names: Pick<Application['names'], 'load'> };
  readonly logger: Logger;
}

interface Parts<State, Event> {
  readonly kind: ChannelKind<State, Event>;
  readonly stream: LiveStream<State, Event>;
  readonly ring: RecoveryRing<State, Event>;
  readonly classes: Readonly<Record<Audience, AudienceClass>>;
  /** The audiences were told. */
  readonly onTold: () => void;
}

/**
 * From a change of the stream to the pushes of a channel: names are loaded first, in the order of the changes; then
 * each audience is told at the end of a tick, later only where the pace of the channel asks for it.
 */
export class ChannelPushes<State, Event> {
  readonly #parts: Parts<State, Event>;
  readonly #deps: PushesDeps;
  readonly #telling: PacedTelling;
  /** Up to where names are at hand. */
  #named: Position;
  /** Up to where the audiences were told, or need not be. */
  #told: Position;
  #naming: Promise<void> = Promise.resolve();
  /** Grows with each restart; what was under way before is void. */
  #generation = 0;

  constructor(parts: Parts<State, Event>, deps: PushesDeps) {
    this.#parts = parts;
    this.#deps = deps;
    this.#telling = new PacedTelling(deps, () => this.#tell());
    this.#told = this.#named = parts.stream.reading.position;
  }

  /** Up to where the audiences were told what there was for them. */
  get toldVersion(): number {
    return this.#told.version;
  }

  /**
   * Whether a snapshot of now shows this reader what is pushed only after `position`. Whoever never gets that push must
   * not recover from there: the log may have lost it meanwhile, and nobody would take it away again.
   */
  isOutrun({ version }: Position, { personId }: Reader): boolean {
    const { stream, ring } = this.#parts;
    const { state, position } = stream.reading;
    if (this.#told.version < position.version) return true;
    return personId !== null && ring.selves(version, this.#told.version, state).has(personId);
  }

  /** The stream moved on; the ring has the events by now. */
  advance(change: StreamChange<State, Event>, isUrgent: boolean): void {
    const generation = this.#generation;
    this.#naming = this.#naming.then(() => this.#name(change, generation, isUrgent));
  }

  /** Nothing of what was under way holds any more. */
  restart(): void {
    this.#generation += 1;
    this.#told = this.#named = this.#parts.stream.reading.position;
  }

  /** Tells what there is at the end of this tick, whatever the pace. */
  hurry(): void {
    this.#telling.hurry();
  }

  close(): void {
    this.#generation += 1;
    this.#telling.close();
  }

  /** Never rejects: a name that cannot be had is presented as nobody's. */
  async #name(
    { recorded, state, position }: StreamChange<State, Event>,
    generation: number,
    isUrgent: boolean,
  ): Promise<void> {
    const { application, logger } = this.#deps;
    try {
      await application.names.load(this.#parts.kind.peopleOf(recorded, state));
    } catch (error) {
      logger.error({ err: error, channel: this.#parts.kind.name }, 'names could not be loaded');
    }
    if (generation !== this.#generation) return;
    this.#named = position;
    if (isUrgent) this.#telling.hurry();
    else this.#telling.ask();
  }

  /** Whether anybody was told something. */
  #tell(): boolean {
    const { kind, stream, ring, classes, onTold } = this.#parts;
    const { state } = stream.reading;
    const from = this.#told.version;
    const to = this.#named;
    const selfOf = (principal: Principal) => selfIn(kind, principal, state);
    let isPushed = false;
    for (const told of [classes.public, classes.staff]) {
      const { audience } = told;
      if (told.sessions.size === 0 || to.version === told.position.version) {
        told.moveTo(to);
        continue;
      }
      const text = ring.text(from, to.version, audience, state);
      const apart = ring.selves(from, to.version, state);
      const textFor = (personId: PersonId) => ring.textApart(from, to.version, { audience, personId }, state);
      if (told.tell({ to, text, apart, textFor, selfOf })) isPushed = true;
    }
    this.#told = to;
    ring.trimTo(to.version);
    onTold();
    return isPushed;
  }
}
