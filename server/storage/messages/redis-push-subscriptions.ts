import type { Redis } from 'ioredis';
import type {
  PushSubscriptionRecord,
  PushSubscriptionStore,
} from '#application/messages/push-subscription-store.ts';
import type { ShopId } from '#domain/ids.ts';
import * as scripts from './message-scripts.ts';

/** Subscriptions that all servers of a shop share. The connection is the caller's to close. */
export function createRedisPushSubscriptions(
  redis: Redis,
  shopId: ShopId,
  maximum: number,
): PushSubscriptionStore {
  const prefix = `{${shopId}}:messages:`;
  return {
    async put(personId, subscription, nowMs) {
      const args = [personId, subscription.endpoint, JSON.stringify(subscription), nowMs, maximum];
      await scripts.putSubscription(redis, [prefix], args);
    },
    async of(personId) {
      const endpoints = await redis.zrange(`${prefix}push-of:${personId}`, '0', '-1');
      const texts = endpoints.length === 0 ? [] : await redis.hmget(`${prefix}push`, ...endpoints);
      // Only this store writes the hash.
      return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as PushSubscriptionRecord]));
    },
    async remove(personId, endpoint) {
      await scripts.removeSubscriptions(redis, [prefix], [personId, endpoint]);
    },
    async eraseOf(personId) {
      await scripts.removeSubscriptions(redis, [prefix], [personId]);
    },
  };
}
