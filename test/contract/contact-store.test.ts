import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { test, type Test } from 'tap';
import type { Contact, ContactStore } from '#application/contacts/contact-store.ts';
import { freshContact } from '#application/contacts/fresh-contact.ts';
import { mainShopId } from '#application/streams.ts';
import { PersonIdSchema } from '#protocol/ids.ts';
import { createMemoryContactStore } from '#storage/contacts/memory-contact-store.ts';
import { createRedisContactStore } from '#storage/contacts/redis-contact-store.ts';
import { createSqliteContactStore } from '#storage/contacts/sqlite-contact-store.ts';
import { RedisServer } from '#test/support/redis-server.ts';

const anna = Value.Parse(PersonIdSchema, 'person-anna');
const ben = Value.Parse(PersonIdSchema, 'person-ben1');
const nobody = Value.Parse(PersonIdSchema, 'person-none');
const email = 'anna@example.com';
const nowMs = 1000;

const annas: Omit<Contact, 'signInEmail'> = {
  personId: anna,
  name: 'Anna Muster',
  email: 'Anna@Example.com',
  phone: '+4915112345678',
  address: { lines: ['Hauptstraße 1', 'Hinterhaus'], postalCode: '10115', town: 'Berlin', country: 'DE' },
  language: 'de',
  wantsMail: true,
  touchedAtMs: nowMs,
};
const fresh = (personId: typeof anna, atMs = nowMs) => freshContact(personId, 'en', atMs);
const ask = { secretHash: 'hash-1', email, personId: anna, language: 'de', expiresAtMs: 2000 } as const;

type Opener = (t: Test) => ContactStore | Promise<ContactStore>;

/** Guests who signed in, and whom they became. */
function contractOfGuests(name: string, open: Opener): void {
  test(`${name}: a guest becomes one person for ever, until either is erased`, async (t) => {
    const contacts = await open(t);
    t.equal(await contacts.joinedTo(nobody), undefined);
    t.equal(await contacts.joinGuest(nobody, anna), anna);
    t.equal(await contacts.joinGuest(nobody, ben), anna, 'he is somebody already');
    t.equal(await contacts.joinedTo(nobody), anna);
    t.same(await contacts.guestsOf(anna), [nobody]);
    t.same(await contacts.guestsOf(ben), []);
    await contacts.erase(nobody);
    t.same([await contacts.joinedTo(nobody), await contacts.guestsOf(anna)], [undefined, []]);
    await contacts.joinGuest(nobody, anna);
    await contacts.erase(anna);
    t.same([await contacts.joinedTo(nobody), await contacts.guestsOf(anna)], [undefined, []]);
    await contacts.save(annas);
    await contacts.joinGuest(nobody, anna);
    await contacts.forgetBefore(nowMs + 1, nowMs + 1);
    t.equal(await contacts.joinedTo(nobody), undefined, 'forgotten with the person');
  });
}

function contract(name: string, open: Opener): void {
  contractOfGuests(name, open);

  test(`${name}: a contact is found as it was saved, alone and among others`, async (t) => {
    const contacts = await open(t);
    await contacts.save(annas);
    await contacts.save({
      ...fresh(ben),
      address: { lines: [], postalCode: '', town: 'بيروت', country: 'LB' },
    });
    t.same(await contacts.find(anna), { ...annas, signInEmail: null });
    const found = await contacts.findMany([anna, ben, nobody]);
    t.same([...found.keys()].sort(), [anna, ben]);
    t.same(found.get(ben)?.address, { lines: [], postalCode: '', town: 'بيروت', country: 'LB' });
    t.equal(await contacts.find(nobody), undefined);
    t.equal((await contacts.findMany([])).size, 0);
  });

  test(`${name}: saving replaces everything but the proved address`, async (t) => {
    const contacts = await open(t);
    await contacts.save(annas);
    await contacts.bindEmail({ email, fresh: fresh(anna) });
    const next = { ...annas, name: null, email: 'other@example.com', phone: null, wantsMail: false };
    await contacts.save({ ...next, touchedAtMs: 3000 });
    t.same(await contacts.find(anna), { ...next, signInEmail: email, touchedAtMs: 3000 });
    t.equal((await contacts.findByEmail(email))?.personId, anna);
  });

  test(`${name}: an address that nobody proved signs nobody in`, async (t) => {
    const contacts = await open(t);
    await contacts.save({ ...annas, email });
    t.equal(await contacts.findByEmail(email), undefined);
  });

  test(`${name}: the first who proves an address keeps it, and later ones hear whose it is`, async (t) => {
    const contacts = await open(t);
    const owners = await Promise.all([
      contacts.bindEmail({ email, fresh: fresh(anna) }),
      contacts.bindEmail({ email, fresh: fresh(ben) }),
    ]);
    t.equal(new Set(owners).size, 1);
    const [owner = nobody] = owners;
    t.same(await contacts.findByEmail(email), { ...fresh(owner), signInEmail: email });
    const other = owner === anna ? ben : anna;
    t.equal(await contacts.bindEmail({ email, fresh: fresh(other, 5000) }), owner);
    t.equal((await contacts.find(owner))?.touchedAtMs, 5000, 'signing in counts as a sign of life');
    t.equal(await contacts.find(other), undefined, 'nothing is made up for the other');
  });

  test(`${name}: a person who proves another address gives the first one back`, async (t) => {
    const contacts = await open(t);
    await contacts.bindEmail({ email, fresh: fresh(anna) });
    await contacts.bindEmail({ email: 'new@example.com', fresh: fresh(anna) });
    t.equal(await contacts.findByEmail(email), undefined);
    t.equal(await contacts.bindEmail({ email, fresh: fresh(ben) }), ben);
    t.equal((await contacts.findByEmail('new@example.com'))?.personId, anna);
  });

  test(`${name}: people are found by their number, the last touched first, and not by one they gave up`, async (t) => {
    const contacts = await open(t);
    const phone = '+4915112345678';
    await contacts.save({ ...annas, phone });
    await contacts.save({ ...fresh(ben, 2000), phone });
    await contacts.save({ ...fresh(nobody), phone: `${phone}9` });
    t.same(
      (await contacts.findByPhone(phone)).map(({ personId }) => personId),
      [ben, anna],
    );
    await contacts.save({ ...fresh(ben, 2000), phone: null });
    t.same(
      (await contacts.findByPhone(phone)).map(({ personId }) => personId),
      [anna],
    );
    t.same(await contacts.findByPhone('+49'), []);
  });

  test(`${name}: a request to sign in is used once`, async (t) => {
    const contacts = await open(t);
    await contacts.addSignIn(ask);
    const taken = await Promise.all([
      contacts.takeSignIn('hash-1', 1500),
      contacts.takeSignIn('hash-1', 1500),
    ]);
    t.same(
      taken.filter((request) => request !== undefined),
      [ask],
    );
    t.equal(await contacts.takeSignIn('hash-2', 1500), undefined);
  });

  test(`${name}: a request that expired signs nobody in`, async (t) => {
    const contacts = await open(t);
    await contacts.addSignIn(ask);
    t.equal(await contacts.takeSignIn('hash-1', 2000), undefined);
  });

  test(`${name}: an erased person is gone with number, address and requests`, async (t) => {
    const contacts = await open(t);
    await contacts.save(annas);
    await contacts.bindEmail({ email, fresh: fresh(anna) });
    await contacts.addSignIn(ask);
    await contacts.erase(anna);
    t.equal(await contacts.find(anna), undefined);
    t.equal(await contacts.findByEmail(email), undefined);
    t.same(await contacts.findByPhone('+4915112345678'), []);
    t.equal(await contacts.takeSignIn('hash-1', 1500), undefined);
    await t.resolves(contacts.erase(nobody));
    t.equal(await contacts.bindEmail({ email, fresh: fresh(ben) }), ben, 'the address is free again');
  });

  test(`${name}: contacts that nobody touched for long are forgotten`, async (t) => {
    const contacts = await open(t);
    await contacts.save(annas);
    await contacts.save(fresh(ben, 5000));
    t.equal(await contacts.forgetBefore(5000, 5000), 1);
    t.equal(await contacts.find(anna), undefined);
    t.equal((await contacts.find(ben))?.personId, ben);
    t.same(await contacts.findByPhone('+4915112345678'), []);
  });
}

contract('memory', () => createMemoryContactStore());

const openSqlite = (t: Test): { store: ContactStore; folder: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-contacts-'));
  const store = createSqliteContactStore(join(folder, 'contacts.db'));
  t.teardown(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return { store, folder };
};
contract('sqlite', (t) => openSqlite(t).store);
contract('redis', async (t) => {
  const redis = (await RedisServer.start(t)).connect();
  t.teardown(() => redis.disconnect());
  return createRedisContactStore(redis, mainShopId, () => nowMs);
});

test('sqlite: what was erased is in no file any more, and the file is its owner’s alone', async (t) => {
  const { store, folder } = openSqlite(t);
  await store.save({ ...annas, name: 'Findable-Name' });
  await store.erase(anna);
  for (const file of ['contacts.db', 'contacts.db-wal']) {
    t.notOk(readFileSync(join(folder, file)).includes('Findable-Name'), file);
  }
  t.equal(statSync(join(folder, 'contacts.db')).mode & 0o077, 0);
});

test('redis: an erased contact leaves no key behind', async (t) => {
  const redis = (await RedisServer.start(t)).connect();
  t.teardown(() => redis.disconnect());
  const contacts = createRedisContactStore(redis, mainShopId, () => nowMs);
  await contacts.save(annas);
  await contacts.bindEmail({ email, fresh: fresh(anna) });
  await contacts.addSignIn(ask);
  t.ok((await redis.keys('*')).length > 0);
  await contacts.erase(anna);
  t.same(await redis.keys('*'), []);
});
