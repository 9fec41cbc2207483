import { DatabaseSync } from 'node:sqlite';
import type { PeopleStore, Person } from '#application/ports.ts';

/** Only this store writes the table, column for field, and STRICT keeps the types: a row is a person. */
const toPerson = (row: Readonly<Record<string, unknown>>): Person => ({ ...row }) as unknown as Person;

/**
 * Personal data in a file of its own, so that it can be kept, backed up and erased apart from the log.
 * `secure_delete` overwrites what is erased; without it the name would linger in free pages.
 */
export function createSqlitePeopleStore(path: string): PeopleStore & { close(): Promise<void> } {
  const database = new DatabaseSync(path, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;');
  database.exec(`CREATE TABLE IF NOT EXISTS people (
    personId TEXT PRIMARY KEY, displayName TEXT NOT NULL, createdAtMs INTEGER NOT NULL) STRICT, WITHOUT ROWID`);
  const save = database.prepare(`INSERT INTO people VALUES (:personId, :displayName, :createdAtMs)
    ON CONFLICT (personId) DO UPDATE SET displayName = :displayName`);
  const find = database.prepare('SELECT * FROM people WHERE personId = ?');
  // One statement for any number of ids: they travel as a JSON array.
  const findMany = database.prepare(
    'SELECT * FROM people WHERE personId IN (SELECT value FROM json_each(?))',
  );
  const erase = database.prepare('DELETE FROM people WHERE personId = ?');
  return {
    async save(person) {
      save.run({ ...person });
    },
    async find(personId) {
      const row = find.get(personId);
      return row === undefined ? undefined : toPerson(row);
    },
    async findMany(personIds) {
      const people = findMany.all(JSON.stringify(personIds)).map(toPerson);
      return new Map(people.map((person) => [person.personId, person]));
    },
    async erase(personId) {
      erase.run(personId);
      // The log of changes still holds the old page until it is folded into the file and emptied.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
    async close() {
      if (database.isOpen) database.close();
    },
  };
}
