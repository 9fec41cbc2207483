import type { PersonId } from '#domain/ids.ts';
import type { PersonView } from '#protocol/room-views.ts';
import type { Clock } from '../clock.ts';
import { Payload } from '../payload.ts';
import { countPersons, digestOf, type Headcount } from './presence-digest.ts';

/** Who is in a room at this server, and some of them to show. */
export interface Here {
  readonly personIds: readonly PersonId[];
  readonly sample: readonly PersonView[];
}

/** The same as other servers are told it. */
export interface Presence extends Headcount {
  readonly sample: readonly PersonView[];
}

interface Everybody {
  readonly count: number;
  readonly sample: readonly PersonView[];
}

interface PresenceDeps {
  readonly showId: string;
  readonly clock: Clock;
  /** Those at this server, as of now. */
  readonly here: () => Here;
  readonly broadcast: (payload: Payload) => void;
  /** Tells the other servers. */
  readonly publish: (presence: Presence) => void;
}

interface Elsewhere {
  readonly presence: Presence;
  readonly heardAtMs: number;
}

export const maximumSample = 8;
/** A count may jump once a second; in a crowd nobody reads it so fast, and each jump wakes everybody. */
const tellMs = 1000;
const tellCrowdMs = 3000;
const crowd = 500;
/** Who wrote of late changes with every message; that alone is worth waking everybody only so often. */
const sampleMs = 30_000;
/** A server gives a sign of life so often; after three that did not come it is gone with those it had. */
const signOfLifeMs = 10_000;
const goneMs = 3 * signOfLifeMs;

const nobody: Presence = { count: 0, digest: '', sample: [] };

/**
 * Who is in one room over all servers: each tells its own people, and its sockets how many there are in all when that
 * changed. Who has tabs at two servers counts once, unless one of them has a crowd (`maximumDigested`).
 */
export class RoomPresence {
  readonly #deps: PresenceDeps;
  readonly #elsewhere = new Map<string, Elsewhere>();
  #published = nobody;
  #told: Everybody = nobody;
  #payload: Payload | undefined;
  #toldAtMs = -Infinity;
  #lookedAtMs = -Infinity;
  #cancelLook: (() => void) | undefined;
  #cancelSign: () => void;

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
    this.#cancelSign = deps.clock.after(signOfLifeMs, () => this.#giveSign());
  }

  /** Servers that are known to have somebody here. */
  get otherServers(): number {
    return this.#elsewhere.size;
  }

  /** What was told last, for who comes now. */
  get payload(): Payload | undefined {
    return this.#payload;
  }

  /** Somebody came or went here. */
  changed(): void {
    if (this.#cancelLook !== undefined) return;
    const { clock } = this.#deps;
    const restMs = this.#told.count > crowd ? tellCrowdMs : tellMs;
    const waitMs = Math.max(0, this.#lookedAtMs + restMs - clock.nowMs());
    this.#cancelLook = clock.after(waitMs, () => this.#look());
  }

  /** Another server told its own. */
  heard(server: string, presence: Presence): void {
    const isNew = !this.#elsewhere.has(server);
    if (presence.count === 0) this.#elsewhere.delete(server);
    else this.#elsewhere.set(server, { presence, heardAtMs: this.#deps.clock.nowMs() });
    // A server that has just come does not know of us yet.
    if (isNew && presence.count > 0) this.#published = nobody;
    this.changed();
  }

  /** Says good-bye to the other servers. */
  close(): void {
    this.#cancelLook?.();
    this.#cancelSign();
    if (this.#published.count > 0) this.#deps.publish(nobody);
  }

  #look(): void {
    const { clock, broadcast, publish, showId } = this.#deps;
    this.#cancelLook = undefined;
    this.#lookedAtMs = clock.nowMs();
    const own = this.#own();
    // Where one went and another came, the number stays and its people do not.
    if (own.count !== this.#published.count || own.digest !== this.#published.digest) {
      this.#published = own;
      publish(own);
    }
    const all = this.#sum(own);
    if (this.#payload !== undefined && isSame(all, this.#told)) return;
    // Who comes now gets the newest sample; those who are here, with the next number.
    const isWorthWaking = all.count !== this.#told.count || this.#toldAtMs + sampleMs <= clock.nowMs();
    this.#payload = Payload.of({ type: 'signal', name: 'room.presence', data: { showId, ...all } });
    if (!isWorthWaking) return;
    this.#told = all;
    this.#toldAtMs = clock.nowMs();
    broadcast(this.#payload);
  }

  #own(): Presence {
    const { personIds, sample } = this.#deps.here();
    return { count: personIds.length, digest: digestOf(personIds), sample };
  }

  #sum(own: Presence): Everybody {
    const parts = [own, ...[...this.#elsewhere.values()].map(({ presence }) => presence)];
    const sample = new Map(parts.flatMap((part) => part.sample.map((person) => [person.personId, person])));
    return {
      count: countPersons(parts),
      sample: [...sample.values()].slice(0, maximumSample),
    };
  }

  #giveSign(): void {
    const { clock, publish } = this.#deps;
    this.#cancelSign = clock.after(signOfLifeMs, () => this.#giveSign());
    const own = this.#own();
    if (own.count > 0) publish(own);
    this.#published = own;
    for (const [server, { heardAtMs }] of this.#elsewhere) {
      if (clock.nowMs() - heardAtMs >= goneMs) this.#elsewhere.delete(server);
    }
    this.changed();
  }
}

const isSame = (one: Everybody, other: Everybody): boolean =>
  one.count === other.count &&
  one.sample.length === other.sample.length &&
  one.sample.every((person, index) => {
    const there = other.sample[index];
    return person.personId === there?.personId && person.name === there.name && person.badge === there.badge;
  });
