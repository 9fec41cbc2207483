import type { StoredSession } from './credential-store.ts';
import { parseDisplayName } from './display-name.ts';
import type { Identity, SessionSummary } from './identity.ts';
import { openByEmail } from './email-sign-in.ts';
import { assertOwnName } from './name-rules.ts';
import { assertMayGive, findLinkFor, hashLinkSecret, listLinksFor, makeLink } from './magic-links.ts';
import { findLiving, openSession, refreshSession, type SessionDeps } from './sessions.ts';

const maximumListed = 500;

/** The identity of this server over its stores. Stateless apart from its listeners. */
export function createIdentity(deps: SessionDeps): Identity {
  const listeners = new Set<(sessionId: string) => void>();
  const tell = (sessionId: string): void => listeners.forEach((listener) => listener(sessionId));
  const revoke = async (sessionId: string): Promise<boolean> => {
    const wasLiving = await deps.credentials.revokeSession(sessionId, deps.nowMs());
    if (wasLiving) tell(sessionId);
    return wasLiving;
  };
  return {
    async verify(accessToken) {
      const { principal, generation } = await deps.tokens.verify(accessToken);
      const session = await findLiving(deps, principal.sessionId);
      // Its holder got our answer, so the secret before it is nobody's any more.
      if (generation === session.generation && generation > session.confirmedGeneration) {
        await deps.credentials.confirmSession(principal.sessionId, generation);
      }
      return principal;
    },
    async grantByLink({ linkSecret, name, previousSecret }) {
      if (name !== undefined) parseDisplayName(name);
      const link = await deps.credentials.takeLink(hashLinkSecret(linkSecret), deps.nowMs());
      if (link === undefined) return openByEmail(deps, { linkSecret, name, previousSecret });
      const { role, showId, linkId, label } = link;
      return openSession(deps, { role, showId, linkId, name, fallbackName: label, previousSecret });
    },
    grantAnonymous: ({ name, previousSecret }) =>
      openSession(deps, { role: 'viewer', showId: null, linkId: null, name, previousSecret }),
    refresh: (refreshSecret) => refreshSession(deps, refreshSecret, revoke),
    revoke,
    async createLink(by, link) {
      assertMayGive(by, link);
      return makeLink(deps, link);
    },
    listLinks: (by) => listLinksFor(by, deps.credentials),
    async revokeLink(by, linkId) {
      const link = await findLinkFor(by, linkId, deps.credentials);
      const ended = await deps.credentials.revokeLink(link.linkId, deps.nowMs());
      ended.forEach(tell);
    },
    listSessions: async () => {
      const sessions = await deps.credentials.listSessions(maximumListed);
      return sessions.map(summaryOf);
    },
    async rename(by, name) {
      const displayName = parseDisplayName(name);
      await assertOwnName(displayName, by.personId, deps.crew);
      const known = await deps.people.find(by.personId);
      const createdAtMs = known?.createdAtMs ?? deps.nowMs();
      await deps.people.save({ personId: by.personId, displayName, createdAtMs });
      return displayName;
    },
    revokedSince: (sinceMs) => deps.credentials.revokedSince(sinceMs),
    onRevoked(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const summaryOf = ({
  generation: _generation,
  confirmedGeneration: _confirmedGeneration,
  rotatedAtMs: _rotatedAtMs,
  ...summary
}: StoredSession): SessionSummary => summary;
