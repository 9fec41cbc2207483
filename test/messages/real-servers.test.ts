import { setTimeout } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { test } from 'tap';
import { createDelivery } from '#application/messages/delivery.ts';
import type { OutgoingMessage } from '#application/messages/message-store.ts';
import { createSmtpMailer } from '#application/messages/smtp-mailer.ts';
import { mainShopId } from '#application/streams.ts';
import { PersonIdSchema } from '#protocol/ids.ts';
import type { SessionGrant } from '#protocol/views.ts';
import { createMemoryPushSubscriptions } from '#storage/messages/memory-push-subscriptions.ts';
import { createRedisMessageStore } from '#storage/messages/redis-message-store.ts';
import { RedisServer } from '../support/redis-server.ts';
import { ServerProcess } from '../support/server-process.ts';
import { SmtpServer } from '../support/smtp-server.ts';

const anna = Value.Parse(PersonIdSchema, 'person-anna');

const send = async (origin: string, method: string, path: string, body: object, token?: string) => {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  const answer = await fetch(origin + path, { method, headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.text() };
};

const open = async (origin: string, body: object): Promise<SessionGrant> =>
  // The promise of the route (server/protocol/views.ts).
  JSON.parse((await send(origin, 'POST', '/api/sessions', body)).body) as SessionGrant;

const until = async (isTrue: () => boolean): Promise<void> => {
  for (const endMs = performance.now() + 20_000; !isTrue() && performance.now() < endMs;)
    await setTimeout(20);
};

/** Quoted-printable (RFC 2045, section 6.7) as plain text. */
const plain = (content: string): string =>
  content
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

test('two servers over one Redis: a link asked for at one arrives once and opens at the other', async (t) => {
  const [redis, mail] = [await RedisServer.start(t), await SmtpServer.start(t)];
  const environment = { REDIS_URL: redis.url, SMTP_URL: mail.url, MAIL_FROM: 'The Shop <shop@example.com>' };
  const first = await ServerProcess.start({ environment });
  t.teardown(() => first.close());
  const second = await ServerProcess.start({ environment, dataDir: first.dataDir });
  t.teardown(() => second.close());
  const guest = await open(first.origin, {});
  const asked = await send(
    first.origin,
    'POST',
    '/api/sign-in',
    { email: 'anna@example.com', language: 'en' },
    guest.accessToken,
  );
  t.equal(asked.status, 202);
  await until(() => mail.mails.length > 0);
  const [, link = ''] = /\/enter#([\w-]{43})/.exec(plain(mail.mails[0]?.content ?? '')) ?? [];
  const granted = await open(second.origin, { link });
  t.equal(granted.session.role, 'viewer');
  const contact = await fetch(`${first.origin}/api/me/contact`, {
    headers: { authorization: `Bearer ${granted.accessToken}` },
  });
  t.match(await contact.json(), { signInEmail: 'anna@example.com' });
  const keyOf = async (origin: string): Promise<string> => {
    const headers = { authorization: `Bearer ${guest.accessToken}` };
    return (await fetch(`${origin}/api/push-key`, { headers })).text();
  };
  t.equal(await keyOf(first.origin), await keyOf(second.origin), 'one key for push services');
  t.equal(mail.mails.length, 1);
  t.notMatch(first.output + second.output, /anna@example\.com/, 'no address in the logs');
  t.notOk((first.output + second.output).includes(link));
});

test('two senders over one Redis bring each of a hundred mails once', async (t) => {
  const [redis, mail] = [await RedisServer.start(t), await SmtpServer.start(t)];
  const connections = [redis.connect(), redis.connect()];
  t.teardown(() => connections.forEach((connection) => connection.disconnect()));
  const stores = connections.map((connection) => createRedisMessageStore(connection, mainShopId, 1000));
  const message = (n: number): OutgoingMessage => ({
    messageId: `message-${n}`,
    channel: 'mail',
    kind: 'won',
    personId: anna,
    recipient: `anna-${n}@example.com`,
    language: 'en',
    subject: 'You won',
    text: 'It is yours.',
    html: '<p>It is yours.</p>',
    link: 'https://shop.example/',
    createdAtMs: 1000,
    expiresAtMs: 9_000_000,
  });
  const added = await Promise.all(
    stores.flatMap((store) => Array.from({ length: 100 }, (_, n) => store.add(message(n), 'queued'))),
  );
  t.equal(added.filter((answer) => answer === 'added').length, 100, 'said by both, kept once');
  const deliveries = stores.map((messages) =>
    createDelivery({
      messages,
      subscriptions: createMemoryPushSubscriptions(1),
      mailer: createSmtpMailer({ url: mail.url, from: 'shop@example.com' }),
      push: { send: async () => ({ outcome: 'gone' }), close: () => undefined },
      nowMs: () => 2000,
      onError: (error) => t.error(error),
    }),
  );
  await Promise.all(deliveries.map((delivery) => delivery.run()));
  t.equal(mail.mails.length, 100);
  t.equal(new Set(mail.mails.flatMap(({ to }) => to)).size, 100);
  await Promise.all(deliveries.map((delivery) => delivery.close()));
});
