import type { Logger } from 'pino';
import type { Application } from '#application/application.ts';
import type { Bus, Position } from '#application/ports.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { RoomEvent, RoomState } from '#domain/room/room.ts';
import type { ShowEvent, ShowState } from '#domain/show/show.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Reaction } from '#protocol/methods/room.ts';
import type { PersonView } from '#protocol/room-views.ts';
import type { Channel } from '../channels/channel.ts';
import { LiveChannel, type LiveChannelDeps } from '../channels/live-channel.ts';
import type { LiveStream } from '../channels/live-stream.ts';
import type { SerialisedJson } from '../payload.ts';
import type { Session } from '../session.ts';
import { RoomPresentation } from './present-room.ts';
import { indexOf, type CrewBadge } from './room-index.ts';
import { roomKind, surroundingsOf } from './room-kind.ts';
import { RoomNotes, type RoomNote } from './room-notes.ts';
import { crewAmong, maximumListed, RoomPeopleList, type RoomPeople } from './room-people.ts';
import { maximumSample, RoomPresence, type Here } from './room-presence.ts';
import { RoomReactions } from './room-reactions.ts';

export interface RoomChannelDeps extends LiveChannelDeps {
  readonly application: Pick<Application, 'nowMs' | 'read' | 'eventsSince' | 'names'>;
  readonly bus: Pick<Bus, 'publish' | 'subscribe'>;
  readonly logger: Logger;
  /** Names this process among all servers. */
  readonly serverId: string;
  readonly nextId: () => string;
}

interface RoomParts {
  readonly showId: ShowId;
  readonly show: LiveStream<ShowState, ShowEvent>;
  readonly room: LiveStream<RoomState, RoomEvent>;
}

/** The room of one show: its chat as a channel, and what lives in it without being recorded. */
export class RoomChannel implements Channel {
  readonly name: string;
  readonly #deps: RoomChannelDeps;
  readonly #parts: RoomParts;
  readonly #live: LiveChannel<RoomState, RoomEvent>;
  readonly #notes: RoomNotes;
  readonly #presence: RoomPresence;
  readonly #reactions: RoomReactions;
  readonly #people: RoomPeopleList;
  readonly #stopWatching: () => void;

  constructor(parts: RoomParts, deps: RoomChannelDeps) {
    const { showId, show, room } = parts;
    const { clock, bus, application, serverId, tickEnd } = deps;
    const kind = roomKind({ showId, show: () => show.reading.state, application });
    this.name = kind.name;
    this.#deps = deps;
    this.#parts = parts;
    this.#live = new LiveChannel(kind, room, deps);
    const broadcast: LiveChannel<RoomState, RoomEvent>['broadcast'] = (payload) =>
      // With everything else of the tick, and behind the answers to those who just came.
      tickEnd.present(() => this.#live.broadcast(payload));
    this.#notes = new RoomNotes(bus, room.ref.streamId, serverId, (server, note) => this.#hear(server, note));
    this.#presence = new RoomPresence({
      showId,
      clock,
      broadcast,
      here: () => this.#here(),
      publish: (presence) => this.#notes.publish({ kind: 'presence', ...presence }),
    });
    this.#reactions = new RoomReactions({
      showId,
      clock,
      broadcast,
      publish: (counts) => this.#notes.publish({ kind: 'reactions', counts }),
    });
    this.#people = new RoomPeopleList({
      clock,
      ids: deps.nextId,
      here: () => this.#peopleHere(),
      otherServers: () => this.#presence.otherServers,
      ask: (ask) => this.#notes.publish({ kind: 'ask', ask }),
      answer: (ask, people) => this.#notes.publish({ kind: 'people', ask, ...people }),
    });
    // Who may read, and with whose eyes, hangs on the show.
    const recheck = () => this.recheck();
    this.#stopWatching = show.listen({ advance: recheck, restarted: recheck });
  }

  get isIdle(): boolean {
    return this.#live.isIdle;
  }

  has(session: Session): boolean {
    return this.#live.has(session);
  }

  async subscribe(session: Session, after: Position | undefined): Promise<SerialisedJson> {
    const answer = await this.#live.subscribe(session, after);
    const { payload } = this.#presence;
    if (payload !== undefined) this.#deps.tickEnd.present(() => session.sendPayload(payload));
    this.#presence.changed();
    return answer;
  }

  unsubscribe(session: Session): void {
    if (!this.#live.has(session)) return;
    this.#live.unsubscribe(session);
    this.#presence.changed();
  }

  recheck(session?: Session): void {
    this.#live.recheck(session);
    this.#presence.changed();
  }

  /** A tap. Whoever is banned or timed out is refused; that of a shadow-banned person is seen by nobody. */
  react(personId: PersonId, reaction: Reaction): void {
    const nowMs = this.#deps.application.nowMs();
    const found = this.#live.state.restrictions.find((one) => one.personId === personId);
    const binds = found !== undefined && (found.untilMs === null || found.untilMs > nowMs);
    if (!binds) return this.#reactions.react(reaction);
    if (found.kind === 'ban') throw new Refusal('person-banned');
    if (found.kind === 'timeout')
      throw new Refusal('person-timed-out', found.untilMs === null ? undefined : { untilMs: found.untilMs });
  }

  /** Everybody who reads along, over all servers. */
  listPresent(): Promise<RoomPeople> {
    return this.#people.list();
  }

  close(): void {
    this.#stopWatching();
    this.#presence.close();
    this.#reactions.close();
    this.#notes.close();
    this.#live.close();
    this.#parts.room.close();
  }

  #hear(server: string, note: RoomNote): void {
    switch (note.kind) {
      case 'presence':
        return this.#presence.heard(server, note);
      case 'reactions':
        return this.#reactions.heard(note.counts);
      case 'ask':
        return void this.#people.asked(note.ask);
      case 'people':
        return this.#people.answered(note.ask, note);
    }
  }

  /** Sockets by person. */
  #socketsHere(): ReadonlyMap<PersonId, number> {
    const sockets = new Map<PersonId, number>();
    for (const { principal } of this.#live.sessions()) {
      if (principal !== undefined)
        sockets.set(principal.personId, (sockets.get(principal.personId) ?? 0) + 1);
    }
    return sockets;
  }

  #here(): Here {
    const sockets = this.#socketsHere();
    const { state } = this.#live;
    const sample = new Map<PersonId, PersonView>();
    const restricted = new Set(state.restrictions.map(({ personId }) => personId));
    for (const { authorId, status, audience } of state.messages.toReversed()) {
      if (sample.size >= maximumSample) break;
      if (status !== 'shown' || audience === 'crew' || sample.has(authorId)) continue;
      if (sockets.has(authorId) && !restricted.has(authorId))
        sample.set(authorId, this.#personView(authorId));
    }
    return { personIds: [...sockets.keys()], sample: [...sample.values()] };
  }

  async #peopleHere(): Promise<RoomPeople> {
    const sockets = [...this.#socketsHere()];
    const listed = sockets.slice(0, maximumListed);
    await this.#deps.application.names.load(listed.map(([personId]) => personId));
    const crew = crewAmong(this.#live.sessions(), this.#parts.show.reading.state);
    const people = listed.map(([id, count]) => ({ ...this.#personView(id, crew.get(id)), sockets: count }));
    return { count: sockets.length, people };
  }

  #personView(personId: PersonId, badge?: CrewBadge): PersonView {
    const { showId, show } = this.#parts;
    const around = surroundingsOf({
      showId,
      show: () => show.reading.state,
      application: this.#deps.application,
    });
    const { state } = this.#live;
    const view = new RoomPresentation(around, state, { audience: 'public', personId: null });
    return view.person(personId, badge ?? indexOf(state).badges.get(personId));
  }
}
