import type { PaymentCustomers } from '#application/payment/payment-customers.ts';
import { openPrivateDatabase } from '../sqlite/private-database.ts';

/**
 * In a file of its own, so that it can be erased apart from the log; `secure_delete` overwrites what is erased. Losing
 * it costs buyers their saved methods, nothing else.
 */
export function createSqlitePaymentCustomers(path: string): PaymentCustomers & { close(): Promise<void> } {
  const database = openPrivateDatabase(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
  database.exec(`CREATE TABLE IF NOT EXISTS customers (
    personId TEXT PRIMARY KEY, customerId TEXT NOT NULL) STRICT, WITHOUT ROWID`);
  const find = database.prepare('SELECT customerId FROM customers WHERE personId = ?');
  // The update changes nothing; without it the statement would answer no row for somebody known.
  const keep = database.prepare(`INSERT INTO customers VALUES (:personId, :customerId)
    ON CONFLICT (personId) DO UPDATE SET customerId = customerId RETURNING customerId`);
  const replace = database.prepare(
    'UPDATE customers SET customerId = :customerId WHERE personId = :personId AND customerId = :previousId',
  );
  const erase = database.prepare('DELETE FROM customers WHERE personId = ?');
  return {
    async find(personId) {
      const row = find.get(personId);
      return row === undefined ? undefined : String(row['customerId']);
    },
    async keep(personId, customerId) {
      return String(keep.get({ personId, customerId })?.['customerId']);
    },
    async replace(personId, previousId, customerId) {
      replace.run({ personId, previousId, customerId });
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
