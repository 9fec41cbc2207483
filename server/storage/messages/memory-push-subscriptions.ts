import type {
  PushSubscriptionRecord,
  PushSubscriptionStore,
} from '#application/messages/push-subscription-store.ts';
import type { PersonId } from '#domain/ids.ts';

/** Forgets everything when the process ends; for tests. */
export function createMemoryPushSubscriptions(maximum: number): PushSubscriptionStore {
  const kept = new Map<
    string,
    { personId: PersonId; subscription: PushSubscriptionRecord; addedAtMs: number }
  >();
  const of = (personId: PersonId) =>
    [...kept.values()]
      .filter((entry) => entry.personId === personId)
      .sort((left, right) => left.addedAtMs - right.addedAtMs);
  return {
    async put(personId, subscription, nowMs) {
      kept.set(subscription.endpoint, { personId, subscription, addedAtMs: nowMs });
      for (const { subscription: old } of of(personId).slice(0, -maximum)) kept.delete(old.endpoint);
    },
    of: async (personId) => of(personId).map(({ subscription }) => subscription),
    async remove(personId, endpoint) {
      if (kept.get(endpoint)?.personId === personId) kept.delete(endpoint);
    },
    async eraseOf(personId) {
      for (const { subscription } of of(personId)) kept.delete(subscription.endpoint);
    },
  };
}
