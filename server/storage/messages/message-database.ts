import type { DatabaseSync } from 'node:sqlite';
import { openPrivateDatabase } from '../sqlite/private-database.ts';
import { messageTables } from './message-rows.ts';

/**
 * One file for the outbox and the browsers to push to: both are personal and go together. What was written survives a
 * killed process at once and a power cut within seconds: no fsync of its own, because a bidding war writes many
 * notices and this process decides the bids.
 */
export function openMessageDatabase(path: string): DatabaseSync {
  const database = openPrivateDatabase(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;');
  database.exec(messageTables);
  return database;
}
