import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { test, type Test } from 'tap';
import type { PushSubscriptionStore } from '#application/messages/push-subscription-store.ts';
import { mainShopId } from '#application/streams.ts';
import { PersonIdSchema } from '#protocol/ids.ts';
import { createMemoryPushSubscriptions } from '#storage/messages/memory-push-subscriptions.ts';
import { openMessageDatabase } from '#storage/messages/message-database.ts';
import { createRedisPushSubscriptions } from '#storage/messages/redis-push-subscriptions.ts';
import { createSqlitePushSubscriptions } from '#storage/messages/sqlite-push-subscriptions.ts';
import { RedisServer } from '#test/support/redis-server.ts';

const anna = Value.Parse(PersonIdSchema, 'person-anna');
const ben = Value.Parse(PersonIdSchema, 'person-ben1');
const maximum = 2;

const browser = (name: string) => ({
  endpoint: `https://push.example/${name}`,
  p256dh: `key-${name}`,
  auth: `auth-${name}`,
});

function contract(
  name: string,
  open: (t: Test) => PushSubscriptionStore | Promise<PushSubscriptionStore>,
): void {
  test(`${name}: the browsers of a person are found in the order they came, each once`, async (t) => {
    const store = await open(t);
    await store.put(anna, browser('phone'), 1);
    await store.put(anna, browser('desk'), 2);
    await store.put(anna, { ...browser('desk'), auth: 'renewed' }, 3);
    t.same(await store.of(anna), [browser('phone'), { ...browser('desk'), auth: 'renewed' }]);
    t.same(await store.of(ben), []);
  });

  test(`${name}: a browser belongs to whoever signed in on it last`, async (t) => {
    const store = await open(t);
    await store.put(anna, browser('shared'), 1);
    await store.put(ben, browser('shared'), 2);
    t.same(await store.of(anna), []);
    t.same(await store.of(ben), [browser('shared')]);
    await store.remove(anna, browser('shared').endpoint);
    t.equal((await store.of(ben)).length, 1, 'nobody removes what is not his');
    await store.remove(ben, browser('shared').endpoint);
    t.same(await store.of(ben), []);
  });

  test(`${name}: one browser too many drops the one that came first`, async (t) => {
    const store = await open(t);
    await store.put(ben, browser('other'), 0);
    for (const [index, one] of ['a', 'b', 'c'].entries()) await store.put(anna, browser(one), index);
    t.same(await store.of(anna), [browser('b'), browser('c')]);
    t.equal((await store.of(ben)).length, 1);
  });

  test(`${name}: an erased person has no browsers, others keep theirs`, async (t) => {
    const store = await open(t);
    await store.put(anna, browser('a'), 1);
    await store.put(ben, browser('b'), 1);
    await store.eraseOf(anna);
    t.same(await store.of(anna), []);
    t.same(await store.of(ben), [browser('b')]);
  });
}

contract('memory', () => createMemoryPushSubscriptions(maximum));
contract('sqlite', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-push-'));
  const database = openMessageDatabase(join(folder, 'messages.db'));
  t.teardown(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  return createSqlitePushSubscriptions(database, maximum);
});
contract('redis', async (t) => {
  const redis = (await RedisServer.start(t)).connect();
  t.teardown(() => redis.disconnect());
  return createRedisPushSubscriptions(redis, mainShopId, maximum);
});
