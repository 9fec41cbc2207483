import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { StoredLink, StoredSession } from '#application/identity/credential-store.ts';
import { PersonIdSchema, ShowIdSchema } from '#protocol/ids.ts';
import { roles } from '#protocol/roles.ts';

/** Version 1 of the file; a later version adds its own statements after these. */
export const credentialTables = `
  CREATE TABLE IF NOT EXISTS sessions (
    sessionId TEXT PRIMARY KEY, personId TEXT NOT NULL, role TEXT NOT NULL, showId TEXT, linkId TEXT,
    createdAtMs INTEGER NOT NULL, lastSeenAtMs INTEGER NOT NULL, rotatedAtMs INTEGER NOT NULL,
    revokedAtMs INTEGER, generation INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sessions_by_link ON sessions (linkId) WHERE linkId IS NOT NULL;
  CREATE INDEX IF NOT EXISTS sessions_by_age ON sessions (createdAtMs);
  CREATE INDEX IF NOT EXISTS sessions_by_use ON sessions (lastSeenAtMs);
  CREATE TABLE IF NOT EXISTS links (
    linkId TEXT PRIMARY KEY, secretHash TEXT NOT NULL UNIQUE, role TEXT NOT NULL, showId TEXT, label TEXT NOT NULL,
    createdAtMs INTEGER NOT NULL, expiresAtMs INTEGER, maximumUses INTEGER, uses INTEGER NOT NULL, revokedAtMs INTEGER
  ) STRICT, WITHOUT ROWID;
`;

const time = Type.Integer();
const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const role = Type.Union(roles.map((name) => Type.Literal(name)));

const SessionRow = Type.Object({
  sessionId: Type.String(),
  personId: PersonIdSchema,
  role,
  showId: orNull(ShowIdSchema),
  linkId: orNull(Type.String()),
  createdAtMs: time,
  lastSeenAtMs: time,
  rotatedAtMs: time,
  revokedAtMs: orNull(time),
  generation: Type.Integer(),
});

const LinkRow = Type.Object({
  linkId: Type.String(),
  secretHash: Type.String(),
  role,
  showId: orNull(ShowIdSchema),
  label: Type.String(),
  createdAtMs: time,
  expiresAtMs: orNull(time),
  maximumUses: orNull(Type.Integer()),
  uses: Type.Integer(),
  revokedAtMs: orNull(time),
});

/** A row as the store knows it; throws when the file holds something else. */
export function toSession(row: unknown): StoredSession {
  if (!Value.Check(SessionRow, row)) throw new Error('identity.db holds a session this version cannot read');
  return row;
}

export function toLink(row: unknown): StoredLink {
  if (!Value.Check(LinkRow, row)) throw new Error('identity.db holds a link this version cannot read');
  return row;
}
