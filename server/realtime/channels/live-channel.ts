import type { Audience } from '#application/authorise.ts';
import type { Application, StreamChange } from '#application/application.ts';
import type { Position } from '#application/ports.ts';
import type { PersonId } from '#domain/ids.ts';
import { Refusal, type ErrorCode } from '#protocol/errors.ts';
import type { Payload, SerialisedJson } from '../payload.ts';
import type { Session } from '../session.ts';
import { AudienceClass } from './audience-class.ts';
import { ChannelAnswers } from './channel-answers.ts';
import { selfIn, type ChannelKind, type Reader } from './channel-kind.ts';
import { ChannelPushes, type PushesDeps } from './channel-pushes.ts';
import type { Channel } from './channel.ts';
import type { LiveStream } from './live-stream.ts';
import { Reach, type ReachDeps } from './reach.ts';
import { RecoveryRing } from './recovery-ring.ts';

export interface LiveChannelDeps extends PushesDeps, ReachDeps {
  readonly application: Pick<Application, 'read' | 'eventsSince' | 'names'>;
}

/**
 * One channel: follows its stream once for all sockets of this process, presents each change once for each audience,
 * and answers those who come and come back. All pushes leave at the end of a tick, so none overtakes an answer.
 */
export class LiveChannel<State, Event> implements Channel {
  readonly #kind: ChannelKind<State, Event>;
  readonly #stream: LiveStream<State, Event>;
  readonly #names: Pick<Application['names'], 'load' | 'onChanged'>;
  readonly #ring: RecoveryRing<State, Event>;
  readonly #answers: ChannelAnswers<State, Event>;
  readonly #classes: Readonly<Record<Audience, AudienceClass>>;
  readonly #pushes: ChannelPushes<State, Event>;
  readonly #reach: Reach<State, Event>;
  readonly #stopListening: () => void;
  readonly #stopNaming: () => void;
  readonly #release: () => void;
  /** The state whose people are all named. */
  #namedState: State | undefined;

  /** `release`: lets go of what was opened for this channel. */
  constructor(
    kind: ChannelKind<State, Event>,
    stream: LiveStream<State, Event>,
    deps: LiveChannelDeps,
    release: () => void = () => undefined,
  ) {
    const { position } = stream.reading;
    const ring = new RecoveryRing(kind, deps.limits, position);
    const classes = {
      public: new AudienceClass('public', kind.name, position),
      staff: new AudienceClass('staff', kind.name, position),
    };
    const onTold = () => {
      this.#answers.clear();
      this.#reach.told();
    };
    this.#kind = kind;
    this.#release = release;
    this.#stream = stream;
    this.#names = deps.application.names;
    this.#ring = ring;
    this.#classes = classes;
    this.#answers = new ChannelAnswers(kind, ring, deps.limits);
    this.#pushes = new ChannelPushes({ kind, stream, ring, classes, onTold }, deps);
    this.#reach = new Reach(deps, stream, ring, () => this.#pushes.hurry());
    this.#stopListening = stream.listen({
      advance: (change) => this.#advance(change),
      restarted: () => this.#restart(),
    });
    this.#stopNaming = deps.application.names.onChanged((personId) => this.#renamed(personId));
  }

  get name(): string {
    return this.#kind.name;
  }

  get isIdle(): boolean {
    return this.#all.every(({ sessions }) => sessions.size === 0);
  }

  get state(): State {
    return this.#stream.reading.state;
  }

  has(session: Session): boolean {
    return this.#all.some(({ sessions }) => sessions.has(session));
  }

  *sessions(): Generator<Session> {
    for (const { sessions } of this.#all) yield* sessions;
  }

  /** Something of the moment for everybody here. */
  broadcast(payload: Payload): void {
    for (const session of this.sessions()) session.sendPayload(payload);
  }

  async subscribe(session: Session, after: Position | undefined): Promise<SerialisedJson> {
    const asked = this.#readerOf(session);
    if (after !== undefined) await this.#reach.to(after, this.#classes[asked.audience]);
    await this.#nameAll();
    // From here on nothing waits: what is answered and what is pushed join on.
    const reader = this.#readerOf(session);
    const { state } = this.#stream.reading;
    const told = this.#classes[reader.audience];
    this.unsubscribe(session);
    told.sessions.add(session);
    const { position } = told;
    const spared = this.#pushes.toldVersion;
    const recovery = after && this.#answers.recovery(after, position, spared, reader, state);
    // Without an event a place is none to come back to.
    const isAhead = this.#pushes.isOutrun(position, reader);
    const place = isAhead ? { ...position, eventId: null } : position;
    return recovery ?? this.#answers.snapshot(place, reader, state);
  }

  unsubscribe(session: Session): void {
    for (const { sessions } of this.#all) sessions.delete(session);
  }

  recheck(only?: Session): void {
    for (const { audience, sessions } of this.#all) {
      const theirs = only === undefined ? [...sessions] : [only].filter((session) => sessions.has(session));
      for (const session of theirs) {
        const { principal } = session;
        if (principal === undefined) continue;
        const refused = this.#kind.refusalOf(principal)?.code;
        // Who is another audience now has to see the whole with other eyes.
        const moved = this.#kind.audienceOf(principal) === audience ? undefined : 'conflict';
        const code = refused ?? moved;
        if (code !== undefined) this.#end(session, code);
      }
    }
  }

  close(): void {
    this.#stopListening();
    this.#stopNaming();
    this.#pushes.close();
    this.#release();
  }

  get #all(): readonly AudienceClass[] {
    return [this.#classes.public, this.#classes.staff];
  }

  /** Through whose eyes this socket reads; throws when it may not. */
  #readerOf({ principal }: Session): Reader {
    if (principal === undefined) throw new Refusal('token-missing');
    const refused = this.#kind.refusalOf(principal);
    if (refused !== undefined) throw new Refusal(refused.code, refused.details);
    return {
      audience: this.#kind.audienceOf(principal),
      personId: selfIn(this.#kind, principal, this.state),
    };
  }

  #advance(change: StreamChange<State, Event>): void {
    const { recorded } = change;
    this.#ring.append(recorded);
    if (recorded.some(({ event }) => this.#kind.isRetroactive(event))) this.#ring.forgetTexts();
    this.#answers.clear();
    const isUrgent = recorded.some(({ event }) => this.#kind.isUrgent(event));
    this.#pushes.advance(change, isUrgent);
    if (this.#kind.decidesRights) this.recheck();
  }

  /** The log lost what was told: everybody starts anew. */
  #restart(): void {
    const { position } = this.#stream.reading;
    const sessions = [...this.sessions()];
    this.#ring.restart(position);
    this.#answers.clear();
    this.#pushes.restart();
    for (const told of this.#all) told.moveTo(position);
    for (const session of sessions) this.#end(session, 'conflict');
    this.#reach.told();
  }

  /** Who comes now is not shown the name that somebody had before, least of all when they were erased. */
  #renamed(personId: PersonId | undefined): void {
    if (personId === undefined) this.#namedState = undefined;
    else if (!new Set(this.#kind.peopleIn(this.state)).has(personId)) return;
    this.#ring.forgetTexts();
    this.#answers.clear();
  }

  #end(session: Session, code: ErrorCode): void {
    this.unsubscribe(session);
    session.send({ type: 'signal', name: 'channel.closed', data: { channel: this.name, code } });
  }

  /** A state moves on while names are loaded; then there are more to load, a few at most. */
  async #nameAll(): Promise<void> {
    for (let state = this.state; state !== this.#namedState; state = this.state) {
      await this.#names.load(this.#kind.peopleIn(state));
      this.#namedState = state;
    }
  }
}
