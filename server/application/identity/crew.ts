import type { PersonId, ShowId } from '#domain/ids.ts';
import type { PeopleStore } from '#application/ports.ts';
import type { Role } from '#protocol/roles.ts';
import type { CredentialStore } from './credential-store.ts';

/** A role that a person has by a living session, and where. */
export interface CrewRole {
  readonly role: Role;
  /** null: for all shows. */
  readonly showId: ShowId | null;
}

/** Who is of the crew right now, by the sessions that live. Some seconds old at most. */
export interface Crew {
  /** Roles other than `viewer`; none for the public. What they mean for a show is for authorise.ts. */
  rolesOf(personId: PersonId): Promise<readonly CrewRole[]>;
  /** The names that nobody else may imitate. */
  names(): Promise<readonly { readonly personId: PersonId; readonly displayName: string }[]>;
}

export interface CrewOptions {
  readonly credentials: Pick<CredentialStore, 'listCrewSessions'>;
  readonly people: Pick<PeopleStore, 'findMany'>;
  readonly nowMs: () => number;
  /** A session that nobody refreshed for so long is over. */
  readonly sessionIdleMs: number;
}

/** More devices than the crews of all of a shop's shows sign in with. */
const maximumSessions = 1_000;
/** Chat asks with every ruling and every rename; a role given or taken counts after so long. */
const maximumAgeMs = 3_000;

interface Roster {
  readonly roles: ReadonlyMap<PersonId, readonly CrewRole[]>;
  readonly names: readonly { readonly personId: PersonId; readonly displayName: string }[];
}

/** The crew over the stores, read again when it is older than some seconds; those who ask meanwhile share one reading. */
export function createCrew(options: CrewOptions): Crew {
  let last: Promise<Roster> | undefined;
  let startedAtMs = 0;
  const roster = (): Promise<Roster> => {
    const nowMs = options.nowMs();
    if (last === undefined || nowMs - startedAtMs > maximumAgeMs) {
      startedAtMs = nowMs;
      const reading = readRoster(options);
      last = reading;
      // A failed reading is not kept.
      reading.catch(() => {
        if (last === reading) last = undefined;
      });
    }
    return last;
  };
  return {
    rolesOf: async (personId) => (await roster()).roles.get(personId) ?? [],
    names: async () => (await roster()).names,
  };
}

async function readRoster({ credentials, people, nowMs, sessionIdleMs }: CrewOptions): Promise<Roster> {
  const readAtMs = nowMs();
  const sessions = await credentials.listCrewSessions(maximumSessions);
  const living = sessions.filter(({ lastSeenAtMs }) => readAtMs - lastSeenAtMs <= sessionIdleMs);
  const roles = new Map<PersonId, readonly CrewRole[]>();
  for (const { personId, role, showId } of living) {
    roles.set(personId, [...(roles.get(personId) ?? []), { role, showId }]);
  }
  const found = await people.findMany([...roles.keys()]);
  const names = [...found.values()].map(({ personId, displayName }) => ({ personId, displayName }));
  return { roles, names };
}
