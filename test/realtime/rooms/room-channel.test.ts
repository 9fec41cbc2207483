import { test } from 'tap';
import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import { ChannelReader } from '#test/support/channel-reader.ts';
import { RealtimeStand, showId } from '#test/support/realtime-stand.ts';
import { roomReading } from '#test/support/room-reading.ts';
import { deleted, messageId, person, restricted, sent, undone } from './room-examples.ts';

const channel = `room-${showId}` as const;

/** A tab in the room, and what it has on its screen. */
async function enter(stand: RealtimeStand, role: VerifiedPrincipal['role'], name: string) {
  const socket = await stand.open(role, name);
  const reader = new ChannelReader(channel);
  await stand.settle(reader.resume(socket));
  return { socket, reader, texts: () => roomReading(reader).messages.map(({ text }) => text) };
}

test('a message reaches every reader of the room in the same tick, with the name of its author', async (t) => {
  const stand = new RealtimeStand();
  const viewer = await enter(stand, 'viewer', 'vera');
  stand.appendRoom(person('bob'), sent(1, 'Hello'));
  await stand.clock.tick();
  t.match(viewer.reader.events, [
    {
      type: 'room.message',
      message: {
        messageId: messageId(1),
        sequence: 1,
        author: { personId: 'person-bob', name: 'Bob', badge: null },
        text: 'Hello',
        status: 'shown',
      },
    },
  ]);
  t.same(viewer.reader.position, { version: 1, eventId: 'event-0-1' });
  t.notOk('moderation' in (roomReading(viewer.reader).messages[0] ?? {}), 'and nothing of moderation');
});

test('a snapshot has names, badges and the rules, and for the crew also what was removed', async (t) => {
  const stand = new RealtimeStand();
  stand.appendRoom(person('host'), sent(1, 'Welcome', { isCrew: true }));
  stand.appendRoom(person('bob'), sent(2, 'Rubbish'), sent(3, 'Fine', { mentionIds: [person('host')] }));
  stand.appendRoom(person('host'), deleted(1, 'bob', 2));
  const viewer = await enter(stand, 'viewer', 'vera');
  const crew = await enter(stand, 'moderator', 'mona');
  t.match(roomReading(viewer.reader), {
    messages: [
      { text: 'Welcome', author: { name: 'Host', badge: 'host' } },
      { text: 'Fine', author: { name: 'Bob' }, mentions: [{ name: 'Host', badge: 'host' }] },
    ],
    rules: { access: 'everyone' },
    own: { restriction: null, blockedIds: [] },
    rulings: [],
  });
  t.notOk('blockedWords' in (viewer.reader.view?.rules ?? {}));
  t.match(roomReading(crew.reader), {
    messages: [{ text: 'Welcome' }, { text: 'Rubbish', status: 'removed' }, { text: 'Fine' }],
    rulings: [{ kind: 'delete-message', person: { name: 'Bob' }, by: { name: 'Host' } }],
  });
});

test('what a moderator writes and does shows a badge, also where they are mentioned; other crew has its own', async (t) => {
  const stand = new RealtimeStand();
  const mona = person('mona');
  stand.appendRoom(mona, sent(1, 'Welcome', { isCrew: true, moderatorIds: [mona] }));
  stand.appendRoom(person('stan'), sent(2, 'Parcels go out on Monday', { isCrew: true }));
  const mentionIds = [mona, person('stan'), person('eva')];
  stand.appendRoom(person('bob'), sent(3, 'Thanks', { mentionIds, moderatorIds: [mona] }));
  // The host moderates too, and stays the host.
  stand.appendRoom(person('host'), sent(4, 'Hi', { isCrew: true, moderatorIds: [person('host')] }));
  stand.appendRoom(mona, deleted(1, 'eva'));
  const viewer = await enter(stand, 'viewer', 'vera');
  const crew = await enter(stand, 'moderator', 'mona');
  for (const { reader } of [viewer, crew]) {
    t.match(roomReading(reader).messages, [
      { author: { name: 'Mona', badge: 'moderator' } },
      { author: { name: 'Stan', badge: 'crew' } },
      { author: { badge: null }, mentions: [{ badge: 'moderator' }, { badge: null }, { badge: null }] },
      { author: { name: 'Host', badge: 'host' } },
    ]);
  }
  t.match(roomReading(crew.reader).rulings, [{ by: { name: 'Mona', badge: 'moderator' } }]);
  await enter(stand, 'viewer', 'bob');
  await stand.clock.advance(2000);
  t.match(viewer.socket.signals('room.presence').at(-1), {
    sample: [
      { name: 'Bob', badge: null },
      { name: 'Mona', badge: 'moderator' },
    ],
  });
});

test('a held message is seen by its author in every tab and by the crew, and by all once it is approved', async (t) => {
  const stand = new RealtimeStand();
  const tabs = [await enter(stand, 'viewer', 'bob'), await enter(stand, 'viewer', 'bob')];
  const viewer = await enter(stand, 'viewer', 'vera');
  const crew = await enter(stand, 'moderator', 'mona');
  stand.appendRoom(person('bob'), sent(1, 'Look at me', { status: 'held', flags: ['shouting'] }));
  await stand.clock.tick();
  for (const tab of tabs) t.match(roomReading(tab.reader).messages, [{ text: 'Look at me', status: 'held' }]);
  t.match(roomReading(crew.reader).messages, [{ status: 'held', moderation: { flags: ['shouting'] } }]);
  t.same(viewer.texts(), []);
  stand.appendRoom(person('mona'), { type: 'message-approved', messageId: messageId(1) });
  await stand.clock.tick();
  for (const { texts } of [...tabs, viewer, crew]) t.same(texts(), ['Look at me']);
  t.match(roomReading(tabs[0]?.reader ?? viewer.reader).messages, [{ status: 'shown' }]);
});

test('a shadow-banned author sees the message as shown, others never hear of it', async (t) => {
  const stand = new RealtimeStand();
  const author = await enter(stand, 'viewer', 'bob');
  const viewer = await enter(stand, 'viewer', 'vera');
  stand.appendRoom(person('mona'), restricted(1, 'shadow', 'bob'));
  stand.appendRoom(person('bob'), sent(1, 'Buy my coins', { status: 'shadowed' }));
  await stand.clock.tick();
  t.match(roomReading(author.reader).messages, [{ text: 'Buy my coins', status: 'shown' }]);
  t.match(roomReading(author.reader).own, { restriction: null });
  const second = await enter(stand, 'viewer', 'bob');
  t.same(second.texts(), ['Buy my coins'], 'also in a tab that opens later');
  const late = await enter(stand, 'viewer', 'lena');
  for (const { socket } of [viewer, late]) t.notMatch(socket.texts.join(), /Buy my coins/);
});

test('who is banned is told so in every tab and reads on', async (t) => {
  const stand = new RealtimeStand();
  stand.appendRoom(person('bob'), sent(1, 'Rude'));
  const tabs = [await enter(stand, 'viewer', 'bob'), await enter(stand, 'viewer', 'bob')];
  const viewer = await enter(stand, 'viewer', 'vera');
  stand.appendRoom(person('mona'), restricted(1, 'ban', 'bob', 1));
  await stand.clock.tick();
  for (const { reader, texts } of tabs) {
    t.match(roomReading(reader).own, { restriction: { kind: 'ban', untilMs: null } });
    t.same(texts(), []);
  }
  t.match(roomReading(viewer.reader).own, { restriction: null });
  stand.appendRoom(person('vera'), sent(2, 'Peace'));
  stand.appendRoom(person('mona'), undone(1));
  await stand.clock.tick();
  for (const { reader, texts } of [...tabs, viewer]) {
    t.match(roomReading(reader).own, { restriction: null });
    t.same(texts(), ['Rude', 'Peace'], 'what the ban removed is back in its place');
  }
});

test('whom somebody blocks nobody else is told', async (t) => {
  const stand = new RealtimeStand();
  const vera = await enter(stand, 'viewer', 'vera');
  const bob = await enter(stand, 'viewer', 'bob');
  const crew = await enter(stand, 'moderator', 'mona');
  stand.appendRoom(person('vera'), { type: 'person-blocked', personId: person('bob') });
  await stand.clock.tick();
  t.match(roomReading(vera.reader).own, { blockedIds: ['person-bob'] });
  t.same([...bob.reader.events, ...crew.reader.events], []);
});

test('what quotes a removed message quotes it no longer, on every screen and in every replay', async (t) => {
  const stand = new RealtimeStand();
  stand.appendRoom(person('bob'), sent(1, 'Secret address'));
  const viewer = await enter(stand, 'viewer', 'vera');
  const gone = await enter(stand, 'viewer', 'lena');
  stand.appendRoom(person('eva'), sent(2, 'Really?', { replyToId: messageId(1) }));
  stand.appendRoom(person('mona'), { type: 'message-pinned', messageId: messageId(1), untilMs: null });
  await stand.clock.tick();
  t.match(roomReading(viewer.reader).messages[1], { replyTo: { name: 'Bob', excerpt: 'Secret address' } });
  t.match(roomReading(viewer.reader).pins, [{ message: { text: 'Secret address' } }]);
  gone.socket.leave();
  stand.appendRoom(person('mona'), deleted(1, 'bob', 1));
  await stand.clock.tick();
  t.match(roomReading(viewer.reader), { messages: [{ text: 'Really?', replyTo: null }], pins: [] });
  const back = await stand.open('viewer', 'lena');
  await stand.settle(gone.reader.resume(back));
  t.equal(gone.reader.recoveries, 1);
  t.match(roomReading(gone.reader), { messages: [{ text: 'Really?', replyTo: null }], pins: [] });
  t.notMatch(back.texts.join(), /Secret address/);
});

test('who comes after somebody was renamed or erased reads the name of now, in snapshots and recoveries', async (t) => {
  const stand = new RealtimeStand();
  const away = await enter(stand, 'viewer', 'lena');
  const staying = await enter(stand, 'viewer', 'vera');
  away.socket.leave();
  away.reader.pause();
  stand.appendRoom(person('bob'), sent(1, 'Hello'));
  await stand.clock.tick();
  t.match((await enter(stand, 'viewer', 'eva')).reader.view?.messages, [{ author: { name: 'Bob' } }]);
  stand.rename(person('bob'), 'Someone');
  await stand.settle(away.reader.resume(await stand.open('viewer', 'lena')));
  t.equal(away.reader.recoveries, 1);
  const late = await enter(stand, 'viewer', 'nora');
  const crew = await enter(stand, 'moderator', 'mona');
  for (const { reader } of [away, late, crew])
    t.match(roomReading(reader).messages, [{ author: { name: 'Someone' } }]);
  t.equal(staying.reader.events.length, 1, 'nobody is woken for it');
  stand.loseNames();
  const last = await enter(stand, 'viewer', 'zoe');
  t.match(roomReading(last.reader).messages, [{ author: { name: 'Someone' } }], 'names are loaded again');
});

test('sockets that return together are answered with what was presented once', async (t) => {
  const stand = new RealtimeStand({ socketsPerAddress: 2000 });
  stand.appendRoom(person('bob'), sent(1, 'Before'));
  const position = { version: 1, eventId: 'event-0-1' };
  const first = await enter(stand, 'viewer', 'first');
  for (let count = 2; count < 60; count += 1) stand.appendRoom(person('bob'), sent(count, `Text ${count}`));
  const before = stand.nameLookups;
  await stand.clock.tick();
  for (let count = 0; count < 50; count += 1) {
    const socket = await stand.open('viewer', `viewer-${count}`);
    t.match(await socket.request('channel.subscribe', { channel, position }), {
      result: { recovered: true, events: { length: 58 } },
    });
  }
  t.equal(stand.nameLookups - before, 58, 'each message once, for pushes and recoveries together');
  t.equal(first.reader.events.length, 58);
});

test('a reader that comes from a server which was ahead is answered when this one has caught up', async (t) => {
  const stand = new RealtimeStand();
  const late = new RealtimeStand({}, stand);
  const reader = await enter(stand, 'viewer', 'vera');
  const there = await enter(late, 'viewer', 'bob');
  stand.appendRoom(person('eva'), sent(1, 'Held for the crew', { status: 'held' }));
  await stand.clock.tick();
  t.same(there.reader.position, { version: 0, eventId: null }, 'the public was not woken for it');
  const crew = await enter(stand, 'moderator', 'mona');
  t.same(crew.reader.position, { version: 1, eventId: 'event-0-1' });
  crew.socket.leave();
  const back = await late.open('viewer', 'mona');
  await stand.settle(crew.reader.resume(back));
  t.equal(crew.reader.recoveries, 1, 'its place is ahead of what the public was told, and still holds');
  stand.appendRoom(person('eva'), sent(2, 'On'));
  await stand.clock.tick();
  for (const { faults } of [crew.reader, reader.reader, there.reader]) t.same(faults, []);
});

test('more than a recovery carries is answered with the whole', async (t) => {
  const stand = new RealtimeStand({ recoveryEvents: 10 });
  stand.appendRoom(person('bob'), sent(0, 'Start'));
  const near = await enter(stand, 'viewer', 'vera');
  const far = await enter(stand, 'viewer', 'lena');
  far.socket.leave();
  for (let count = 1; count <= 5; count += 1) stand.appendRoom(person('bob'), sent(count, `Text ${count}`));
  await stand.clock.tick();
  near.socket.leave();
  for (let count = 6; count <= 12; count += 1) stand.appendRoom(person('bob'), sent(count, `Text ${count}`));
  await stand.clock.tick();
  for (const { reader } of [near, far]) {
    await stand.settle(reader.resume(await stand.open('viewer', 'vera')));
    t.equal(roomReading(reader).messages.length, 13);
  }
  t.same([near.reader.recoveries, far.reader.snapshots], [1, 2]);
});

test('a server that has just started recovers readers from the log', async (t) => {
  const stand = new RealtimeStand();
  stand.appendRoom(person('bob'), sent(1, 'One'));
  const { reader } = await enter(stand, 'viewer', 'vera');
  stand.appendRoom(person('bob'), sent(2, 'Two'), sent(3, 'Three'));
  const restarted = new RealtimeStand({}, stand);
  await stand.settle(reader.resume(await restarted.open('viewer', 'vera')));
  t.equal(reader.recoveries, 1);
  t.same(
    roomReading(reader).messages.map(({ text }) => text),
    ['One', 'Two', 'Three'],
  );
});

test('a log that lost its tail sends every reader the whole anew', async (t) => {
  const stand = new RealtimeStand();
  stand.appendRoom(person('bob'), sent(1, 'Kept'), sent(2, 'Lost'));
  const open = await enter(stand, 'viewer', 'vera');
  const away = await enter(stand, 'viewer', 'lena');
  away.socket.leave();
  stand.roomStream.loseTail(1);
  stand.appendRoom(person('bob'), sent(3, 'Instead'));
  await stand.settle(open.reader.until(({ snapshots }) => snapshots === 2));
  t.same(open.reader.closings, ['conflict']);
  t.same(open.texts(), ['Kept', 'Instead']);
  await stand.settle(away.reader.resume(await stand.open('viewer', 'lena')));
  t.equal(away.reader.snapshots, 2, 'version 2 is another event now');
  t.same(away.texts(), ['Kept', 'Instead']);
});

test('a fast room is told in gathered pushes, a slow one at once, and what moderators do never waits', async (t) => {
  const stand = new RealtimeStand({ channelPushesPerSecond: 10, channelHoldMs: 50 });
  const viewer = await enter(stand, 'viewer', 'vera');
  const pushes = () => viewer.socket.ofType('push').length;
  for (let count = 0; count < 100; count += 1) {
    stand.appendRoom(person('bob'), sent(count, `Text ${count}`));
    await stand.clock.advance(10);
  }
  t.ok(pushes() <= 10 + 20, `${pushes()} pushes for 100 messages in a second`);
  await stand.clock.advance(50);
  t.equal(roomReading(viewer.reader).messages.length, 100);
  t.same(viewer.reader.faults, []);
  const before = pushes();
  stand.appendRoom(person('bob'), sent('next', 'Now'));
  stand.appendRoom(person('mona'), deleted(1, 'bob', 99));
  await stand.clock.tick();
  t.equal(pushes(), before + 1, 'the deletion went out, and took along what was held');
  await stand.clock.advance(2000);
  stand.appendRoom(person('bob'), sent('slow', 'Calm again'));
  await stand.clock.tick();
  t.equal(pushes(), before + 2);
});

test('channels of one socket are limited, and one that is left makes room', async (t) => {
  const stand = new RealtimeStand({ socketSubscriptions: 2 });
  const socket = await stand.open('viewer', 'vera');
  const ask = (name: string) => socket.request('channel.subscribe', { channel: name });
  t.match(await ask(channel), { ok: true });
  t.match(await ask(`show-${showId}`), { ok: true });
  t.match(await ask('shows'), {
    ok: false,
    error: { code: 'subscription-limit-reached', details: { limit: 2 } },
  });
  t.match(await ask(channel), { ok: true }, 'the same one again is no other');
  for (let times = 0; times < 2; times += 1) await socket.request('channel.unsubscribe', { channel });
  t.match(await ask('shows'), { ok: true });
});

test('the right to read is looked at on every resume', async (t) => {
  const stand = new RealtimeStand();
  const viewer = await enter(stand, 'viewer', 'vera');
  stand.append({ type: 'show-went-live' }, { type: 'show-ended' }, { type: 'show-archived' });
  await stand.clock.tick();
  t.same(viewer.reader.closings, ['show-not-found']);
  const position = { version: 0, eventId: null };
  t.match(await viewer.socket.request('channel.subscribe', { channel, position }), {
    ok: false,
    error: { code: 'show-not-found' },
  });
  t.match(await (await stand.open('host')).request('channel.subscribe', { channel }), { ok: true });
});
