import t from 'tap';
import { describe, readDurability, type DurabilityFacts } from '#storage/redis/durability.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { connectAsServer } from './redis-log-stand.ts';

t.setTimeout(60_000);

const safest: DurabilityFacts = {
  version: '7.0.15',
  role: 'master',
  connectedReplicas: 0,
  waitReplicas: 0,
  appendonly: 'yes',
  appendfsync: 'always',
  save: '',
  maxmemoryBytes: 0,
  maxmemoryPolicy: 'noeviction',
};

/** All dangers of these facts in one text. */
const dangersOf = (facts: Partial<DurabilityFacts>): string =>
  describe({ ...safest, ...facts }).dangers.join('\n');

t.test('the safest setting has no danger', async (t) => {
  t.equal(dangersOf({}), '');
  t.equal(dangersOf({ connectedReplicas: 2, waitReplicas: 1, maxmemoryBytes: 2 ** 30 }), '');
  t.match(describe(safest).sentences[0], /syncs each answered command to disk first/);
});

t.test('what can lose an answered command is named with what to set', async (t) => {
  t.match(dangersOf({ appendonly: 'no' }), /Set appendonly yes/);
  t.match(describe({ ...safest, appendonly: 'no' }).sentences[0], /nothing at all on disk/);
  t.match(
    describe({ ...safest, appendonly: 'no', save: '60 1' }).sentences[0],
    /only snapshots \(save 60 1\)/,
  );
  t.match(dangersOf({ appendfsync: 'everysec' }), /two seconds of answered commands/);
  t.match(dangersOf({ appendfsync: 'no' }), /some 30 seconds/);
  t.match(dangersOf({ connectedReplicas: 1 }), /a failover loses answered commands/);
  t.match(dangersOf({ connectedReplicas: 1, waitReplicas: 2 }), /Only 1 of 2 replicas/);
});

t.test('a policy that throws keys away is dangerous, whichever it is', async (t) => {
  for (const maxmemoryPolicy of ['allkeys-lru', 'allkeys-lfu', 'volatile-ttl', 'volatile-random']) {
    t.match(dangersOf({ maxmemoryPolicy }), new RegExp(`maxmemory-policy is ${maxmemoryPolicy}.*noeviction`));
  }
});

t.test('a running Redis is read, also one that changed meanwhile', async (t) => {
  const server = await RedisServer.start(t);
  const redis = connectAsServer(t, server.url);
  const { facts, dangers } = await readDurability(redis, 0);
  t.match(facts, { ...safest, version: /^\d+\.\d+/ });
  t.same(dangers, []);
  await redis.config('SET', 'appendfsync', 'everysec');
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await redis.config('SET', 'maxmemory', '100mb');
  const now = await readDurability(redis, 1);
  t.match(now.facts, { appendfsync: 'everysec', maxmemoryBytes: 100 * 2 ** 20, waitReplicas: 1 });
  t.equal(now.dangers.length, 3);
});

t.test(
  'a Redis that refuses CONFIG is described by what INFO says, and by what nobody could check',
  async (t) => {
    const server = await RedisServer.start(t);
    const admin = connectAsServer(t, server.url);
    await admin.call('ACL', 'SETUSER', 'default', '-config');
    const { facts, sentences, dangers } = await readDurability(admin, 0);
    t.match(facts, { appendonly: 'yes', appendfsync: undefined, maxmemoryPolicy: 'noeviction' });
    t.match(sentences[0], /does not tell how often it syncs/);
    t.match(dangers, [/appendfsync always; nobody could check it here/]);
    await admin.call('ACL', 'SETUSER', 'default', '-info');
    t.match((await readDurability(admin, 0)).dangers, [/appendonly yes and appendfsync always/]);
  },
);
