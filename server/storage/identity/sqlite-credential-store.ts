import { DatabaseSync } from 'node:sqlite';
import type { CredentialStore } from '#application/identity/credential-store.ts';
import { confirmedColumn, credentialTables, theRow, toLink, toSession } from './credential-rows.ts';

const usable = `revokedAtMs IS NULL AND (expiresAtMs IS NULL OR expiresAtMs > :nowMs)
  AND (maximumUses IS NULL OR uses < maximumUses)`;

const prepare = (database: DatabaseSync) => ({
  addSession: database.prepare(`INSERT INTO sessions VALUES
    (:sessionId, :personId, :role, :showId, :linkId, :createdAtMs, :createdAtMs, :createdAtMs, NULL, 1, 0) RETURNING *`),
  findSession: database.prepare('SELECT * FROM sessions WHERE sessionId = ?'),
  rotateSession:
    database.prepare(`UPDATE sessions SET generation = generation + 1, rotatedAtMs = :nowMs, lastSeenAtMs = :nowMs
    WHERE sessionId = :sessionId AND generation = :generation AND revokedAtMs IS NULL RETURNING *`),
  confirmSession: database.prepare(
    'UPDATE sessions SET confirmedGeneration = :generation WHERE sessionId = :sessionId AND confirmedGeneration < :generation',
  ),
  revokedSince: database.prepare('SELECT sessionId FROM sessions WHERE revokedAtMs >= ?'),
  revokeSession: database.prepare(
    'UPDATE sessions SET revokedAtMs = :nowMs WHERE sessionId = :sessionId AND revokedAtMs IS NULL',
  ),
  listSessions: database.prepare('SELECT * FROM sessions ORDER BY createdAtMs DESC LIMIT ?'),
  listCrewSessions: database.prepare(
    "SELECT * FROM sessions WHERE role <> 'viewer' AND revokedAtMs IS NULL ORDER BY createdAtMs DESC LIMIT ?",
  ),
  forgetSessions: database.prepare('DELETE FROM sessions WHERE lastSeenAtMs < ?'),
  addLink:
    database.prepare(`INSERT INTO links VALUES (:linkId, :secretHash, :role, :showId, :label, :createdAtMs,
    :expiresAtMs, :maximumUses, :uses, :revokedAtMs)`),
  findLink: database.prepare('SELECT * FROM links WHERE linkId = ?'),
  takeLink: database.prepare(
    `UPDATE links SET uses = uses + 1 WHERE secretHash = :secretHash AND ${usable} RETURNING *`,
  ),
  revokeLink: database.prepare(
    'UPDATE links SET revokedAtMs = :nowMs WHERE linkId = :linkId AND revokedAtMs IS NULL',
  ),
  revokeLinkSessions: database.prepare(
    'UPDATE sessions SET revokedAtMs = :nowMs WHERE linkId = :linkId AND revokedAtMs IS NULL RETURNING sessionId',
  ),
  listLinks: database.prepare('SELECT * FROM links ORDER BY createdAtMs DESC LIMIT ?'),
});

/**
 * Credentials in one SQLite file. Synchronous inside: each statement is a point query of some 10 µs.
 * A grant survives a killed process at once and a power cut within seconds (no fsync of its own, so that a wave of
 * viewers does not wait on the disk); what ends something is synced before it is answered.
 */
export function createSqliteCredentialStore(path: string): CredentialStore {
  const database = new DatabaseSync(path, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec(credentialTables);
  const columns = database.prepare("SELECT name FROM pragma_table_info('sessions')").all();
  if (!columns.some(({ name }) => name === confirmedColumn.name)) database.exec(confirmedColumn.add);
  const statements = prepare(database);
  const durably = <Result>(work: () => Result): Result => {
    database.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    } finally {
      database.exec('PRAGMA synchronous = NORMAL');
    }
  };
  return {
    addSession: async (session) => toSession(theRow(statements.addSession.get({ ...session }))),
    async findSession(sessionId) {
      const row = statements.findSession.get(sessionId);
      return row === undefined ? undefined : toSession(row);
    },
    async rotateSession(sessionId, generation, nowMs) {
      const row = statements.rotateSession.get({ sessionId, generation, nowMs });
      return row === undefined ? undefined : toSession(row);
    },
    async confirmSession(sessionId, generation) {
      statements.confirmSession.run({ sessionId, generation });
    },
    revokedSince: async (sinceMs) =>
      statements.revokedSince.all(sinceMs).map(({ sessionId }) => String(sessionId)),
    revokeSession: async (sessionId, nowMs) =>
      durably(() => statements.revokeSession.run({ sessionId, nowMs }).changes > 0),
    listSessions: async (limit) => statements.listSessions.all(limit).map(toSession),
    listCrewSessions: async (limit) => statements.listCrewSessions.all(limit).map(toSession),
    forgetSessions: async (beforeMs) => Number(statements.forgetSessions.run(beforeMs).changes),
    async addLink(link) {
      durably(() => statements.addLink.run({ ...link }));
    },
    async findLink(linkId) {
      const row = statements.findLink.get(linkId);
      return row === undefined ? undefined : toLink(row);
    },
    async takeLink(secretHash, nowMs) {
      const row = durably(() => statements.takeLink.get({ secretHash, nowMs }));
      return row === undefined ? undefined : toLink(row);
    },
    revokeLink: async (linkId, nowMs) =>
      durably(() => {
        statements.revokeLink.run({ linkId, nowMs });
        return statements.revokeLinkSessions.all({ linkId, nowMs }).map(({ sessionId }) => String(sessionId));
      }),
    listLinks: async (limit) => statements.listLinks.all(limit).map(toLink),
    async close() {
      if (database.isOpen) database.close();
    },
  };
}
