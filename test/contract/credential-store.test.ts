import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import tap, { test, type Test } from 'tap';
import type { CredentialStore, FreshSession, StoredLink } from '#application/identity/credential-store.ts';
import { mainShopId } from '#application/streams.ts';
import { PersonIdSchema } from '#protocol/ids.ts';
import { createMemoryCredentialStore } from '#storage/identity/memory-credential-store.ts';
import { createRedisCredentialStore } from '#storage/identity/redis-credential-store.ts';
import { createSqliteCredentialStore } from '#storage/identity/sqlite-credential-store.ts';
import { RedisServer } from '#test/support/redis-server.ts';

const personId = Value.Parse(PersonIdSchema, 'person-0001');
const session = (over: Partial<FreshSession> = {}): FreshSession => ({
  sessionId: 'session-0001',
  personId,
  role: 'viewer',
  showId: null,
  linkId: null,
  createdAtMs: 1000,
  ...over,
});
const link = (over: Partial<StoredLink> = {}): StoredLink => ({
  linkId: 'link-0001',
  secretHash: 'hash-1',
  role: 'host',
  showId: null,
  label: 'Anna',
  createdAtMs: 1000,
  expiresAtMs: null,
  maximumUses: null,
  uses: 0,
  revokedAtMs: null,
  ...over,
});

function contract(
  name: string,
  open: (t: Test) => CredentialStore | Promise<CredentialStore>,
  test: Test['test'] = tap.test,
): void {
  test(`${name}: a session is found as it was added`, async (t) => {
    const store = await open(t);
    const added = await store.addSession(session());
    t.same(await store.findSession('session-0001'), added);
    t.match(added, { generation: 1, revokedAtMs: null, lastSeenAtMs: 1000 });
    t.equal(await store.findSession('session-0002'), undefined);
  });

  test(`${name}: only one of two rotations of the same generation wins`, async (t) => {
    const store = await open(t);
    await store.addSession(session());
    const results = await Promise.all([
      store.rotateSession('session-0001', 1, 2000),
      store.rotateSession('session-0001', 1, 2001),
    ]);
    t.equal(results.filter((result) => result !== undefined).length, 1);
    t.equal((await store.findSession('session-0001'))?.generation, 2);
  });

  test(`${name}: the generation that is known to have arrived never goes back`, async (t) => {
    const store = await open(t);
    await store.addSession(session());
    await store.confirmSession('session-0001', 2);
    await store.confirmSession('session-0001', 1);
    await store.confirmSession('session-none', 1);
    t.equal((await store.findSession('session-0001'))?.confirmedGeneration, 2);
  });

  test(`${name}: it tells which sessions were revoked of late`, async (t) => {
    const store = await open(t);
    for (const [index, sessionId] of ['session-0001', 'session-0002', 'session-0003'].entries()) {
      await store.addSession(session({ sessionId }));
      if (index > 0) await store.revokeSession(sessionId, 5000 * index);
    }
    t.same(await store.revokedSince(5001), ['session-0003']);
    t.same([...(await store.revokedSince(5000))].sort(), ['session-0002', 'session-0003']);
    t.same(await store.revokedSince(10_001), []);
  });

  test(`${name}: a revoked session cannot rotate and is revoked once`, async (t) => {
    const store = await open(t);
    await store.addSession(session());
    t.equal(await store.revokeSession('session-0001', 5000), true);
    t.equal(await store.revokeSession('session-0001', 6000), false);
    t.equal(await store.revokeSession('session-none', 6000), false);
    t.equal(await store.rotateSession('session-0001', 1, 7000), undefined);
    t.equal((await store.findSession('session-0001'))?.revokedAtMs, 5000);
  });

  test(`${name}: sessions are listed latest first and forgotten by age`, async (t) => {
    const store = await open(t);
    await store.addSession(session({ sessionId: 'session-old', createdAtMs: 1 }));
    await store.addSession(session({ sessionId: 'session-new', createdAtMs: 9 }));
    t.same(
      (await store.listSessions(10)).map(({ sessionId }) => sessionId),
      ['session-new', 'session-old'],
    );
    t.equal((await store.listSessions(1)).length, 1);
    t.equal(await store.forgetSessions(5), 1);
    t.equal(await store.findSession('session-old'), undefined);
  });

  test(`${name}: sessions of the crew are listed latest first, however many viewers there are`, async (t) => {
    const store = await open(t);
    const listed = async (limit = 10) =>
      (await store.listCrewSessions(limit)).map(({ sessionId }) => sessionId);
    const crew = ['admin', 'host', 'moderator', 'agent', 'staff'] as const;
    for (const [index, role] of crew.entries()) {
      await store.addSession(session({ sessionId: `session-${role}`, role, createdAtMs: 1 + index }));
      await store.addSession(session({ sessionId: `session-viewer-${index}`, createdAtMs: 100 + index }));
    }
    const latestFirst = ['staff', 'agent', 'moderator', 'host', 'admin'].map((role) => `session-${role}`);
    t.same(await listed(), latestFirst);
    t.same(await listed(2), latestFirst.slice(0, 2));
    t.match((await store.listCrewSessions(1))[0], {
      personId,
      role: 'staff',
      showId: null,
      revokedAtMs: null,
    });
    await store.revokeSession('session-staff', 200);
    t.same(await listed(2), latestFirst.slice(1, 3), 'who was revoked takes no place');
    await store.rotateSession('session-admin', 1, 300);
    await store.forgetSessions(250);
    t.same(await listed(), ['session-admin'], 'nor who was forgotten');
  });

  test(`${name}: a link is taken no more often than it may be`, async (t) => {
    const store = await open(t);
    await store.addLink(link({ maximumUses: 2 }));
    t.equal((await store.takeLink('hash-1', 2000))?.uses, 1);
    t.equal((await store.takeLink('hash-1', 2000))?.uses, 2);
    t.equal(await store.takeLink('hash-1', 2000), undefined);
    t.equal(await store.takeLink('hash-2', 2000), undefined);
  });

  test(`${name}: an expired or revoked link is not taken`, async (t) => {
    const store = await open(t);
    await store.addLink(link({ expiresAtMs: 5000 }));
    t.ok(await store.takeLink('hash-1', 4999));
    t.equal(await store.takeLink('hash-1', 5000), undefined);
    await store.addLink(link({ linkId: 'link-0002', secretHash: 'hash-2' }));
    await store.revokeLink('link-0002', 6000);
    t.equal(await store.takeLink('hash-2', 6001), undefined);
    t.equal((await store.findLink('link-0002'))?.revokedAtMs, 6000);
  });

  test(`${name}: revoking a link ends the sessions that came through it, and only those`, async (t) => {
    const store = await open(t);
    await store.addLink(link());
    await store.addSession(session({ sessionId: 'session-of-link', linkId: 'link-0001' }));
    await store.addSession(session({ sessionId: 'session-other' }));
    t.same(await store.revokeLink('link-0001', 3000), ['session-of-link']);
    t.same(await store.revokeLink('link-0001', 4000), []);
    t.equal((await store.findSession('session-other'))?.revokedAtMs, null);
  });

  test(`${name}: closing twice is harmless`, async (t) => {
    const store = await open(t);
    await store.close();
    await t.resolves(store.close());
  });
}

contract('memory', () => createMemoryCredentialStore());
contract('sqlite', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-credentials-'));
  const store = createSqliteCredentialStore(join(folder, 'identity.db'));
  t.teardown(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return store;
});

test('over Redis', async (t) => {
  const server = await RedisServer.start(t);
  const redis = server.connect();
  t.teardown(() => redis.disconnect());
  contract(
    'redis',
    async () => {
      await redis.flushall();
      return createRedisCredentialStore(redis, mainShopId);
    },
    t.test.bind(t),
  );
  await t.test('many idle sessions are forgotten, with every trace of them', async (t) => {
    await redis.flushall();
    const store = createRedisCredentialStore(redis, mainShopId);
    const ids = Array.from({ length: 1100 }, (_, index) => `session-${index}`);
    await Promise.all(ids.map((sessionId) => store.addSession(session({ sessionId, linkId: 'link-0001' }))));
    await store.revokeSession('session-7', 1500);
    await store.addSession(session({ sessionId: 'session-late', createdAtMs: 9000 }));
    t.equal(await store.forgetSessions(5000), 1100);
    t.same((await redis.keys('*')).sort(), [
      '{main}:identity:session:session-late',
      '{main}:identity:sessions:by-age',
      '{main}:identity:sessions:by-use',
    ]);
    t.equal((await store.listSessions(2000)).length, 1);
  });
});

test('sqlite: a second process on the same file sees what the first wrote', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-credentials-'));
  const [first, second] = [0, 1].map(() => createSqliteCredentialStore(join(folder, 'identity.db')));
  t.teardown(async () => {
    await first?.close();
    await second?.close();
    rmSync(folder, { recursive: true });
  });
  await second?.addLink(link());
  t.equal((await first?.takeLink('hash-1', 2000))?.label, 'Anna');
});
