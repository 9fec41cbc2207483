import { Value } from 'typebox/value';
import { test } from 'tap';
import type { Contact } from '#application/contacts/contact-store.ts';
import { freshContact } from '#application/contacts/fresh-contact.ts';
import { createNotifier } from '#application/messages/notices.ts';
import type { Notice } from '#application/messages/notifier.ts';
import { PersonIdSchema, ShowIdSchema } from '#protocol/ids.ts';
import { createMemoryContactStore } from '#storage/contacts/memory-contact-store.ts';
import { createMemoryMessageStore } from '#storage/messages/memory-message-store.ts';
import { createMemoryPushSubscriptions } from '#storage/messages/memory-push-subscriptions.ts';

const anna = Value.Parse(PersonIdSchema, 'person-anna');
const showId = Value.Parse(ShowIdSchema, 'show-00000001');
const price = { amountMinor: 1250, currency: 'EUR' };
const minuteMs = 60_000;

const outbid = (causeId: string): Notice => ({
  personId: anna,
  content: { kind: 'outbid', lotTitle: 'Vase', askingPrice: price },
  causeId,
  showId,
});
const won = (causeId: string): Notice => ({
  ...outbid(causeId),
  content: { kind: 'won', lotTitle: 'Vase', price, payByMs: null },
});

/** A notifier over stores in memory; `nowMs` is the test's to move. */
function openStand({ sendsMail = true, maximumMessages = 1000 } = {}) {
  const contacts = createMemoryContactStore();
  const messages = createMemoryMessageStore(maximumMessages);
  const subscriptions = createMemoryPushSubscriptions(10);
  const stand = { nowMs: 1_000_000, woken: 0, dropped: [] as string[], contacts, messages, subscriptions };
  const notifier = createNotifier({
    contacts,
    messages,
    subscriptions,
    sendsMail,
    wake: () => (stand.woken += 1),
    origin: async () => 'https://shop.example',
    timeZone: 'UTC',
    nowMs: () => stand.nowMs,
    onFull: (kind) => stand.dropped.push(kind),
  });
  const know = (over: Partial<Contact> = {}) =>
    contacts.save({ ...freshContact(anna, 'de', 0), email: 'Anna@Example.com', ...over });
  const subscribe = () =>
    subscriptions.put(anna, { endpoint: 'https://push.example/1', p256dh: 'key', auth: 'auth' }, 0);
  return Object.assign(stand, { notifier, know, subscribe });
}

test('whoever has both is told by push and by mail, in his language, with the way to his order', async (t) => {
  const stand = openStand();
  await stand.know();
  await stand.subscribe();
  await stand.notifier.notify(won('event-1'));
  const sent = await stand.messages.list(10);
  t.same(sent.map(({ channel }) => channel).sort(), ['mail', 'push']);
  for (const message of sent) {
    t.match(message, { state: 'queued', language: 'de', link: 'https://shop.example/orders' });
    t.match(message.subject, 'Gewonnen: Vase');
  }
  t.equal(sent.find(({ channel }) => channel === 'mail')?.recipient, 'anna@example.com');
  t.equal(stand.woken, 2);
});

test('the same cause tells nobody twice, also when two servers say it at once', async (t) => {
  const stand = openStand();
  await stand.know();
  await stand.subscribe();
  await Promise.all([1, 2, 3].map(() => stand.notifier.notify(won('event-1'))));
  await stand.notifier.notify(won('event-1'));
  t.equal((await stand.messages.list(10)).length, 2);
  await stand.notifier.notify(won('event-2'));
  t.equal((await stand.messages.list(10)).length, 4);
});

test('whoever cannot be reached is passed over', async (t) => {
  const stand = openStand();
  await stand.notifier.notify(won('event-1'));
  await stand.contacts.save(freshContact(anna, 'en', 0));
  await stand.notifier.notify(won('event-2'));
  t.same(await stand.messages.list(10), []);
});

test('a guest whose browser subscribed is told by push, without a contact', async (t) => {
  const stand = openStand();
  await stand.subscribe();
  await stand.notifier.notify({ ...outbid('event-1'), path: '/orders/order-0001' });
  const [message] = await stand.messages.list(10);
  t.match(message, { channel: 'push', recipient: null, html: null });
  t.equal(message?.link, 'https://shop.example/orders/order-0001');
});

test('without a mail server mail is kept for the operator and nothing is woken', async (t) => {
  const stand = openStand({ sendsMail: false });
  await stand.know();
  await stand.notifier.notify(won('event-1'));
  t.match(await stand.messages.list(10), [{ state: 'kept' }]);
  t.equal(stand.woken, 0);
});

test('who wants no mail gets what is owed and nothing else', async (t) => {
  const stand = openStand();
  await stand.know({ wantsMail: false });
  await stand.notifier.notify(outbid('event-1'));
  t.same(await stand.messages.list(10), []);
  await stand.notifier.notify(won('event-2'));
  t.match(await stand.messages.list(10), [{ kind: 'won' }]);
});

test('the proved address is used where no other was given', async (t) => {
  const stand = openStand();
  await stand.contacts.bindEmail({ email: 'proved@example.com', fresh: freshContact(anna, 'en', 0) });
  await stand.notifier.notify(won('event-1'));
  t.match(await stand.messages.list(10), [{ recipient: 'proved@example.com' }]);
});

test('a bidding war mails once in ten minutes and pushes every time', async (t) => {
  const stand = openStand();
  await stand.know();
  await stand.subscribe();
  const mails = async () =>
    (await stand.messages.list(100)).filter(({ channel }) => channel === 'mail').length;
  for (const n of [1, 2, 3]) await stand.notifier.notify(outbid(`event-${n}`));
  t.equal(await mails(), 1);
  t.equal((await stand.messages.list(100)).length, 4);
  stand.nowMs += 10 * minuteMs + 1;
  await stand.notifier.notify(outbid('event-4'));
  t.equal(await mails(), 2);
});

test('a mailbox is not filled: thirty notices in an hour, however the address is written', async (t) => {
  const stand = openStand();
  for (let n = 0; n < 40; n += 1) {
    await stand.know({ email: n % 2 === 0 ? 'anna@example.com' : 'ANNA@example.com' });
    await stand.notifier.notify(won(`event-${n}`));
  }
  t.equal((await stand.messages.list(100)).length, 30);
  stand.nowMs += 60 * minuteMs + 1;
  await stand.notifier.notify(won('event-40'));
  t.equal((await stand.messages.list(100)).length, 31);
});

test('a full outbox drops the message and says so', async (t) => {
  const stand = openStand({ maximumMessages: 1 });
  await stand.know();
  await stand.notifier.notify(won('event-1'));
  await t.resolves(stand.notifier.notify(won('event-2')));
  t.same(stand.dropped, ['won']);
});

test('a notice is worth nothing after the moment it names', async (t) => {
  const stand = openStand();
  await stand.know();
  const untilMs = stand.nowMs + 5 * minuteMs;
  const content = { kind: 'second-chance', lotTitle: 'Vase', price, untilMs } as const;
  await stand.notifier.notify({ ...outbid('event-1'), content });
  t.match(await stand.messages.list(1), [{ expiresAtMs: untilMs }]);
});

test('who is outbid is led back to the show', async (t) => {
  const stand = openStand();
  await stand.know();
  await stand.notifier.notify(outbid('event-1'));
  t.match(await stand.messages.list(1), [{ link: `https://shop.example/watch/${showId}` }]);
});

test('a guest whom nothing reaches is looked up once in ten seconds of being outbid, for what he won always', async (t) => {
  const stand = openStand();
  let looks = 0;
  const find = stand.contacts.find;
  stand.contacts.find = (personId) => {
    looks += 1;
    return find(personId);
  };
  for (const n of [1, 2, 3]) await stand.notifier.notify(outbid(`event-${n}`));
  t.equal(looks, 1);
  await stand.know();
  await stand.notifier.notify(won('event-4'));
  t.equal((await stand.messages.list(10)).length, 1);
  stand.nowMs += 10_001;
  await stand.notifier.notify(outbid('event-5'));
  t.equal((await stand.messages.list(10)).length, 2, 'and found when he became known');
});

test('a guest who signed in later is told where the person is reached whom he became', async (t) => {
  const stand = openStand();
  await stand.know();
  const guest = Value.Parse(PersonIdSchema, 'person-guest');
  await stand.contacts.joinGuest(guest, anna);
  const browser = { endpoint: 'https://push.example/2', p256dh: 'key', auth: 'auth' };
  await stand.subscriptions.put(guest, browser, 0);
  await stand.notifier.notify({ ...won('event-1'), personId: guest });
  const sent = await stand.messages.list(10);
  t.match(
    sent.toSorted((one, other) => one.channel.localeCompare(other.channel)),
    [
      { channel: 'mail', recipient: 'anna@example.com', personId: anna, language: 'de' },
      { channel: 'push', personId: guest },
    ],
  );
  t.equal(sent.length, 2);
});
