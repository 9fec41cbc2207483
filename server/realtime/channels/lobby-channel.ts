import type { Logger } from 'pino';
import type { Application, Following, ShowListChange } from '#application/application.ts';
import type { Position } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { ShowState } from '#domain/show/show.ts';
import { Refusal } from '#protocol/errors.ts';
import type { ShowsChannelEvent } from '#protocol/views.ts';
import type { Clock } from '../clock.ts';
import { Payload, SerialisedJson } from '../payload.ts';
import type { Session } from '../session.ts';
import type { TickEnd } from '../tick-end.ts';
import type { Channel } from './channel.ts';
import { hostsOf, lobbyEntries, lobbyEvents, lobbyKeyOf, showsById } from './lobby-view.ts';

export interface LobbyDeps {
  readonly application: Pick<Application, 'names' | 'readShowList' | 'followShowList'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tickEnd: Pick<TickEnd, 'present'>;
}

/** Sockets that see the same lobby, and up to where they were told. */
interface LobbyClass {
  readonly principal: Principal;
  readonly sessions: Set<Session>;
  position: Position;
  snapshot: SerialisedJson | undefined;
}

const maximumFollowAttempts = 3;
const retryMs = 500;

/** `shows`: the lobby, a list whose place is the feed's. What changed is told; who was away gets the list anew. */
export class LobbyChannel implements Channel {
  readonly name: string;
  readonly #deps: LobbyDeps;
  readonly #classes = new Map<string, LobbyClass>();
  /** Oldest first, as of `#position`. */
  #shows = new Map<ShowId, ShowState>();
  #position: Position = { version: 0, eventId: null };
  #following: Following | undefined;
  #naming: Promise<void> = Promise.resolve();
  #closed = false;
  readonly #nameOf = (personId: PersonId): string => this.#deps.application.names.nameOf(personId);

  private constructor(name: string, deps: LobbyDeps) {
    this.name = name;
    this.#deps = deps;
  }

  static async open(name: string, deps: LobbyDeps): Promise<LobbyChannel> {
    const channel = new LobbyChannel(name, deps);
    await channel.#start();
    return channel;
  }

  get isIdle(): boolean {
    return this.#classes.size === 0;
  }

  has(session: Session): boolean {
    return [...this.#classes.values()].some(({ sessions }) => sessions.has(session));
  }

  async subscribe(session: Session, after: Position | undefined): Promise<SerialisedJson> {
    await this.#deps.application.names.load(hostsOf(this.#shows.values()));
    const { principal } = session;
    if (principal === undefined) throw new Refusal('token-missing');
    this.unsubscribe(session);
    const told = this.#classOf(principal);
    told.sessions.add(session);
    const { position } = told;
    if (after !== undefined && after.version === position.version && after.eventId === position.eventId) {
      return new SerialisedJson(`{"recovered":true,"events":[],"position":${JSON.stringify(position)}}`);
    }
    told.snapshot ??= new SerialisedJson(
      JSON.stringify({
        recovered: false,
        snapshot: { shows: lobbyEntries(principal, this.#shows.values(), this.#nameOf) },
        position,
      }),
    );
    return told.snapshot;
  }

  unsubscribe(session: Session): void {
    for (const [key, { sessions }] of this.#classes) {
      if (sessions.delete(session) && sessions.size === 0) this.#classes.delete(key);
    }
  }

  /** Everybody may know the lobby; only what it holds differs. Who sees another one now has to see it whole. */
  recheck(only?: Session): void {
    for (const [key, { sessions }] of [...this.#classes]) {
      const theirs = only === undefined ? [...sessions] : [only].filter((session) => sessions.has(session));
      for (const session of theirs) {
        if (session.principal !== undefined && lobbyKeyOf(session.principal) !== key) this.#end(session);
      }
    }
  }

  close(): void {
    this.#closed = true;
    this.#following?.close();
  }

  async #start(): Promise<void> {
    const { application } = this.#deps;
    for (let attempt = 0; attempt < maximumFollowAttempts; attempt += 1) {
      const { state, position } = await application.readShowList();
      this.#shows = showsById(state);
      this.#position = position;
      const following = await application.followShowList(
        position,
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

  async #restart(): Promise<void> {
    const { clock, logger } = this.#deps;
    if (this.#closed) return;
    try {
      await this.#start();
      for (const { sessions } of [...this.#classes.values()])
        for (const session of [...sessions]) this.#end(session);
    } catch (error) {
      logger.error({ err: error }, 'the list of shows could not be followed again');
      clock.after(retryMs, () => void this.#restart());
    }
  }

  #end(session: Session): void {
    this.unsubscribe(session);
    const data = { channel: this.name, code: 'conflict' };
    session.send({ type: 'signal', name: 'channel.closed', data });
  }

  #advance(change: ShowListChange): void {
    const { application, logger, tickEnd } = this.#deps;
    this.#naming = this.#naming
      .then(() => application.names.load(hostsOf(change.shows)))
      .catch((error: unknown) => logger.error({ err: error }, 'names of hosts could not be loaded'))
      .then(() => tickEnd.present(() => this.#tell(change)));
  }

  #tell({ shows, position }: ShowListChange): void {
    const before = this.#shows;
    const nameOf = this.#nameOf;
    const after = new Map(before);
    for (const show of shows) {
      if (show.status === 'absent') continue;
      if (show.status === 'archived') after.delete(show.showId);
      else after.set(show.showId, show);
    }
    this.#shows = after;
    this.#position = position;
    for (const told of this.#classes.values()) {
      const events = lobbyEvents(told.principal, before, shows, nameOf);
      told.snapshot = undefined;
      // Nobody is woken for what does not change their lobby; the next push carries the place along.
      if (events.length > 0) tellClass(this.name, told, events, position);
    }
  }

  #classOf(principal: Principal): LobbyClass {
    const key = lobbyKeyOf(principal);
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    const made = { principal, sessions: new Set<Session>(), position: this.#position, snapshot: undefined };
    this.#classes.set(key, made);
    return made;
  }
}

function tellClass(
  channel: string,
  told: LobbyClass,
  events: readonly ShowsChannelEvent[],
  position: Position,
): void {
  const payload = Payload.of({
    type: 'push',
    channel,
    from: told.position.version,
    to: position.version,
    toEventId: position.eventId ?? '',
    events,
  });
  told.position = position;
  for (const session of told.sessions) session.sendPayload(payload);
}
