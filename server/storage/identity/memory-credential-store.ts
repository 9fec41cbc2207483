import type { CredentialStore, StoredLink, StoredSession } from '#application/identity/credential-store.ts';

/** Forgets everything when the process ends; for tests. */
export function createMemoryCredentialStore(): CredentialStore {
  const sessions = new Map<string, StoredSession>();
  const links = new Map<string, StoredLink>();
  const latestFirst = <Item extends { createdAtMs: number }>(items: Iterable<Item>, limit: number) =>
    [...items].sort((left, right) => right.createdAtMs - left.createdAtMs).slice(0, limit);
  const endSession = (sessionId: string, nowMs: number): boolean => {
    const session = sessions.get(sessionId);
    if (session === undefined || session.revokedAtMs !== null) return false;
    sessions.set(sessionId, { ...session, revokedAtMs: nowMs });
    return true;
  };
  return {
    async addSession(fresh) {
      const { createdAtMs } = fresh;
      const kept = { lastSeenAtMs: createdAtMs, rotatedAtMs: createdAtMs, revokedAtMs: null };
      const session: StoredSession = { ...fresh, ...kept, generation: 1, confirmedGeneration: 0 };
      sessions.set(session.sessionId, session);
      return session;
    },
    findSession: async (sessionId) => sessions.get(sessionId),
    async rotateSession(sessionId, generation, nowMs) {
      const session = sessions.get(sessionId);
      if (session?.generation !== generation || session.revokedAtMs !== null) return undefined;
      const rotated = { ...session, generation: generation + 1, rotatedAtMs: nowMs, lastSeenAtMs: nowMs };
      sessions.set(sessionId, rotated);
      return rotated;
    },
    async confirmSession(sessionId, generation) {
      const session = sessions.get(sessionId);
      if (session === undefined || session.confirmedGeneration >= generation) return;
      sessions.set(sessionId, { ...session, confirmedGeneration: generation });
    },
    revokedSince: async (sinceMs) =>
      [...sessions.values()]
        .filter(({ revokedAtMs }) => revokedAtMs !== null && revokedAtMs >= sinceMs)
        .map(({ sessionId }) => sessionId),
    revokeSession: async (sessionId, nowMs) => endSession(sessionId, nowMs),
    listSessions: async (limit) => latestFirst(sessions.values(), limit),
    listCrewSessions: async (limit) =>
      latestFirst(
        [...sessions.values()].filter(({ role, revokedAtMs }) => role !== 'viewer' && revokedAtMs === null),
        limit,
      ),
    async forgetSessions(beforeMs) {
      const idle = [...sessions.values()].filter(({ lastSeenAtMs }) => lastSeenAtMs < beforeMs);
      idle.forEach(({ sessionId }) => sessions.delete(sessionId));
      return idle.length;
    },
    async addLink(link) {
      links.set(link.linkId, link);
    },
    findLink: async (linkId) => links.get(linkId),
    async takeLink(secretHash, nowMs) {
      const link = [...links.values()].find((candidate) => candidate.secretHash === secretHash);
      if (link === undefined || !isUsable(link, nowMs)) return undefined;
      const taken = { ...link, uses: link.uses + 1 };
      links.set(link.linkId, taken);
      return taken;
    },
    async revokeLink(linkId, nowMs) {
      const link = links.get(linkId);
      if (link !== undefined && link.revokedAtMs === null) {
        links.set(linkId, { ...link, revokedAtMs: nowMs });
      }
      const own = [...sessions.values()].filter((session) => session.linkId === linkId);
      return own.map(({ sessionId }) => sessionId).filter((sessionId) => endSession(sessionId, nowMs));
    },
    listLinks: async (limit) => latestFirst(links.values(), limit),
    close: async () => undefined,
  };
}

const isUsable = (link: StoredLink, nowMs: number): boolean =>
  link.revokedAtMs === null &&
  (link.expiresAtMs === null || nowMs < link.expiresAtMs) &&
  (link.maximumUses === null || link.uses < link.maximumUses);
