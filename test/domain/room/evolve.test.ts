import t from 'tap';
import {
  awaitsModerator,
  isReadableBy,
  maximumMessages,
  messageById,
  pinsInForce,
  publicMessages,
  type RoomState,
} from '#domain/room/room.ts';
import {
  ada,
  bob,
  by,
  deleted,
  messageIdOf,
  mod,
  nowMs,
  pastMs,
  pinned,
  replay,
  restricted,
  sent,
  undone,
} from './room-examples.ts';

const statusOf = (state: RoomState, name: string) => messageById(state, messageIdOf(name))?.status;
const textsIn = (state: RoomState) => publicMessages(state).map(({ text }) => text);

t.test('a message knows its place, which is the version of its event', (t) => {
  const state = replay([by(mod, undone('nothing')), by(ada, sent('one')), by(ada, sent('two'))]);
  t.same(
    state.messages.map(({ sequence }) => sequence),
    [2, 3],
  );
  t.equal(state.version, 3);
  t.end();
});

t.test('undoing brings back what was shown as shown and what was held as held', (t) => {
  const past = [by(ada, sent('shown')), by(ada, sent('held', { status: 'held' })), by(bob, sent('other'))];
  const removed = replay([
    ...past,
    by(
      mod,
      restricted('r', 'ban', ada, {
        messageIds: ['shown', 'held'].map(messageIdOf),
      }),
    ),
  ]);
  t.same(textsIn(removed), ['other']);
  t.equal(messageById(removed, messageIdOf('held'))?.text, 'held', 'the crew still reads it');
  const back = replay([by(mod, undone('r'))], removed);
  t.same(back.messages, replay(past).messages);
  t.end();
});

t.test('what two rulings removed comes back when both are undone, in either order', (t) => {
  const both = replay([
    by(ada, sent('one')),
    by(ada, sent('two')),
    by(mod, deleted('a', ada, 'one')),
    by(mod, deleted('b', ada, 'one', 'two')),
  ]);
  const after = (...names: readonly string[]) =>
    replay(
      names.map((name) => by(mod, undone(name))),
      both,
    );
  t.same([statusOf(after('a'), 'one'), statusOf(after('a'), 'two')], ['removed', 'removed']);
  t.same([statusOf(after('b'), 'one'), statusOf(after('b'), 'two')], ['removed', 'shown']);
  t.same(textsIn(after('a', 'b')), ['one', 'two']);
  t.same(textsIn(after('b', 'a')), ['one', 'two']);
  t.end();
});

t.test('the pin of a removed message disappears and returns with it', (t) => {
  const removed = replay([by(ada, sent('one')), by(mod, pinned('one')), by(mod, deleted('r', ada, 'one'))]);
  t.same(pinsInForce(removed, nowMs), []);
  const back = replay([by(mod, undone('r'))], removed);
  t.match(pinsInForce(back, nowMs), [{ message: { text: 'one' } }]);
  t.end();
});

t.test('a hidden pin makes room for a new one and then does not return', (t) => {
  const names = ['a', 'b', 'c', 'd'];
  const state = replay([
    ...names.map((name) => by(ada, sent(name))),
    ...names.slice(0, 3).map((name) => by(mod, pinned(name))),
    by(mod, deleted('r', ada, 'b')),
    by(mod, pinned('d')),
    by(mod, undone('r')),
  ]);
  t.same(
    pinsInForce(state, nowMs).map(({ message }) => message.text),
    ['a', 'c', 'd'],
  );
  t.end();
});

t.test('a pinned message does not fall out of the room', (t) => {
  const flow = Array.from({ length: maximumMessages }, (_, index) => by(ada, sent(`${index}`)));
  const state = replay([by(ada, sent('first')), by(ada, sent('second')), by(mod, pinned('first')), ...flow]);
  t.equal(state.messages.length, maximumMessages);
  t.equal(statusOf(state, 'first'), 'shown');
  t.equal(statusOf(state, 'second'), undefined);
  t.end();
});

t.test(
  'a message stands in the queue until a moderator looked at it, and again when it is reported anew',
  (t) => {
    const report = by(bob, { type: 'message-reported', messageId: messageIdOf('loud'), reason: 'insult' });
    const steps = [
      by(ada, sent('loud', { flags: ['shouting'] })),
      by(mod, { type: 'message-approved', messageId: messageIdOf('loud') }, pastMs + 5),
      report,
      by(mod, { type: 'reports-dismissed', messageId: messageIdOf('loud') }),
      report,
      by(mod, deleted('r', ada, 'loud')),
    ];
    const waits = steps.map((_, index) => {
      const message = messageById(replay(steps.slice(0, index + 1)), messageIdOf('loud'));
      return message && awaitsModerator(message);
    });
    t.same(waits, [true, false, true, false, true, false]);
    t.same(replay(steps.slice(0, 2)).messages[0]?.cleared, { byId: mod, atMs: pastMs + 5 });
    t.end();
  },
);

t.test('readers read what is meant for them', (t) => {
  const state = replay([
    by(ada, sent('shown')),
    by(ada, sent('held', { status: 'held' })),
    by(ada, sent('shadowed', { status: 'shadowed' })),
    by(ada, sent('removed')),
    by(mod, deleted('r', ada, 'removed')),
    by(mod, sent('staff', { audience: 'crew', isCrew: true })),
  ]);
  const readable = (personId: typeof ada, isCrew = false) =>
    state.messages.filter((message) => isReadableBy(message, { personId, isCrew })).map(({ text }) => text);
  t.same(readable(bob), ['shown']);
  t.same(readable(ada), ['shown', 'held', 'shadowed']);
  t.same(readable(mod, true), ['shown', 'held', 'shadowed', 'removed', 'staff']);
  t.same(readable(mod), ['shown'], 'who left the crew no longer reads what he wrote there');
  t.end();
});
