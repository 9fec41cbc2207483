import { Value } from 'typebox/value';
import { test } from 'tap';
import { createDelivery, type Delivery } from '#application/messages/delivery.ts';
import type { Mail, SendOutcome } from '#application/messages/mailer.ts';
import type { MessageStore, OutgoingMessage } from '#application/messages/message-store.ts';
import type { PushSender } from '#application/messages/push-sender.ts';
import { PersonIdSchema } from '#protocol/ids.ts';
import { createMemoryMessageStore } from '#storage/messages/memory-message-store.ts';
import { createMemoryPushSubscriptions } from '#storage/messages/memory-push-subscriptions.ts';

const anna = Value.Parse(PersonIdSchema, 'person-anna');
const message = (over: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  messageId: 'message-1',
  channel: 'mail',
  kind: 'won',
  personId: anna,
  recipient: 'anna@example.com',
  language: 'en',
  subject: 'You won',
  text: 'It is yours.',
  html: '<p>It is yours.</p>',
  link: 'https://shop.example/',
  createdAtMs: 0,
  expiresAtMs: 1_000_000_000,
  ...over,
});
const pushed = (over: Partial<OutgoingMessage> = {}) =>
  message({ channel: 'push', recipient: null, html: null, ...over });
const browser = (name: string) => ({ endpoint: `https://push.example/${name}`, p256dh: 'k', auth: 'a' });

/** One or more servers over one outbox; what the mail server and push services say is the test's. */
function openStand() {
  const messages = createMemoryMessageStore(100);
  const subscriptions = createMemoryPushSubscriptions(10);
  const stand = {
    nowMs: 0,
    mails: [] as Mail[],
    pushes: [] as string[],
    errors: [] as unknown[],
    mailOutcome: (): SendOutcome => ({ outcome: 'accepted' }),
    pushOutcome: (_endpoint: string): Awaited<ReturnType<PushSender['send']>> => ({ outcome: 'accepted' }),
    messages,
    subscriptions,
  };
  const open = (store: Pick<MessageStore, 'takeDue' | 'settle'> = messages, hasMailer = true): Delivery =>
    createDelivery({
      messages: store,
      subscriptions,
      mailer: hasMailer
        ? {
            send: async (mail) => {
              stand.mails.push(mail);
              return stand.mailOutcome();
            },
            close: () => undefined,
          }
        : undefined,
      push: {
        send: async ({ endpoint }) => {
          stand.pushes.push(endpoint);
          return stand.pushOutcome(endpoint);
        },
        close: () => undefined,
      },
      nowMs: () => stand.nowMs,
      onError: (error) => stand.errors.push(error),
    });
  return Object.assign(stand, { open });
}

test('what is queued goes out once', async (t) => {
  const stand = openStand();
  const delivery = stand.open();
  for (let n = 0; n < 9; n += 1) await stand.messages.add(message({ messageId: `message-${n}` }), 'queued');
  await delivery.run();
  await delivery.run();
  t.equal(stand.mails.length, 9);
  t.ok((await stand.messages.list(10)).every(({ state }) => state === 'sent'));
});

test('of several servers one sends a message', async (t) => {
  const stand = openStand();
  for (let n = 0; n < 9; n += 1) await stand.messages.add(message({ messageId: `message-${n}` }), 'queued');
  await Promise.all([stand.open(), stand.open(), stand.open()].map((delivery) => delivery.run()));
  t.equal(new Set(stand.mails.map(({ messageId }) => messageId)).size, 9);
  t.equal(stand.mails.length, 9);
});

test('what fails for now is tried again at growing distances and then given up', async (t) => {
  const stand = openStand();
  stand.mailOutcome = () => ({ outcome: 'later', fault: '421' });
  const delivery = stand.open();
  await stand.messages.add(message(), 'queued');
  const waits: number[] = [];
  for (;;) {
    await delivery.run();
    const now = await stand.messages.find('message-1');
    t.equal(now?.fault, '421');
    if (now?.state !== 'queued') break;
    waits.push(now.nextAttemptAtMs - stand.nowMs);
    stand.nowMs = now.nextAttemptAtMs - 1;
    await delivery.run();
    t.equal(stand.mails.length, waits.length, 'not before its time');
    stand.nowMs += 1;
  }
  t.match(await stand.messages.find('message-1'), { state: 'failed', attempts: 7 });
  t.equal(stand.mails.length, 7);
  t.same(
    waits,
    [...waits].sort((left, right) => left - right),
  );
});

test('what is refused for good is not tried again', async (t) => {
  const stand = openStand();
  stand.mailOutcome = () => ({ outcome: 'refused', fault: '550' });
  const delivery = stand.open();
  await stand.messages.add(message(), 'queued');
  await delivery.run();
  stand.nowMs += 1_000_000;
  await delivery.run();
  t.equal(stand.mails.length, 1);
  t.match(await stand.messages.find('message-1'), { state: 'failed', fault: '550' });
});

test('what is no news any more is not sent', async (t) => {
  const stand = openStand();
  await stand.messages.add(message({ expiresAtMs: 100 }), 'queued');
  stand.nowMs = 100;
  await stand.open().run();
  t.equal(stand.mails.length, 0);
  t.match(await stand.messages.find('message-1'), { state: 'failed', fault: 'expired' });
});

test('a server that dies in the middle leaves its message to another one', async (t) => {
  const stand = openStand();
  await stand.messages.add(message(), 'queued');
  const dying = stand.open({
    takeDue: (request) => stand.messages.takeDue(request),
    settle: () => Promise.reject(new Error('killed')),
  });
  await t.rejects(dying.run(), /killed/);
  await stand.open().run();
  t.equal(stand.mails.length, 1, 'it is nobody else’s while the lease lasts');
  stand.nowMs += 120_000;
  await stand.open().run();
  t.equal(stand.mails.length, 2);
  t.equal(stand.mails[0]?.messageId, stand.mails[1]?.messageId, 'a mailbox can tell the repetition');
  t.match(await stand.messages.find('message-1'), { state: 'sent', attempts: 2 });
});

test('a push goes to every browser, and those that are gone are forgotten', async (t) => {
  const stand = openStand();
  for (const name of ['phone', 'gone', 'desk']) await stand.subscriptions.put(anna, browser(name), 1);
  stand.pushOutcome = (endpoint) => ({ outcome: endpoint.endsWith('gone') ? 'gone' : 'accepted' });
  await stand.messages.add(pushed(), 'queued');
  await stand.open().run();
  t.equal(stand.pushes.length, 3);
  t.match(await stand.messages.find('message-1'), { state: 'sent' });
  const kept = (await stand.subscriptions.of(anna)).map(({ endpoint }) => endpoint.split('/').pop());
  t.same(kept.sort(), ['desk', 'phone']);
});

test('a push that reached one browser is not repeated for the others, one that reached none is', async (t) => {
  const stand = openStand();
  for (const name of ['phone', 'busy']) await stand.subscriptions.put(anna, browser(name), 1);
  const delivery = stand.open();
  stand.pushOutcome = () => ({ outcome: 'later', fault: '503' });
  await stand.messages.add(pushed(), 'queued');
  await delivery.run();
  t.match(await stand.messages.find('message-1'), { state: 'queued', fault: '503' });
  stand.nowMs += 30_000;
  stand.pushOutcome = (endpoint) =>
    endpoint.endsWith('busy') ? { outcome: 'later', fault: '503' } : { outcome: 'accepted' };
  await delivery.run();
  t.match(await stand.messages.find('message-1'), { state: 'sent' });
});

test('a push to somebody whose browsers all went is over', async (t) => {
  const stand = openStand();
  await stand.messages.add(pushed(), 'queued');
  await stand.open().run();
  t.match(await stand.messages.find('message-1'), { state: 'failed', fault: 'no-browser' });
});

test('mail that was queued before the mail server was taken out of the settings waits for it', async (t) => {
  const stand = openStand();
  await stand.messages.add(message(), 'queued');
  await stand.open(stand.messages, false).run();
  t.match(await stand.messages.find('message-1'), { state: 'queued', fault: 'no-mail-server' });
});

test('a store that is away is told of and changes nothing; closing waits for what runs', async (t) => {
  const stand = openStand();
  const away = new Error('the store is away');
  const delivery = stand.open({ takeDue: () => Promise.reject(away), settle: async () => undefined });
  delivery.wake();
  await delivery.close();
  t.ok(stand.errors.includes(away));
  await stand.messages.add(message(), 'queued');
  const closed = stand.open();
  await closed.close();
  closed.wake();
  await closed.run();
  t.equal(stand.mails.length, 0, 'nothing is begun after closing');
});
