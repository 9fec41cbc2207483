import { audienceOf } from '#application/authorise.ts';
import { mayModerate } from '#application/crew-standing.ts';
import type { PersonId } from '#domain/ids.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { PresentPerson } from '#protocol/room-views.ts';
import type { Clock } from '../clock.ts';
import type { Session } from '../session.ts';
import type { CrewBadge } from './room-index.ts';

/** Everybody in a room, as far as their servers answered. */
export interface RoomPeople {
  /** Persons, also where they are more than the list. */
  readonly count: number;
  readonly people: readonly PresentPerson[];
}

interface PeopleDeps {
  readonly clock: Clock;
  readonly ids: () => string;
  /** Those at this server. */
  readonly here: () => Promise<RoomPeople>;
  /** Servers that will answer. */
  readonly otherServers: () => number;
  readonly ask: (ask: string) => void;
  readonly answer: (ask: string, people: RoomPeople) => void;
}

export const maximumListed = 500;
/**
 * Characters of an answer to another server, as JSON: with the longest of names 500 people are more than the bus
 * carries (64 kB), which would leave out all of them.
 */
const maximumAnswer = 50_000;
/** A server that has not answered by then is left out; the list is a look, not a record. */
const answerMs = 500;

/** The crew's list of who is there, gathered from all servers when it is asked for. */
export class RoomPeopleList {
  readonly #deps: PeopleDeps;
  readonly #asked = new Map<string, (people: RoomPeople) => void>();
  #listing: Promise<RoomPeople> | undefined;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
  }

  /** Those who ask while a list is gathered share it, so that no impatience makes all servers gather without end. */
  list(): Promise<RoomPeople> {
    this.#listing ??= this.#gather().finally(() => (this.#listing = undefined));
    return this.#listing;
  }

  /** Another server asks. Never rejects. */
  async asked(id: string): Promise<void> {
    const { count, people } = await this.#deps.here().catch(() => ({ count: 0, people: [] }));
    this.#deps.answer(id, { count, people: withinAnswer(people) });
  }

  /** Another server answered. */
  answered(id: string, people: RoomPeople): void {
    this.#asked.get(id)?.(people);
  }

  async #gather(): Promise<RoomPeople> {
    const { clock, ids, here, otherServers, ask } = this.#deps;
    const parts = [await here()];
    const expected = otherServers();
    if (expected === 0) return merged(parts);
    const id = ids();
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = clock.after(answerMs, resolve);
    this.#asked.set(id, (people) => {
      parts.push(people);
      if (parts.length > expected) resolve();
    });
    ask(id);
    await promise;
    cancel();
    this.#asked.delete(id);
    return merged(parts);
  }
}

/** Who of those with these sessions is what in the show's crew: by right, whether they wrote or not. */
export function crewAmong(
  sessions: Iterable<Pick<Session, 'principal'>>,
  show: ShowState,
): ReadonlyMap<PersonId, CrewBadge> {
  const badges = new Map<PersonId, CrewBadge>();
  for (const { principal } of sessions) {
    if (principal === undefined || audienceOf(principal, show) !== 'staff') continue;
    // Who moderates in one tab moderates.
    if (mayModerate(principal, show)) badges.set(principal.personId, 'moderator');
    else if (!badges.has(principal.personId)) badges.set(principal.personId, 'crew');
  }
  return badges;
}

/** As many as one answer carries; the count says that there are more. */
function withinAnswer(people: readonly PresentPerson[]): readonly PresentPerson[] {
  let left = maximumAnswer;
  return people.filter((person) => (left -= JSON.stringify(person).length + 1) >= 0);
}

/** Who has tabs at two servers is one person. */
function merged(parts: readonly RoomPeople[]): RoomPeople {
  const people = new Map<string, PresentPerson>();
  for (const person of parts.flatMap((part) => part.people)) {
    const known = people.get(person.personId);
    const badge = known?.badge ?? person.badge;
    people.set(person.personId, { ...person, badge, sockets: person.sockets + (known?.sockets ?? 0) });
  }
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const isWhole = parts.every((part) => part.people.length === part.count);
  return { count: isWhole ? people.size : total, people: [...people.values()].slice(0, maximumListed) };
}
