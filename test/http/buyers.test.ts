import { test } from 'tap';
import type { ContactChange, ContactView, Outbox } from '#protocol/buyer-views.ts';
import { openHttpStand, type HttpStand } from '../support/http-stand.ts';

type Headers = Readonly<{ authorization: string }>;

const change = (over: Partial<ContactChange> = {}): ContactChange => ({
  name: 'Anna Muster',
  email: 'Anna@Example.com',
  phone: '+49 151 12345678',
  address: { lines: ['Hauptstraße 1', ' '], postalCode: '10115', town: 'Berlin', country: 'DE' },
  language: 'de',
  wantsMail: false,
  ...over,
});
const put = (stand: HttpStand, headers: Headers, payload: object) =>
  stand.app.inject({ method: 'PUT', url: '/api/me/contact', headers, payload });
const read = async (stand: HttpStand, headers: Headers): Promise<ContactView> =>
  (await stand.app.inject({ url: '/api/me/contact', headers })).json();

test('a person reads and changes his own contact, tidied, and nobody else sees it', async (t) => {
  const stand = await openHttpStand(t);
  const [anna, ben] = [await stand.signIn('viewer'), await stand.signIn('viewer')];
  t.match(await read(stand, anna), { name: null, email: null, signInEmail: null, wantsMail: true });
  const answer = await put(stand, anna, change());
  t.equal(answer.statusCode, 200);
  const kept = {
    ...change(),
    phone: '+4915112345678',
    address: { lines: ['Hauptstraße 1'], postalCode: '10115', town: 'Berlin', country: 'DE' },
    signInEmail: null,
  };
  t.same(answer.json(), kept);
  t.same(await read(stand, anna), kept);
  t.equal((await read(stand, ben)).name, null);
});

test('empty fields are taken for nothing, and steering characters do not get in', async (t) => {
  const stand = await openHttpStand(t);
  const anna = await stand.signIn('viewer');
  const answer = await put(stand, anna, change({ name: 'Anna\r\n\u202eMuster', email: ' ', phone: '' }));
  t.match(answer.json(), { name: 'Anna Muster', email: null, phone: null });
});

test('a wrong address or number is refused by its own code, and nothing is changed', async (t) => {
  const stand = await openHttpStand(t);
  const anna = await stand.signIn('viewer');
  await put(stand, anna, change());
  const codes = {
    'email-invalid': change({ email: 'anna' }),
    'phone-invalid': change({ phone: '0151 123' }),
    'request-invalid': { ...change(), signInEmail: 'mine@example.com' },
  };
  for (const [code, payload] of Object.entries(codes)) {
    t.match((await put(stand, anna, payload)).json(), { error: { code } });
  }
  t.equal((await read(stand, anna)).email, 'Anna@Example.com');
});

const subscription = (name: string) => ({
  endpoint: `https://push.example/${name}`,
  keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) },
  language: 'ar',
});
const subscribe = (stand: HttpStand, headers: Headers, payload: object) =>
  stand.app.inject({ method: 'PUT', url: '/api/me/push-subscription', headers, payload });

test('a browser subscribes with the shop’s key and is told in its language, until it no longer wants to', async (t) => {
  const stand = await openHttpStand(t);
  const anna = await stand.signIn('viewer');
  const key = await stand.app.inject({ url: '/api/push-key', headers: anna });
  t.equal(key.json<{ publicKey: string }>().publicKey, stand.buyers.pushKeys.publicKey);
  t.equal((await subscribe(stand, anna, subscription('a'))).statusCode, 204);
  const { personId } = await stand.identity.verify(anna.authorization.slice('Bearer '.length));
  t.equal((await stand.buyers.subscriptions.of(personId)).length, 1);
  t.equal((await stand.buyers.contacts.find(personId))?.language, 'ar');
  const { endpoint } = subscription('a');
  const removed = await stand.app.inject({
    method: 'DELETE',
    url: '/api/me/push-subscription',
    headers: anna,
    payload: { endpoint },
  });
  t.equal(removed.statusCode, 204);
  t.same(await stand.buyers.subscriptions.of(personId), []);
});

test('an endpoint in a private network is refused unless the settings allow it', async (t) => {
  const stand = await openHttpStand(t);
  const inside = { ...subscription('a'), endpoint: 'https://10.0.0.5/push' };
  const refused = await subscribe(stand, await stand.signIn('viewer'), inside);
  t.equal(refused.statusCode, 422);
  t.match(refused.json(), { error: { code: 'push-endpoint-refused' } });
  const open = await openHttpStand(t, { pushPrivate: true });
  t.equal((await subscribe(open, await open.signIn('viewer'), inside)).statusCode, 204);
});

test('the operator reads what people were written, with the links, and nobody else may', async (t) => {
  const stand = await openHttpStand(t);
  const guest = await stand.signIn('viewer');
  const payload = { email: 'anna@example.com', language: 'de' };
  await stand.app.inject({ method: 'POST', url: '/api/sign-in', headers: guest, payload });
  const answer = await stand.app.inject({ url: '/api/outbox', headers: await stand.signIn('admin') });
  const outbox = answer.json<Outbox>();
  t.equal(outbox.sendsMail, false);
  t.match(outbox.messages, [
    { kind: 'sign-in', recipient: 'anna@example.com', state: 'kept', language: 'de' },
  ]);
  t.match(outbox.messages[0]?.link, /^https:\/\/shop\.example\/enter#[\w-]{43}$/);
  t.equal(answer.headers['cache-control'], 'no-store');
  t.equal((await stand.app.inject({ url: '/api/outbox', headers: guest })).statusCode, 403);
});

test('a person who erases his data leaves no name, contact, browser or message behind', async (t) => {
  const stand = await openHttpStand(t);
  const anna = await stand.signIn('viewer');
  const { personId } = await stand.identity.verify(anna.authorization.slice('Bearer '.length));
  await put(stand, anna, change());
  await subscribe(stand, anna, subscription('a'));
  const payload = { email: 'anna@example.com', language: 'de' };
  await stand.app.inject({ method: 'POST', url: '/api/sign-in', headers: anna, payload });
  const erased = await stand.app.inject({ method: 'DELETE', url: '/api/me/contact', headers: anna });
  t.equal(erased.statusCode, 204);
  const { contacts, messages, subscriptions } = stand.buyers;
  t.equal(await contacts.find(personId), undefined);
  t.same(await contacts.findByPhone('+4915112345678'), []);
  t.same(await messages.list(10), []);
  t.same(await subscriptions.of(personId), []);
  t.match(await read(stand, anna), { name: null, email: null });
  t.notMatch(stand.logged.join('\n'), /Muster|Anna@|12345678/);
});
