import type { Contact, PostalAddress, SignInRequest } from '#application/contacts/contact-store.ts';

/** Version 1 of the file; a later version adds its own statements after these. */
export const contactTables = `
  CREATE TABLE IF NOT EXISTS contacts (
    personId TEXT PRIMARY KEY, name TEXT, email TEXT, signInEmail TEXT UNIQUE, phone TEXT, address TEXT,
    language TEXT NOT NULL, wantsMail INTEGER NOT NULL, touchedAtMs INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS contacts_by_phone ON contacts (phone, touchedAtMs) WHERE phone IS NOT NULL;
  CREATE INDEX IF NOT EXISTS contacts_by_age ON contacts (touchedAtMs);
  CREATE TABLE IF NOT EXISTS signIns (
    secretHash TEXT PRIMARY KEY, email TEXT NOT NULL, personId TEXT NOT NULL, language TEXT NOT NULL,
    expiresAtMs INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS signIns_by_person ON signIns (personId);
  CREATE INDEX IF NOT EXISTS signIns_by_end ON signIns (expiresAtMs);
  CREATE TABLE IF NOT EXISTS guests (guestId TEXT PRIMARY KEY, personId TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS guests_by_person ON guests (personId);
`;

type Row = Readonly<Record<string, unknown>>;

/** Only this store writes the table, column for field, and STRICT keeps the types: a row is a contact. */
export const toContact = (row: Row): Contact =>
  ({
    ...row,
    address: typeof row['address'] === 'string' ? (JSON.parse(row['address']) as PostalAddress) : null,
    wantsMail: row['wantsMail'] === 1,
  }) as unknown as Contact;

/** SQLite has no objects and no booleans. */
export const toRow = (contact: Omit<Contact, 'signInEmail'>) => ({
  ...contact,
  address: contact.address === null ? null : JSON.stringify(contact.address),
  wantsMail: contact.wantsMail ? 1 : 0,
});

/** As with contacts. */
export const toSignIn = (row: Row): SignInRequest => ({ ...row }) as unknown as SignInRequest;
