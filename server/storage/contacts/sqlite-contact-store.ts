import type { DatabaseSync } from 'node:sqlite';
import type { Contact, ContactStore } from '#application/contacts/contact-store.ts';
import type { PersonId } from '#domain/ids.ts';
import { openPrivateDatabase } from '../sqlite/private-database.ts';
import { contactTables, toContact, toRow, toSignIn } from './contact-rows.ts';

const prepare = (database: DatabaseSync) => ({
  save: database.prepare(`INSERT INTO contacts
    VALUES (:personId, :name, :email, NULL, :phone, :address, :language, :wantsMail, :touchedAtMs)
    ON CONFLICT (personId) DO UPDATE SET name = :name, email = :email, phone = :phone, address = :address,
      language = :language, wantsMail = :wantsMail, touchedAtMs = :touchedAtMs`),
  add: database.prepare(`INSERT INTO contacts
    VALUES (:personId, :name, :email, NULL, :phone, :address, :language, :wantsMail, :touchedAtMs)
    ON CONFLICT (personId) DO NOTHING`),
  find: database.prepare('SELECT * FROM contacts WHERE personId = ?'),
  // One statement for any number of ids: they travel as a JSON array.
  findMany: database.prepare('SELECT * FROM contacts WHERE personId IN (SELECT value FROM json_each(?))'),
  findByEmail: database.prepare('SELECT * FROM contacts WHERE signInEmail = ?'),
  findByPhone: database.prepare(
    'SELECT * FROM contacts WHERE phone = ? ORDER BY touchedAtMs DESC, personId LIMIT 20',
  ),
  bind: database.prepare(
    `UPDATE contacts SET signInEmail = :email, touchedAtMs = :nowMs WHERE personId = :personId`,
  ),
  erase: database.prepare('DELETE FROM contacts WHERE personId = ?'),
  eraseSignIns: database.prepare('DELETE FROM signIns WHERE personId = ?'),
  join: database.prepare('INSERT INTO guests VALUES (?, ?) ON CONFLICT (guestId) DO NOTHING'),
  joinedTo: database.prepare('SELECT personId FROM guests WHERE guestId = ?'),
  guestsOf: database.prepare('SELECT guestId FROM guests WHERE personId = ?'),
  eraseGuests: database.prepare('DELETE FROM guests WHERE guestId = :personId OR personId = :personId'),
  forgetGuests: database.prepare(
    'DELETE FROM guests WHERE personId IN (SELECT personId FROM contacts WHERE touchedAtMs < ?)',
  ),
  forget: database.prepare('DELETE FROM contacts WHERE touchedAtMs < ?'),
  forgetSignIns: database.prepare('DELETE FROM signIns WHERE expiresAtMs <= ?'),
  addSignIn: database.prepare(
    'INSERT INTO signIns VALUES (:secretHash, :email, :personId, :language, :expiresAtMs)',
  ),
  takeSignIn: database.prepare('DELETE FROM signIns WHERE secretHash = ? RETURNING *'),
});

/**
 * Contacts in a file of their own, so that they can be kept, backed up and erased apart from the log. `secure_delete`
 * overwrites what is erased. Synchronous inside: a point query takes some 10 µs, a change one fsync.
 */
export function createSqliteContactStore(path: string): ContactStore {
  const database = openPrivateDatabase(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
  database.exec(contactTables);
  const statements = prepare(database);
  const atOnce = <Result>(work: () => Result): Result => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };
  // The log of changes holds the old page until it is folded into the file and emptied.
  const foldIn = (): void => database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const joinedTo = (guestId: PersonId) =>
    // As below: an id that it was given.
    statements.joinedTo.get(guestId)?.['personId'] as PersonId | undefined;
  const one = (row: Record<string, unknown> | undefined): Contact | undefined =>
    row === undefined ? undefined : toContact(row);
  return {
    async save(contact) {
      statements.save.run(toRow(contact));
    },
    find: async (personId) => one(statements.find.get(personId)),
    async findMany(personIds) {
      const contacts = statements.findMany.all(JSON.stringify(personIds)).map(toContact);
      return new Map(contacts.map((contact) => [contact.personId, contact]));
    },
    findByEmail: async (email) => one(statements.findByEmail.get(email)),
    findByPhone: async (phone) => statements.findByPhone.all(phone).map(toContact),
    bindEmail: async ({ email, fresh }) =>
      atOnce(() => {
        const owner = one(statements.findByEmail.get(email))?.personId;
        if (owner === undefined) statements.add.run(toRow(fresh));
        const personId = owner ?? fresh.personId;
        statements.bind.run({ email, personId, nowMs: fresh.touchedAtMs });
        return personId;
      }),
    async joinGuest(guestId, personId) {
      statements.join.run(guestId, personId);
      return joinedTo(guestId) ?? personId;
    },
    joinedTo: async (guestId) => joinedTo(guestId),
    // Only this store writes the table, from ids it was given.
    guestsOf: async (personId) => statements.guestsOf.all(personId).map((row) => row['guestId'] as PersonId),
    async erase(personId) {
      atOnce(() => {
        statements.erase.run(personId);
        statements.eraseSignIns.run(personId);
        statements.eraseGuests.run({ personId });
      });
      foldIn();
    },
    async forgetBefore(beforeMs, nowMs) {
      const forgotten = atOnce(() => {
        statements.forgetSignIns.run(nowMs);
        statements.forgetGuests.run(beforeMs);
        return Number(statements.forget.run(beforeMs).changes);
      });
      if (forgotten > 0) foldIn();
      return forgotten;
    },
    async addSignIn(request) {
      statements.addSignIn.run({ ...request });
    },
    async takeSignIn(secretHash, nowMs) {
      const row = statements.takeSignIn.get(secretHash);
      const request = row === undefined ? undefined : toSignIn(row);
      return request === undefined || request.expiresAtMs <= nowMs ? undefined : request;
    },
    async close() {
      if (database.isOpen) database.close();
    },
  };
}
