import type { Logger } from 'pino';
import type { Application, Reading } from '#application/application.ts';
import type { Position } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import type { PersonId } from '#domain/ids.ts';
import { Refusal, type ErrorCode } from '#protocol/errors.ts';
import { SerialisedJson } from '../payload.ts';
import type { Session } from '../session.ts';
import type { Channel } from './channel.ts';
import { tellClass, type ListClass } from './list-class.ts';
import type { ListKind } from './list-kind.ts';
import type { LiveReading } from './live-reading.ts';
import { PacedTelling, type PaceDeps } from './paced-telling.ts';

export interface ListDeps extends PaceDeps {
  readonly application: { readonly names: Pick<Application['names'], 'load' | 'onChanged'> };
  readonly logger: Logger;
}

/**
 * A list as a channel: what of it differs from what was told last is told; who was away gets it anew, unless nothing
 * happened. For lists of which only the present counts.
 */
export class ListChannel<State, Change extends Reading<State>> implements Channel {
  readonly #kind: ListKind<State, Change>;
  readonly #list: LiveReading<State, Change>;
  readonly #deps: ListDeps;
  readonly #classes = new Map<string, ListClass>();
  readonly #telling: PacedTelling;
  readonly #stopListening: () => void;
  readonly #stopNaming: () => void;
  /** What everybody was told. */
  #told: Reading<State>;
  /** What nobody was told, with names at hand. */
  #changes: Change[] = [];
  #naming: Promise<void> = Promise.resolve();
  /** Grows with each restart; what was under way before is void. */
  #generation = 0;

  /** The list becomes the channel's to close. */
  constructor(kind: ListKind<State, Change>, list: LiveReading<State, Change>, deps: ListDeps) {
    this.#kind = kind;
    this.#list = list;
    this.#deps = deps;
    this.#told = list.reading;
    this.#telling = new PacedTelling(deps, () => this.#tell());
    this.#stopListening = list.listen({
      advance: (change) => this.#advance(change),
      restarted: () => this.#restart(),
    });
    this.#stopNaming = deps.application.names.onChanged((personId) => this.#renamed(personId));
  }

  get name(): string {
    return this.#kind.name;
  }

  get isIdle(): boolean {
    return this.#classes.size === 0;
  }

  has(session: Session): boolean {
    return [...this.#classes.values()].some(({ sessions }) => sessions.has(session));
  }

  async subscribe(session: Session, after: Position | undefined): Promise<SerialisedJson> {
    this.#principalOf(session);
    await this.#deps.application.names.load(this.#kind.peopleIn(this.#told.state));
    // From here on nothing waits: what is answered and what is pushed join on.
    const principal = this.#principalOf(session);
    this.unsubscribe(session);
    const told = this.#classOf(principal);
    told.sessions.add(session);
    const { position } = told;
    if (after !== undefined && after.version === position.version && after.eventId === position.eventId) {
      return new SerialisedJson(`{"recovered":true,"events":[],"position":${JSON.stringify(position)}}`);
    }
    const snapshot = () => this.#kind.snapshot(principal, this.#told.state);
    told.snapshot ??= new SerialisedJson(
      JSON.stringify({ recovered: false, snapshot: snapshot(), position }),
    );
    return told.snapshot;
  }

  unsubscribe(session: Session): void {
    for (const [key, { sessions }] of this.#classes) {
      if (sessions.delete(session) && sessions.size === 0) this.#classes.delete(key);
    }
  }

  /** Who sees another list now has to see it whole. */
  recheck(only?: Session): void {
    for (const [key, { sessions }] of [...this.#classes]) {
      const theirs = only === undefined ? [...sessions] : [only].filter((session) => sessions.has(session));
      for (const session of theirs) {
        const { principal } = session;
        if (principal === undefined) continue;
        const isMoved = this.#kind.keyOf(principal, this.#told.state) !== key;
        const code = this.#kind.refusalOf(principal)?.code ?? (isMoved ? 'conflict' : undefined);
        if (code !== undefined) this.#end(session, code);
      }
    }
  }

  close(): void {
    this.#generation += 1;
    this.#stopListening();
    this.#stopNaming();
    this.#telling.close();
    this.#list.close();
  }

  #principalOf({ principal }: Session): Principal {
    if (principal === undefined) throw new Refusal('token-missing');
    const refused = this.#kind.refusalOf(principal);
    if (refused !== undefined) throw new Refusal(refused.code, refused.details);
    return principal;
  }

  #advance(change: Change): void {
    const { application, logger } = this.#deps;
    const generation = this.#generation;
    this.#naming = this.#naming
      .then(() => application.names.load(this.#kind.peopleOf(change)))
      .catch((error: unknown) =>
        logger.error({ err: error, channel: this.name }, 'names could not be loaded'),
      )
      .then(() => {
        if (generation !== this.#generation) return;
        this.#changes.push(change);
        this.#telling.ask();
      });
  }

  #restart(): void {
    this.#generation += 1;
    this.#changes = [];
    this.#told = this.#list.reading;
    for (const { sessions } of [...this.#classes.values()])
      for (const session of [...sessions]) this.#end(session, 'conflict');
  }

  /** Who comes now is not shown the name that somebody had before, least of all when they were erased. */
  #renamed(personId: PersonId | undefined): void {
    if (personId !== undefined && !new Set(this.#kind.peopleIn(this.#told.state)).has(personId)) return;
    for (const told of this.#classes.values()) told.snapshot = undefined;
  }

  #end(session: Session, code: ErrorCode): void {
    this.unsubscribe(session);
    session.send({ type: 'signal', name: 'channel.closed', data: { channel: this.name, code } });
  }

  /** Whether anybody was told something. Nobody is woken for what does not change their list. */
  #tell(): boolean {
    const changes = this.#changes;
    const last = changes.at(-1);
    if (last === undefined) return false;
    const before = this.#told.state;
    this.#changes = [];
    this.#told = { state: last.state, position: last.position };
    let isPushed = false;
    for (const told of this.#classes.values()) {
      const events = this.#kind.events(told.principal, before, last.state, changes);
      told.snapshot = undefined;
      if (events.length === 0) continue;
      tellClass(this.name, told, events, last.position);
      isPushed = true;
    }
    if (this.#kind.decidesRights) this.recheck();
    return isPushed;
  }

  #classOf(principal: Principal): ListClass {
    const { state, position } = this.#told;
    const key = this.#kind.keyOf(principal, state);
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    const made = { principal, sessions: new Set<Session>(), position, snapshot: undefined };
    this.#classes.set(key, made);
    return made;
  }
}
