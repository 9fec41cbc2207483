import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { test, type Test } from 'tap';
import type { MessageStore, OutgoingMessage } from '#application/messages/message-store.ts';
import { mainShopId } from '#application/streams.ts';
import { PersonIdSchema } from '#protocol/ids.ts';
import { createMemoryMessageStore } from '#storage/messages/memory-message-store.ts';
import { openMessageDatabase } from '#storage/messages/message-database.ts';
import { createRedisMessageStore } from '#storage/messages/redis-message-store.ts';
import { createSqliteMessageStore } from '#storage/messages/sqlite-message-store.ts';
import { RedisServer } from '#test/support/redis-server.ts';

const anna = Value.Parse(PersonIdSchema, 'person-anna');
const ben = Value.Parse(PersonIdSchema, 'person-ben1');
const maximum = 4;

const message = (over: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  messageId: 'message-1',
  channel: 'mail',
  kind: 'won',
  personId: anna,
  recipient: 'anna@example.com',
  language: 'de',
  subject: 'Gewonnen',
  text: 'Sie haben die Vase gewonnen.',
  html: '<p>Sie haben die Vase gewonnen.</p>',
  link: 'https://shop.example/watch/show-0001',
  createdAtMs: 1000,
  expiresAtMs: 90_000,
  ...over,
});
const due = { nowMs: 1000, leaseMs: 500, limit: 10 };

type Open = (t: Test) => MessageStore | Promise<MessageStore>;

/** What is queued goes to one sender at a time, until it is settled. */
function sending(name: string, open: Open): void {
  test(`${name}: a message is kept as it was added, once per id`, async (t) => {
    const store = await open(t);
    t.equal(await store.add(message(), 'queued'), 'added');
    t.equal(await store.add(message({ subject: 'again' }), 'queued'), 'known');
    const kept = { state: 'queued', attempts: 0, nextAttemptAtMs: 1000, fault: null, finishedAtMs: null };
    t.same(await store.find('message-1'), { ...message(), ...kept });
    t.equal((await store.list(10)).length, 1);
    t.equal(await store.find('message-2'), undefined);
  });

  test(`${name}: of those who ask at once each gets other messages`, async (t) => {
    const store = await open(t);
    for (const n of [1, 2, 3]) {
      await store.add(message({ messageId: `message-${n}`, createdAtMs: 1000 - n }), 'queued');
    }
    const taken = await Promise.all([1, 2, 3, 4].map(() => store.takeDue({ ...due, limit: 1 })));
    t.same(
      taken.flat().map(({ messageId }) => messageId),
      ['message-3', 'message-2', 'message-1'],
      'the longest due first, and none twice',
    );
  });

  test(`${name}: what was taken is nobody else's until the lease is over`, async (t) => {
    const store = await open(t);
    await store.add(message(), 'queued');
    t.match(await store.takeDue(due), [{ messageId: 'message-1', attempts: 1 }]);
    t.same(await store.takeDue({ ...due, nowMs: 1499 }), []);
    t.match(await store.takeDue({ ...due, nowMs: 1500 }), [{ messageId: 'message-1', attempts: 2 }]);
  });

  test(`${name}: a message that was sent is not due again`, async (t) => {
    const store = await open(t);
    await store.add(message(), 'queued');
    const [taken] = await store.takeDue(due);
    await store.settle(taken ?? { messageId: '', attempts: 0 }, { state: 'sent', atMs: 1100 });
    t.match(await store.find('message-1'), { state: 'sent', finishedAtMs: 1100, text: message().text });
    t.same(await store.takeDue({ ...due, nowMs: 9000 }), []);
  });

  test(`${name}: a failed attempt is due again later, and one that was overtaken changes nothing`, async (t) => {
    const store = await open(t);
    await store.add(message(), 'queued');
    await store.takeDue(due);
    const later = { state: 'queued', nextAttemptAtMs: 5000, fault: '421' } as const;
    await store.settle({ messageId: 'message-1', attempts: 1 }, later);
    t.same(await store.takeDue({ ...due, nowMs: 4999 }), []);
    t.match(await store.takeDue({ ...due, nowMs: 5000 }), [{ attempts: 2, fault: '421' }]);
    await store.settle({ messageId: 'message-1', attempts: 1 }, { state: 'sent', atMs: 6000 });
    t.match(await store.find('message-1'), { state: 'queued', attempts: 2 });
    await store.settle(
      { messageId: 'message-1', attempts: 2 },
      { state: 'failed', atMs: 6000, fault: '550' },
    );
    t.match(await store.find('message-1'), { state: 'failed', fault: '550', finishedAtMs: 6000 });
  });

  test(`${name}: a sign-in loses its secret once it was sent, and not before`, async (t) => {
    const store = await open(t);
    const secret = 'https://shop.example/enter#secret';
    await store.add(
      message({ kind: 'sign-in', link: secret, text: `Open ${secret}`, html: `<a href="${secret}">` }),
      'queued',
    );
    t.equal((await store.takeDue(due))[0]?.link, secret);
    await store.settle({ messageId: 'message-1', attempts: 1 }, { state: 'sent', atMs: 1100 });
    t.match(await store.find('message-1'), { state: 'sent', text: '', html: null, link: '' });
  });

  test(`${name}: what there is no mail server for is kept and never due`, async (t) => {
    const store = await open(t);
    await store.add(message({ kind: 'sign-in' }), 'kept');
    t.same(await store.takeDue({ ...due, nowMs: 9000 }), []);
    t.match(await store.find('message-1'), { state: 'kept', finishedAtMs: 1000, text: message().text });
  });
}

/** How much is kept, for how long, and what goes with a person. */
function keeping(name: string, open: Open): void {
  test(`${name}: a full outbox lets the oldest finished go, and takes nothing while all wait`, async (t) => {
    const store = await open(t);
    await store.add(message({ messageId: 'message-0' }), 'queued');
    for (const n of [1, 2, 3]) {
      await store.add(message({ messageId: `message-${n}`, createdAtMs: 1000 + n }), 'kept');
    }
    t.equal(await store.add(message({ messageId: 'message-4', createdAtMs: 2000 }), 'queued'), 'added');
    const kept = (await store.list(10)).map(({ messageId }) => messageId);
    t.same(kept, ['message-4', 'message-3', 'message-2', 'message-0'], 'the latest first');
    await store.add(message({ messageId: 'message-5', createdAtMs: 2001 }), 'queued');
    await store.add(message({ messageId: 'message-6', createdAtMs: 2002 }), 'queued');
    t.equal(await store.add(message({ messageId: 'message-7' }), 'queued'), 'full');
    t.equal((await store.list(10)).length, maximum);
  });

  test(`${name}: messages to a recipient are counted by kind and time`, async (t) => {
    const store = await open(t);
    await store.add(message(), 'queued');
    await store.add(message({ messageId: 'message-2', kind: 'sign-in', createdAtMs: 2000 }), 'kept');
    await store.add(message({ messageId: 'message-3', recipient: 'ben@example.com' }), 'kept');
    t.equal(await store.countTo('anna@example.com', ['won', 'sign-in'], 1000), 2);
    t.equal(await store.countTo('anna@example.com', ['sign-in'], 1000), 1);
    t.equal(await store.countTo('anna@example.com', ['won', 'sign-in'], 1001), 1);
    t.equal(await store.countTo('carl@example.com', ['won'], 0), 0);
  });

  test(`${name}: what was written to an erased person is gone, to others not`, async (t) => {
    const store = await open(t);
    await store.add(message(), 'queued');
    await store.add(message({ messageId: 'message-2' }), 'kept');
    await store.add(message({ messageId: 'message-3', personId: ben }), 'queued');
    await store.eraseOf(anna, []);
    t.same(
      (await store.list(10)).map(({ messageId }) => messageId),
      ['message-3'],
    );
    t.equal((await store.takeDue(due)).length, 1);
    t.equal(await store.countTo('anna@example.com', ['won'], 0), 1, 'that of the other person');
  });

  test(`${name}: what others had sent to an erased person’s address is gone, too`, async (t) => {
    const store = await open(t);
    await store.add(message({ kind: 'sign-in', personId: ben }), 'kept');
    await store.add(message({ messageId: 'message-2', personId: ben, recipient: 'ben@example.com' }), 'kept');
    await store.add(
      message({ messageId: 'message-3', personId: ben, channel: 'push', recipient: null }),
      'queued',
    );
    await store.eraseOf(anna, ['anna@example.com']);
    const left = (await store.list(10)).map(({ messageId }) => messageId);
    t.same(left.sort(), ['message-2', 'message-3']);
  });

  test(`${name}: messages that were finished long ago are forgotten, those that wait are not`, async (t) => {
    const store = await open(t);
    await store.add(message(), 'kept');
    await store.add(message({ messageId: 'message-2', createdAtMs: 2000 }), 'kept');
    await store.add(message({ messageId: 'message-3' }), 'queued');
    t.equal(await store.forgetBefore(2000), 1);
    const left = (await store.list(10)).map(({ messageId }) => messageId);
    t.same(left.sort(), ['message-2', 'message-3']);
  });
}

const contract = (name: string, open: Open): void => {
  sending(name, open);
  keeping(name, open);
};

contract('memory', () => createMemoryMessageStore(maximum));
contract('sqlite', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-messages-'));
  const database = openMessageDatabase(join(folder, 'messages.db'));
  t.teardown(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  return createSqliteMessageStore(database, maximum);
});
contract('redis', async (t) => {
  const redis = (await RedisServer.start(t)).connect();
  t.teardown(() => redis.disconnect());
  return createRedisMessageStore(redis, mainShopId, maximum);
});

test('sqlite: what was written to an erased person is in no file any more', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-messages-'));
  const database = openMessageDatabase(join(folder, 'messages.db'));
  t.teardown(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  const store = createSqliteMessageStore(database, maximum);
  await store.add(message({ text: 'Findable-Text' }), 'kept');
  await store.eraseOf(anna, []);
  for (const file of ['messages.db', 'messages.db-wal']) {
    t.notOk(readFileSync(join(folder, file)).includes('Findable-Text'), file);
  }
});

test('redis: an erased person leaves no key, and no address stands in a key', async (t) => {
  const redis = (await RedisServer.start(t)).connect();
  t.teardown(() => redis.disconnect());
  const store = createRedisMessageStore(redis, mainShopId, maximum);
  await store.add(message(), 'queued');
  t.notMatch((await redis.keys('*')).join(' '), /example/);
  await store.eraseOf(anna, []);
  t.same(await redis.keys('*'), []);
});
