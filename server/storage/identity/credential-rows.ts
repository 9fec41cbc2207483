import type { StoredLink, StoredSession } from '#application/identity/credential-store.ts';

/** Version 1 of the file; a later version adds its own statements after these. */
export const credentialTables = `
  CREATE TABLE IF NOT EXISTS sessions (
    sessionId TEXT PRIMARY KEY, personId TEXT NOT NULL, role TEXT NOT NULL, showId TEXT, linkId TEXT,
    createdAtMs INTEGER NOT NULL, lastSeenAtMs INTEGER NOT NULL, rotatedAtMs INTEGER NOT NULL,
    revokedAtMs INTEGER, generation INTEGER NOT NULL, confirmedGeneration INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sessions_by_link ON sessions (linkId) WHERE linkId IS NOT NULL;
  CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (revokedAtMs) WHERE revokedAtMs IS NOT NULL;
  CREATE INDEX IF NOT EXISTS sessions_by_age ON sessions (createdAtMs);
  CREATE INDEX IF NOT EXISTS sessions_of_crew ON sessions (createdAtMs) WHERE role <> 'viewer';
  CREATE INDEX IF NOT EXISTS sessions_by_use ON sessions (lastSeenAtMs);
  CREATE TABLE IF NOT EXISTS links (
    linkId TEXT PRIMARY KEY, secretHash TEXT NOT NULL UNIQUE, role TEXT NOT NULL, showId TEXT, label TEXT NOT NULL,
    createdAtMs INTEGER NOT NULL, expiresAtMs INTEGER, maximumUses INTEGER, uses INTEGER NOT NULL, revokedAtMs INTEGER
  ) STRICT, WITHOUT ROWID;
`;

/** Files of before this column; SQLite has no "add if missing". */
export const confirmedColumn = {
  name: 'confirmedGeneration',
  add: 'ALTER TABLE sessions ADD COLUMN confirmedGeneration INTEGER NOT NULL DEFAULT 0',
} as const;

type Row = Readonly<Record<string, unknown>>;

/** Only this store writes the table, column for field, and STRICT keeps the types: a row is a session. */
export const toSession = (row: Row): StoredSession => ({ ...row }) as unknown as StoredSession;

/** As with sessions. */
export const toLink = (row: Row): StoredLink => ({ ...row }) as unknown as StoredLink;

/** For statements that always answer a row, such as an INSERT with RETURNING. */
export function theRow(row: Row | undefined): Row {
  if (row === undefined) throw new Error('a statement of identity.db answered no row');
  return row;
}
