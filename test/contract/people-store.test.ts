import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { test, type Test } from 'tap';
import type { PeopleStore } from '#application/ports.ts';
import { mainShopId } from '#application/streams.ts';
import { PersonIdSchema } from '#protocol/ids.ts';
import { createMemoryPeopleStore } from '#storage/people/memory-people-store.ts';
import { createRedisPeopleStore } from '#storage/people/redis-people-store.ts';
import { createSqlitePeopleStore } from '#storage/people/sqlite-people-store.ts';
import { RedisServer } from '#test/support/redis-server.ts';

const anna = Value.Parse(PersonIdSchema, 'person-anna');
const ben = Value.Parse(PersonIdSchema, 'person-ben1');
const nobody = Value.Parse(PersonIdSchema, 'person-none');

function contract(name: string, open: (t: Test) => PeopleStore | Promise<PeopleStore>): void {
  test(`${name}: a person is found by id, alone and among others`, async (t) => {
    const people = await open(t);
    await people.save({ personId: anna, displayName: 'Anna', createdAtMs: 1 });
    await people.save({ personId: ben, displayName: 'بن', createdAtMs: 2 });
    t.equal((await people.find(anna))?.displayName, 'Anna');
    const found = await people.findMany([anna, ben, nobody]);
    t.equal(found.size, 2);
    t.equal(found.get(ben)?.displayName, 'بن');
    t.equal((await people.findMany([])).size, 0);
  });

  test(`${name}: saving again renames and keeps the day of the first visit`, async (t) => {
    const people = await open(t);
    await people.save({ personId: anna, displayName: 'Anna', createdAtMs: 1 });
    await people.save({ personId: anna, displayName: 'Anne', createdAtMs: 1 });
    t.same(await people.find(anna), { personId: anna, displayName: 'Anne', createdAtMs: 1 });
  });

  test(`${name}: an erased person is gone`, async (t) => {
    const people = await open(t);
    await people.save({ personId: anna, displayName: 'Anna', createdAtMs: 1 });
    await people.erase(anna);
    t.equal(await people.find(anna), undefined);
    await t.resolves(people.erase(nobody));
  });
}

contract('memory', () => createMemoryPeopleStore());
contract('sqlite', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-people-'));
  const store = createSqlitePeopleStore(join(folder, 'people.db'));
  t.teardown(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return store;
});

contract('redis', async (t) => {
  const redis = (await RedisServer.start(t)).connect();
  t.teardown(() => redis.disconnect());
  return createRedisPeopleStore(redis, mainShopId);
});

test('redis: servers share their people, and an erased one leaves the file with the next rewrite', async (t) => {
  const server = await RedisServer.start(t);
  const connections = [server.connect(), server.connect()] as const;
  t.teardown(() => connections.forEach((redis) => redis.disconnect()));
  const [here, there] = connections.map((redis) => createRedisPeopleStore(redis, mainShopId));
  await here?.save({ personId: anna, displayName: 'Findable-Name', createdAtMs: 1 });
  t.equal((await there?.find(anna))?.displayName, 'Findable-Name');
  t.ok(server.filesHold('Findable-Name'));
  await there?.erase(anna);
  t.equal(await here?.find(anna), undefined);
  for (const untilMs = performance.now() + 5000; performance.now() < untilMs; await setTimeout(20)) {
    if (!server.filesHold('Findable-Name')) return;
  }
  t.fail('the name stayed in the file');
});

test('sqlite: the name of an erased person is in no file any more', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-people-'));
  const store = createSqlitePeopleStore(join(folder, 'people.db'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  await store.save({ personId: anna, displayName: 'Findable-Name', createdAtMs: 1 });
  await store.erase(anna);
  for (const file of ['people.db', 'people.db-wal']) {
    t.notOk(readFileSync(join(folder, file)).includes('Findable-Name'), file);
  }
  await store.close();
});
