import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Opens a SQLite file that only its owner can read, whatever the process's umask; its log takes over the rights. */
export function openPrivateDatabase(path: string): DatabaseSync {
  closeSync(openSync(path, 'a', 0o600));
  return new DatabaseSync(path, { timeout: 5000 });
}
