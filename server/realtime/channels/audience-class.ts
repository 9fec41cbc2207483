import type { Audience } from '#application/authorise.ts';
import type { Position } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import type { PersonId } from '#domain/ids.ts';
import { Payload } from '../payload.ts';
import type { Session } from '../session.ts';

/**
 * What an audience may not know moves its position all the same, but nobody is woken for it: the next push carries it
 * along. Well under what a recovery holds, so that a reader who was told nothing for long still recovers.
 */
const maximumUntold = 64;

/** What happened between two places, for one audience. */
interface Told {
  readonly to: Position;
  /** Messages joined by commas; empty when there is nothing to tell. */
  readonly text: string;
  /** Who of this audience is told something apart. */
  readonly apart: ReadonlySet<PersonId>;
  readonly textFor: (personId: PersonId) => string;
  /** As whom somebody reads. */
  readonly selfOf: (principal: Principal) => PersonId;
}

/** The sockets of one channel that are told the same, and the place up to which they were. */
export class AudienceClass {
  readonly audience: Audience;
  readonly sessions = new Set<Session>();
  /** Set to have the next push sent even when it is empty. */
  mustMove = false;
  readonly #channel: string;
  #position: Position;

  constructor(audience: Audience, channel: string, position: Position) {
    this.audience = audience;
    this.#channel = channel;
    this.#position = position;
  }

  get position(): Position {
    return this.#position;
  }

  /** To a place from which nobody is told anything. */
  moveTo(position: Position): void {
    this.#position = position;
    this.mustMove = false;
  }

  /** Whether a push went out. */
  tell({ to, text, apart, textFor, selfOf }: Told): boolean {
    const from = this.#position;
    if (this.sessions.size === 0) {
      this.moveTo(to);
      return false;
    }
    const theirs = this.#thoseOf(apart, selfOf);
    const isSilent = text === '' && theirs.size === 0;
    if (isSilent && !this.mustMove && to.version - from.version < maximumUntold) return false;
    const shared = this.#push(from, to, text);
    const own = new Map<PersonId, Payload>();
    for (const session of this.sessions) {
      const personId = theirs.get(session);
      if (personId === undefined) {
        session.sendPayload(shared);
        continue;
      }
      const payload = own.get(personId) ?? this.#push(from, to, textFor(personId));
      own.set(personId, payload);
      session.sendPayload(payload);
    }
    this.moveTo(to);
    return true;
  }

  #thoseOf(people: ReadonlySet<PersonId>, selfOf: Told['selfOf']): ReadonlyMap<Session, PersonId> {
    const theirs = new Map<Session, PersonId>();
    if (people.size === 0) return theirs;
    for (const session of this.sessions) {
      const personId = session.principal && selfOf(session.principal);
      if (personId !== undefined && people.has(personId)) theirs.set(session, personId);
    }
    return theirs;
  }

  /** `Push` of protocol/messages.ts, around what was serialised before. */
  #push(from: Position, to: Position, text: string): Payload {
    const channel = JSON.stringify(this.#channel);
    const eventId = JSON.stringify(to.eventId ?? '');
    return Payload.ofText(
      `{"type":"push","channel":${channel},"from":${from.version},"to":${to.version},"toEventId":${eventId},"events":[${text}]}`,
    );
  }
}
