import { test } from 'tap';
import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import { ChannelReader } from '#test/support/channel-reader.ts';
import { RealtimeStand, showId } from '#test/support/realtime-stand.ts';
import { roomReading } from '#test/support/room-reading.ts';
import { messageId, person, restricted, sent } from './room-examples.ts';

// Faults that the laws of rooms found, each as the shortest story that shows it.

const channel = `room-${showId}` as const;

async function enter(stand: RealtimeStand, role: VerifiedPrincipal['role'], name: string) {
  const socket = await stand.open(role, name);
  const reader = new ChannelReader(channel);
  await stand.settle(reader.resume(socket));
  return { socket, reader };
}

type Entered = Awaited<ReturnType<typeof enter>>;

/** What somebody who opens the page now is shown. */
const fresh = async (stand: RealtimeStand, role: VerifiedPrincipal['role'], name: string) =>
  roomReading((await enter(stand, role, name)).reader);

async function goAway({ socket, reader }: Entered): Promise<void> {
  socket.leave();
  reader.pause();
}

async function comeBack(
  stand: RealtimeStand,
  role: VerifiedPrincipal['role'],
  name: string,
  { reader }: Entered,
) {
  const socket = await stand.open(role, name);
  await stand.settle(reader.resume(socket));
  return socket;
}

test('who comes back gets what concerns them alone, of which their audience was told nothing', async (t) => {
  const stand = new RealtimeStand();
  stand.appendRoom(person('eva'), sent(1, 'Hello'));
  const bob = await enter(stand, 'viewer', 'bob');
  const vera = await enter(stand, 'viewer', 'vera');
  await goAway(bob);
  // Out of another tab, say; and a block, which nobody else hears of either.
  stand.appendRoom(person('bob'), sent(2, 'Look at me', { status: 'held' }));
  stand.appendRoom(person('bob'), { type: 'person-blocked', personId: person('eva') });
  await stand.clock.tick();
  t.equal(vera.reader.position?.version, 1, 'the public was not woken');
  await comeBack(stand, 'viewer', 'bob', bob);
  t.equal(bob.reader.recoveries, 1);
  t.match(roomReading(bob.reader), {
    messages: [{ text: 'Hello' }, { text: 'Look at me', status: 'held' }],
    own: { blockedIds: ['person-eva'] },
  });
  stand.appendRoom(person('eva'), sent(3, 'On'));
  await stand.clock.tick();
  t.same([...bob.reader.faults, ...vera.reader.faults], [], 'and what is pushed then joins on');
  t.same(roomReading(bob.reader), await fresh(stand, 'viewer', 'bob'));
});

test('what only its author sees is quoted to nobody else, and in what all see not to its author either', async (t) => {
  const stand = new RealtimeStand();
  stand.appendRoom(person('mona'), restricted(1, 'shadow', 'bob'));
  const bob = await enter(stand, 'viewer', 'bob');
  const away = await enter(stand, 'viewer', 'bob');
  const vera = await enter(stand, 'viewer', 'vera');
  const gone = await enter(stand, 'viewer', 'lena');
  await Promise.all([goAway(away), goAway(gone)]);
  const toFirst = { replyToId: messageId(1) };
  stand.appendRoom(person('bob'), sent(1, 'Buy my coins', { status: 'shadowed' }));
  stand.appendRoom(person('bob'), sent(2, 'Anybody?', { status: 'shadowed', ...toFirst }));
  stand.appendRoom(person('mona'), sent(3, 'No adverts please', { isCrew: true, ...toFirst }));
  await stand.clock.tick();
  await comeBack(stand, 'viewer', 'bob', away);
  const back = await comeBack(stand, 'viewer', 'lena', gone);
  const crew = await fresh(stand, 'moderator', 'mona');
  const quote = { name: 'Bob', excerpt: 'Buy my coins' };
  t.match(crew.messages, [{}, { replyTo: quote }, { replyTo: quote }]);
  for (const { reader } of [bob, away]) {
    t.same(roomReading(reader), await fresh(stand, 'viewer', 'bob'), 'told, recovered or anew: the same');
    t.match(roomReading(reader).messages, [
      {},
      { replyTo: quote },
      { text: 'No adverts please', replyTo: null },
    ]);
  }
  const late = await enter(stand, 'viewer', 'nora');
  for (const { texts } of [vera.socket, back, late.socket]) t.notMatch(texts.join(), /coins|Anybody/);
  t.match(roomReading(gone.reader).messages, [{ text: 'No adverts please', replyTo: null }]);
});

test('what becomes of a pinned message leaves the pins of the crew as they would be read anew', async (t) => {
  const stand = new RealtimeStand();
  stand.appendRoom(person('bob'), sent(1, 'Rules', { flags: ['shouting'] }));
  const crew = await enter(stand, 'moderator', 'mona');
  const viewer = await enter(stand, 'viewer', 'vera');
  stand.appendRoom(person('mona'), { type: 'message-pinned', messageId: messageId(1), untilMs: null });
  await stand.clock.tick();
  stand.appendRoom(person('vera'), { type: 'message-reported', messageId: messageId(1), reason: 'spam' });
  await stand.clock.tick();
  t.same(roomReading(crew.reader).pins, (await fresh(stand, 'moderator', 'mona')).pins);
  t.match(roomReading(crew.reader).messages, [{ moderation: { reports: [{ reason: 'spam' }] } }]);
  t.same(roomReading(crew.reader).pins, roomReading(viewer.reader).pins, 'and they are those of everybody');
});

test('what a snapshot showed before it was pushed goes when the log loses it', async (t) => {
  const stand = new RealtimeStand({ channelPushesPerSecond: 1, channelHoldMs: 50 });
  const vera = await enter(stand, 'viewer', 'vera');
  stand.appendRoom(person('eva'), sent(1, 'Hello'));
  await stand.clock.tick();
  stand.appendRoom(person('eva'), sent(2, 'Lost'));
  await stand.clock.tick();
  const bob = await enter(stand, 'viewer', 'bob');
  t.match(roomReading(bob.reader).messages, [{ text: 'Hello' }, { text: 'Lost' }]);
  t.match([bob.reader.position?.version, vera.reader.position?.version], [1, 1], 'the push is held back');
  await goAway(bob);
  stand.roomStream.loseTail(1);
  stand.appendRoom(person('eva'), sent(3, 'Instead'));
  await stand.clock.advance(100);
  await comeBack(stand, 'viewer', 'bob', bob);
  t.match(roomReading(bob.reader).messages, [{ text: 'Hello' }, { text: 'Instead' }]);
  t.same(roomReading(bob.reader), await fresh(stand, 'viewer', 'bob'));
});
