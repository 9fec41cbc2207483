import type { DatabaseSync } from 'node:sqlite';
import type {
  PushSubscriptionRecord,
  PushSubscriptionStore,
} from '#application/messages/push-subscription-store.ts';

/** Subscriptions in the file that `openMessageDatabase` opened; closing it is the caller's. */
export function createSqlitePushSubscriptions(
  database: DatabaseSync,
  maximum: number,
): PushSubscriptionStore {
  const put =
    database.prepare(`INSERT INTO pushSubscriptions VALUES (:endpoint, :personId, :p256dh, :auth, :nowMs)
    ON CONFLICT (endpoint) DO UPDATE SET personId = :personId, p256dh = :p256dh, auth = :auth, addedAtMs = :nowMs`);
  const bound = database.prepare(`DELETE FROM pushSubscriptions WHERE endpoint IN (SELECT endpoint
    FROM pushSubscriptions WHERE personId = ? ORDER BY addedAtMs DESC, endpoint LIMIT -1 OFFSET ?)`);
  const of = database.prepare(
    'SELECT endpoint, p256dh, auth FROM pushSubscriptions WHERE personId = ? ORDER BY addedAtMs, endpoint',
  );
  const remove = database.prepare('DELETE FROM pushSubscriptions WHERE personId = ? AND endpoint = ?');
  const eraseOf = database.prepare('DELETE FROM pushSubscriptions WHERE personId = ?');
  return {
    async put(personId, subscription, nowMs) {
      put.run({ ...subscription, personId, nowMs });
      bound.run(personId, maximum);
    },
    // The columns are the record's fields.
    of: async (personId) => of.all(personId).map((row) => ({ ...row }) as unknown as PushSubscriptionRecord),
    async remove(personId, endpoint) {
      remove.run(personId, endpoint);
    },
    async eraseOf(personId) {
      eraseOf.run(personId);
    },
  };
}
