import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { test, type Test } from 'tap';
import type { PaymentCustomers } from '#application/payment/payment-customers.ts';
import { mainShopId } from '#application/streams.ts';
import { PersonIdSchema } from '#protocol/ids.ts';
import { createMemoryPaymentCustomers } from '#storage/payment/memory-payment-customers.ts';
import { createRedisPaymentCustomers } from '#storage/payment/redis-payment-customers.ts';
import { createSqlitePaymentCustomers } from '#storage/payment/sqlite-payment-customers.ts';
import { RedisServer } from '#test/support/redis-server.ts';

const anna = Value.Parse(PersonIdSchema, 'person-anna');
const ben = Value.Parse(PersonIdSchema, 'person-ben1');

function contract(name: string, open: (t: Test) => PaymentCustomers | Promise<PaymentCustomers>): void {
  test(`${name}: a person is known by the customer that was kept first`, async (t) => {
    const customers = await open(t);
    t.equal(await customers.find(anna), undefined);
    t.equal(await customers.keep(anna, 'cus_1'), 'cus_1');
    t.equal(await customers.keep(anna, 'cus_2'), 'cus_1');
    t.equal(await customers.find(anna), 'cus_1');
    t.equal(await customers.find(ben), undefined);
  });

  test(`${name}: of many who keep one at once, all hear of the same`, async (t) => {
    const customers = await open(t);
    const kept = await Promise.all(
      Array.from({ length: 20 }, (_, index) => customers.keep(anna, `cus_${index}`)),
    );
    t.same([...new Set(kept)], [await customers.find(anna)]);
  });

  test(`${name}: another takes its place only where it still stands`, async (t) => {
    const customers = await open(t);
    await customers.keep(anna, 'cus_1');
    await customers.replace(anna, 'cus_0', 'cus_2');
    t.equal(await customers.find(anna), 'cus_1');
    await customers.replace(anna, 'cus_1', 'cus_2');
    t.equal(await customers.find(anna), 'cus_2');
    await customers.replace(ben, 'cus_1', 'cus_2');
    t.equal(await customers.find(ben), undefined);
  });

  test(`${name}: an erased person is unknown, and erasing is repeated without harm`, async (t) => {
    const customers = await open(t);
    await customers.keep(anna, 'cus_1');
    await customers.erase(anna);
    await customers.erase(anna);
    t.equal(await customers.find(anna), undefined);
    t.equal(await customers.keep(anna, 'cus_2'), 'cus_2');
  });
}

const openSqlite = (t: Test) => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-payment-'));
  const path = join(folder, 'payment.db');
  const store = createSqlitePaymentCustomers(path);
  t.teardown(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return { store, path };
};

contract('memory', () => createMemoryPaymentCustomers());
contract('sqlite', (t) => openSqlite(t).store);
contract('redis', async (t) => {
  const redis = (await RedisServer.start(t)).connect();
  t.teardown(() => redis.disconnect());
  return createRedisPaymentCustomers(redis, mainShopId);
});

test('sqlite: customers survive the process, the erased are in no file any more, and no stranger reads it', async (t) => {
  const { store, path } = openSqlite(t);
  await store.keep(anna, 'cus_findable');
  await store.keep(ben, 'cus_ben');
  await store.erase(anna);
  await store.close();
  const again = createSqlitePaymentCustomers(path);
  t.equal(await again.find(ben), 'cus_ben');
  await again.close();
  t.notOk(readFileSync(path).includes('cus_findable'));
  t.equal(statSync(path).mode & 0o077, 0);
});

test('redis: servers share their customers', async (t) => {
  const server = await RedisServer.start(t);
  const connections = [server.connect(), server.connect()];
  t.teardown(() => connections.forEach((redis) => redis.disconnect()));
  const [here, there] = connections.map((redis) => createRedisPaymentCustomers(redis, mainShopId));
  await here?.keep(anna, 'cus_1');
  t.equal(await there?.keep(anna, 'cus_2'), 'cus_1');
});
