import { createPublicKey } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { jwtVerify } from 'jose';
import { test } from 'tap';
import { createPublicAgent, isPublicAddress } from '#application/messages/public-address.ts';
import { assertPushEndpoint } from '#application/messages/push-endpoint.ts';
import { makePushKeys, readPushKeys } from '#application/messages/push-keys.ts';
import { createWebPushSender } from '#application/messages/web-push-sender.ts';
import { pushBrowser, PushService } from '../support/push-service.ts';

const keys = readPushKeys(makePushKeys());
const contact = 'mailto:shop@example.com';
const payload = {
  title: 'You won: Vase',
  body: 'فزت – it is yours.',
  link: 'https://shop.example/watch/show-0001',
  language: 'en',
  tag: 'won show-0001',
};
const lifeMs = 90_000;
const timeoutMs = 5000;

test('a push can be read by its browser alone, is signed with the shop’s key and says how long it is worth', async (t) => {
  const service = await PushService.start(t);
  const sender = createWebPushSender({ keys, contact, agent: service.agent, timeoutMs });
  const browser = pushBrowser(`${service.origin}/browser-1`);
  t.same(await sender.send(browser.subscription, payload, lifeMs), { outcome: 'accepted' });
  const [push] = service.received;
  t.same(browser.read(push?.body ?? Buffer.alloc(0)), payload);
  t.notOk(push?.body.includes('Vase'));
  t.match(push?.headers, { ttl: '90', urgency: 'high', 'content-encoding': 'aes128gcm' });
  t.match(push?.headers['topic'], /^[A-Za-z0-9_-]{32}$/);
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(push?.headers.authorization ?? '') ?? [];
  t.equal(key, keys.publicKey);
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const { payload: claims } = await jwtVerify(token, createPublicKey({ key: jwk, format: 'jwk' }));
  t.match(claims, { aud: service.origin, sub: contact });
});

test('each answer of a push service has one meaning, and redirects are not followed', async (t) => {
  const service = await PushService.start(t);
  const sender = createWebPushSender({ keys, contact, agent: service.agent, timeoutMs });
  const { subscription } = pushBrowser(`${service.origin}/browser-1`);
  const meanings = {
    201: { outcome: 'accepted' },
    404: { outcome: 'gone' },
    410: { outcome: 'gone' },
    413: { outcome: 'refused', fault: '413' },
    302: { outcome: 'refused', fault: '302' },
    429: { outcome: 'later', fault: '429' },
    503: { outcome: 'later', fault: '503' },
  };
  for (const [status, meaning] of Object.entries(meanings)) {
    service.answer = () => Number(status);
    t.same(await sender.send(subscription, payload, lifeMs), meaning, status);
  }
  t.notOk(service.received.some(({ path }) => path === '/elsewhere'));
});

test('a push service that never answers, or is not there, is tried again later', async (t) => {
  const service = await PushService.start(t);
  const silent = createServer((socket) => socket.on('error', () => undefined).resume());
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  // A TCP server that listens has an address with a port.
  const { port } = silent.address() as AddressInfo;
  const sender = createWebPushSender({ keys, contact, agent: service.agent, timeoutMs: 50 });
  const { subscription } = pushBrowser(`https://localhost:${port}/browser-1`);
  t.match(await sender.send(subscription, payload, lifeMs), { outcome: 'later' });
  await new Promise((resolve) => silent.close(resolve));
  t.match(await sender.send(subscription, payload, lifeMs), { outcome: 'later', fault: 'ECONNREFUSED' });
});

test('a key that is no point on the curve is refused, not tried for ever', async (t) => {
  const service = await PushService.start(t);
  const sender = createWebPushSender({ keys, contact, agent: service.agent, timeoutMs });
  const { subscription } = pushBrowser(`${service.origin}/browser-1`);
  const p256dh = `B${'A'.repeat(86)}`;
  t.match(await sender.send({ ...subscription, p256dh }, payload, lifeMs), { outcome: 'refused' });
  t.equal(service.received.length, 0);
});

test('a name that leads into a private network is refused when connecting', async (t) => {
  const service = await PushService.start(t);
  const agent = createPublicAgent();
  const sender = createWebPushSender({ keys, contact, agent, timeoutMs });
  t.teardown(() => sender.close());
  const { subscription } = pushBrowser(`${service.origin}/browser-1`);
  const outcome = await sender.send(subscription, payload, lifeMs);
  t.same(outcome, { outcome: 'refused', fault: 'EPRIVATE' });
  t.equal(service.received.length, 0);
});

test('addresses of private, local and special networks are not public, others are', async (t) => {
  const shut = `127.0.0.1 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0
    224.0.0.1 255.255.255.255 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1
    64:ff9b::a00:1 2002:a00:1::1 2001:db8::1 localhost`;
  for (const address of shut.split(/\s+/)) t.notOk(isPublicAddress(address), address);
  for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8']) {
    t.ok(isPublicAddress(address), address);
  }
});

test('only push services on the public internet may be named', async (t) => {
  const open = [
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/a',
  ];
  for (const endpoint of open) t.doesNotThrow(() => assertPushEndpoint(endpoint, false), endpoint);
  const shut = [
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://user:secret@push.example/a',
    'https://127.0.0.1/a',
    'https://2130706433/a',
    'https://0x7f.1/a',
    'https://[::1]/a',
    'https://[::ffff:10.0.0.1]/a',
    'https://localhost/a',
    'https://printer/a',
    'https://nas.local/a',
    'https://metadata.google.internal/a',
    'https://push.example:8443/a',
    'file:///etc/passwd',
    'not an address',
    `https://push.example/${'a'.repeat(1000)}`,
  ];
  for (const endpoint of shut) {
    t.throws(() => assertPushEndpoint(endpoint, false), { code: 'push-endpoint-refused' }, endpoint);
  }
  t.doesNotThrow(() => assertPushEndpoint('https://localhost:8443/a', true));
  t.throws(() => assertPushEndpoint('http://localhost:8443/a', true), { code: 'push-endpoint-refused' });
});
