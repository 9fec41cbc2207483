import { effect } from '@preact/signals';
import { test } from 'tap';
import { messageAt, standingRoom } from './room-stand.ts';

const following = async () => {
  const parts = standingRoom();
  await parts.stand.pass(100);
  return parts;
};

void test('fifty messages a second are shown at most ten times a second, and none is missing', async (t) => {
  const { stand, room, say, shown } = await following();
  let drawn = 0;
  const stop = effect(() => void (drawn += room.follow.value.status === 'ready' ? 1 : 0));
  for (let passed = 0; passed < 50; passed += 1) {
    say(1);
    await stand.stand.time.advance(20);
  }
  await stand.pass(100);
  t.ok(drawn <= 13, `${drawn} in a second`);
  t.equal(shown().length, 50);
  stop();
});

void test('over hours of a busy room the public keeps the newest 300 in order', async (t) => {
  const { stand, say, shown } = await following();
  for (let round = 0; round < 20; round += 1) {
    say(100);
    await stand.pass(100);
  }
  t.equal(shown().length, 300);
  t.equal(shown()[0]?.sequence, 1701);
  stand.record([{ type: 'room.message', message: messageAt(5) }]);
  await stand.pass(200);
  t.equal(shown()[0]?.sequence, 1701, 'what left does not come back when it changes');
});

void test('what is removed goes, what is changed stands at its place', async (t) => {
  const { stand, say, shown } = await following();
  say(4);
  stand.record([{ type: 'room.messages-removed', messageIds: ['message-2'] }]);
  stand.record([{ type: 'room.message', message: { ...messageAt(3), text: 'another' } }]);
  await stand.pass(200);
  t.match(
    shown().map(({ sequence, text }) => [sequence, text]),
    [
      [1, 'text of message-1'],
      [3, 'another'],
      [4, 'text of message-4'],
    ],
  );
});

void test('it says that messages were missed only when some were, until that is dismissed', async (t) => {
  const { stand, room, say } = await following();
  say(5);
  stand.cut();
  say(20);
  stand.trimmedTo = stand.log.length;
  await stand.pass(1000);
  t.match(room.follow.value, { hasMissed: false }, 'the snapshot holds them all');
  stand.cut();
  say(300);
  stand.trimmedTo = stand.log.length;
  await stand.pass(1000);
  t.match(room.follow.value, { hasMissed: true });
  room.dismissMissed();
  t.match(room.follow.value, { hasMissed: false });
});

void test('a message goes out once and leaves the queue when the room brings it', async (t) => {
  const { stand, room, came, send, shown } = await following();
  send('own-message-1');
  t.match(room.onTheirWay.value, [{ messageId: 'own-message-1', progress: { status: 'sending' } }]);
  await stand.pass(300);
  t.same(came, ['own-message-1']);
  t.same(room.onTheirWay.value, []);
  t.equal(shown().at(-1)?.messageId, 'own-message-1');
});

void test('written while offline it waits in sight, keeps its order and is sent on return', async (t) => {
  const { stand, room, came, send } = await following();
  stand.cut();
  send('own-message-1');
  send('own-message-2');
  t.match(room.onTheirWay.value, [
    { progress: { status: 'waiting', untilMs: null } },
    { progress: { status: 'waiting', untilMs: null } },
  ]);
  await stand.pass(2000);
  t.same(came, ['own-message-1', 'own-message-2']);
  t.same(room.onTheirWay.value, []);
});

void test('slow mode keeps it until it is due, with one attempt and no more however busy the room', async (t) => {
  const { stand, room, came, answers, say, send } = await following();
  answers.push({ code: 'slow-mode', message: '', temporary: true, details: { retryAfterMs: 5000 } });
  send('own-message-1');
  for (let passed = 0; passed < 40; passed += 1) {
    say(1);
    await stand.pass(100);
  }
  t.match(room.onTheirWay.value, [{ progress: { status: 'waiting', untilMs: Number } }]);
  t.equal(came.length, 1);
  await stand.pass(2000);
  t.same(came, ['own-message-1', 'own-message-1']);
  t.same(room.onTheirWay.value, []);
});

void test('a refusal for good is told, holds nobody up, and can be discarded', async (t) => {
  const { stand, room, came, answers, send } = await following();
  answers.push({ code: 'links-refused', message: '', temporary: false });
  send('own-message-1');
  send('own-message-2');
  await stand.pass(500);
  t.same(came, ['own-message-1', 'own-message-2']);
  t.match(room.onTheirWay.value, [
    { messageId: 'own-message-1', progress: { status: 'failed', error: { code: 'links-refused' } } },
  ]);
  room.discard('own-message-1');
  t.same(room.onTheirWay.value, []);
});

void test('what waited ten minutes is given up in sight, also without a connection', async (t) => {
  const { stand, time, room, came, send } = await following();
  stand.cut();
  send('own-message-1');
  await time.advance(600_001);
  t.match(room.onTheirWay.value, [{ progress: { status: 'failed', error: null, mayRetry: true } }]);
  await stand.pass(12_000);
  t.same(came, []);
  room.retry('own-message-1');
  await stand.pass(500);
  t.same(came, ['own-message-1']);
});

void test('reactions are of the moment and never wait', async (t) => {
  const { stand, room } = await following();
  const reacted: string[] = [];
  stand.answer = ({ method }) => {
    reacted.push(method);
    return {};
  };
  stand.cut();
  room.react('heart');
  await stand.pass(2000);
  t.same(reacted, []);
});
