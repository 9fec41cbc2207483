import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { memoryPlacements, type PlacementStore } from '#media/placement-store.ts';
import { redisPlacements } from '#media/redis-placements.ts';
import { sqlitePlacements } from '#media/sqlite-placements.ts';
import { RedisServer } from '#test/support/redis-server.ts';

const showId = 'show-0001';
const placed = (incarnation: number, worker = 'local') => ({ showId, worker, incarnation });

/** The contract of every placement store. */
function contract(name: string, make: (t: Test) => PlacementStore | Promise<PlacementStore>): void {
  t.test(`${name}: a placement is written once and changed only by who knows its incarnation`, async (t) => {
    const store = await make(t);
    t.equal(await store.read(showId), null);
    t.equal(await store.replace(placed(2), 1), false, 'there is none to replace');
    t.equal(await store.replace(placed(1), null), true);
    t.equal(await store.replace(placed(1, 'elsewhere'), null), false, 'there is one already');
    t.equal(await store.replace(placed(2, 'elsewhere'), 1), true);
    t.equal(await store.replace(placed(2, 'third'), 1), false, 'too late');
    t.same(await store.read(showId), placed(2, 'elsewhere'));
    store.close();
    store.close();
  });
}

const folder = mkdtempSync(join(tmpdir(), 'popstage-placements-'));
t.teardown(() => {
  rmSync(folder, { recursive: true });
});
let files = 0;
contract('memory', memoryPlacements);
contract('redis', async (t) => {
  const redis = (await RedisServer.start(t)).connect();
  t.teardown(() => redis.disconnect());
  return redisPlacements(redis, '{main}:placements');
});
contract('sqlite', () => sqlitePlacements(join(folder, `${(files += 1)}.sqlite`)));

t.test('sqlite: two servers share the placements, and only one of them wins', async (t) => {
  const path = join(folder, 'shared.sqlite');
  const [one, two] = [sqlitePlacements(path), sqlitePlacements(path)];
  t.equal(await one.replace(placed(1, 'one'), null), true);
  t.equal(await two.replace(placed(1, 'two'), null), false);
  t.same(await two.read(showId), placed(1, 'one'));
  t.equal(statSync(path).mode & 0o077, 0, 'nobody else may read it');
  one.close();
  two.close();
});
