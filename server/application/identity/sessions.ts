import type { PersonId, ShowId } from '#domain/ids.ts';
import type { ContactStore } from '#application/contacts/contact-store.ts';
import type { IdSource, PeopleStore } from '#application/ports.ts';
import { maximumFormerIds } from '#application/principal.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Role } from '#protocol/roles.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { CredentialStore, StoredSession } from './credential-store.ts';
import type { Crew } from './crew.ts';
import { madeUpName, parseDisplayName } from './display-name.ts';
import { assertOwnName } from './name-rules.ts';
import type { GrantedSession } from './identity.ts';
import type { RefreshSecrets } from './refresh-secrets.ts';

/** Tabs that wake together refresh within seconds; a thief who copies a cookie is rarely that quick. */
const reuseGraceMs = 30_000;

export interface SessionDeps {
  readonly credentials: CredentialStore;
  readonly people: PeopleStore;
  readonly contacts: Pick<
    ContactStore,
    'bindEmail' | 'takeSignIn' | 'find' | 'joinGuest' | 'joinedTo' | 'guestsOf'
  >;
  readonly crew: Crew;
  readonly tokens: AccessTokens;
  readonly refreshSecrets: RefreshSecrets;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  /** A session that nobody refreshes for so long is over. */
  readonly sessionIdleMs: number;
}

export interface NewSession {
  readonly role: Role;
  readonly showId: ShowId | null;
  readonly linkId: string | null;
  readonly name: string | undefined;
  /** Used where the person has no name yet and gives none: whom the link was made for. */
  readonly fallbackName?: string;
  /** Whose session it is where that is settled already: his who reads a mailbox. */
  readonly personId?: PersonId;
  /** The cookie the browser already has: keeps its person, so that opening a link does not make a stranger of him. */
  readonly previousSecret: string | undefined;
}

/** Opens a session. Refuses with `name-invalid`, and with `name-imitates` whoever is not of the crew nor becomes it. */
export async function openSession(deps: SessionDeps, wanted: NewSession): Promise<GrantedSession> {
  const name = wanted.name === undefined ? undefined : parseDisplayName(wanted.name);
  const previous = await findBySecret(deps, wanted.previousSecret);
  const settledId = wanted.personId ?? previous?.personId;
  if (name !== undefined && wanted.role === 'viewer') await assertOwnName(name, settledId, deps.crew);
  const personId = settledId ?? freshPersonId(deps);
  const session = await deps.credentials.addSession({
    sessionId: deps.ids.next(),
    personId,
    role: wanted.role,
    showId: wanted.showId,
    linkId: wanted.linkId,
    createdAtMs: deps.nowMs(),
  });
  const known = settledId === undefined ? undefined : await deps.people.find(personId);
  if (known === undefined || (name !== undefined && name !== known.displayName)) {
    const createdAtMs = known?.createdAtMs ?? deps.nowMs();
    const displayName = name ?? readableOr(madeUpName(personId), wanted.fallbackName);
    await deps.people.save({ personId, displayName, createdAtMs });
  }
  return grant(deps, session);
}

/** The one place where a person's id is made: a fresh id of the id source. */
export const freshPersonId = ({ ids }: Pick<SessionDeps, 'ids'>): PersonId => ids.next() as PersonId;

/** A label may be longer or stranger than a name may be; then it is no name. */
function readableOr(otherwise: string, label: string | undefined): string {
  try {
    return label === undefined ? otherwise : parseDisplayName(label);
  } catch {
    return otherwise;
  }
}

/** See `Identity.refresh`; `end` revokes a session whose secret was reused. */
export async function refreshSession(
  deps: SessionDeps,
  secret: string | undefined,
  end: (sessionId: string) => Promise<unknown>,
): Promise<GrantedSession> {
  if (secret === undefined) throw new Refusal('token-missing');
  const said = deps.refreshSecrets.read(secret);
  if (said === undefined) throw new Refusal('token-invalid');
  const session = await findLiving(deps, said.sessionId);
  if (said.generation === session.generation) {
    const rotated = await deps.credentials.rotateSession(session.sessionId, said.generation, deps.nowMs());
    return grant(deps, rotated ?? (await findLiving(deps, said.sessionId)));
  }
  if (!isStillGood(session, said.generation, deps.nowMs())) {
    await end(session.sessionId);
    throw new Refusal('session-revoked');
  }
  return grant(deps, session);
}

/**
 * The secret before the current one stays good until the current one was itself used: whoever still sends it may
 * never have got our answer (a phone asleep, a poor network). Once the successor came back, the old one is a copy.
 */
const isStillGood = (session: StoredSession, generation: number, nowMs: number): boolean =>
  generation === session.generation - 1 &&
  (session.confirmedGeneration < session.generation || nowMs - session.rotatedAtMs <= reuseGraceMs);

/** The session a valid secret stands for; anything else is `undefined`, because a stale cookie must not bar the door. */
export async function findBySecret(
  deps: SessionDeps,
  secret: string | undefined,
): Promise<StoredSession | undefined> {
  const said = secret === undefined ? undefined : deps.refreshSecrets.read(secret);
  if (said === undefined) return undefined;
  const session = await deps.credentials.findSession(said.sessionId);
  if (session === undefined || !isLiving(session, deps)) return undefined;
  const isCurrent =
    session.generation === said.generation || isStillGood(session, said.generation, deps.nowMs());
  return isCurrent ? session : undefined;
}

/** Refuses with `session-revoked` when the session ended, and `token-invalid` when it is forgotten or idle too long. */
export async function findLiving(deps: SessionDeps, sessionId: string): Promise<StoredSession> {
  const session = await deps.credentials.findSession(sessionId);
  if (session === undefined) throw new Refusal('token-invalid');
  if (session.revokedAtMs !== null) throw new Refusal('session-revoked');
  if (!isLiving(session, deps)) throw new Refusal('token-invalid');
  return session;
}

const isLiving = (session: StoredSession, { nowMs, sessionIdleMs }: SessionDeps): boolean =>
  session.revokedAtMs === null && nowMs() - session.lastSeenAtMs <= sessionIdleMs;

async function grant(deps: SessionDeps, session: StoredSession): Promise<GrantedSession> {
  const { sessionId, personId, role, showId } = session;
  const isKnown = session.linkId !== null;
  // Guests, who are most, became nobody and were nobody.
  const guests = isKnown && role === 'viewer' ? await deps.contacts.guestsOf(personId) : [];
  const formerIds = guests.slice(0, maximumFormerIds);
  const { accessToken, expiresAtMs } = await deps.tokens.issue(
    { sessionId, personId, role, showId, isKnown, formerIds },
    session.generation,
  );
  const person = await deps.people.find(personId);
  const name = person?.displayName ?? madeUpName(personId);
  return {
    grant: { accessToken, expiresAtMs, session: { sessionId, personId, role, showId, name } },
    refreshSecret: deps.refreshSecrets.write(sessionId, session.generation),
    refreshExpiresAtMs: session.lastSeenAtMs + deps.sessionIdleMs,
  };
}
