import { test } from 'tap';
import {
  countsOf,
  handledBy,
  neighbourOf,
  onTab,
  queueOf,
  reasonOf,
  successorOf,
} from '../../../client-demo/src/pages/moderation/queue.ts';
import { message, person, room, ruling } from './room.ts';

const ids = (items: ReturnType<typeof queueOf>) => items.map((item) => item.message.messageId);

test('held messages come before reported ones, those before flagged ones, each class oldest first', async (t) => {
  const queue = queueOf([
    message(1, { flags: ['shouting'] }),
    message(2, { reports: 1 }),
    message(3, { status: 'held', flags: ['profanity'] }),
    message(4),
    message(5, { reports: 3 }),
    message(6, { status: 'held' }),
    message(7, { flags: ['link'] }),
  ]);
  t.same(ids(queue), ['message-3', 'message-6', 'message-2', 'message-5', 'message-1', 'message-7']);
  t.same(countsOf(queue), { all: 6, held: 2, reported: 2, flagged: 2 });
  t.same(ids(onTab(queue, 'flagged')), ['message-1', 'message-7']);
  t.same(onTab(queue, 'all'), queue);
});

test('what somebody cleared, removed or shadowed no longer waits for its flags', async (t) => {
  const cleared = { by: person('moderator-1'), atMs: 1 };
  t.equal(reasonOf(message(1, { flags: ['link'], cleared })), null);
  t.equal(reasonOf(message(1, { flags: ['link'], status: 'shadowed' })), null);
  t.equal(reasonOf(message(1, { reports: 2, status: 'removed' })), null);
});

test('what is reported again after it was cleared waits again', async (t) => {
  const cleared = { by: person('moderator-1'), atMs: 1 };
  t.equal(reasonOf(message(1, { reports: 1, cleared })), 'reported');
});

test('the public view of a room has no queue', async (t) => {
  const { moderation: _, ...publicMessage } = message(1, { reports: 1, flags: ['link'] });
  t.same(queueOf([publicMessage]), []);
});

test('J and K stop at the ends and begin at the first', async (t) => {
  t.equal(neighbourOf(['a', 'b'], 'a', 1), 'b');
  t.equal(neighbourOf(['a', 'b'], 'b', 1), 'b');
  t.equal(neighbourOf(['a', 'b'], 'a', -1), 'a');
  t.equal(neighbourOf(['a', 'b'], null, 1), 'a');
  t.equal(neighbourOf(['a', 'b'], 'gone', -1), 'a');
  t.equal(neighbourOf([], null, 1), null);
});

test('after an item is gone the one that followed it is selected, at the end the last one', async (t) => {
  t.equal(successorOf(['a', 'b', 'c'], ['a', 'c'], 'b'), 'c');
  t.equal(successorOf(['a', 'b', 'c', 'd'], ['a', 'd'], 'b'), 'd', 'several went at once');
  t.equal(successorOf(['a', 'b', 'c'], ['a', 'b'], 'c'), 'b');
  t.equal(successorOf(['a'], [], 'a'), null);
});

test('the room tells who took a message off the queue', async (t) => {
  const mia = person('moderator-1', 'Mia', 'moderator');
  const view = room(
    [
      message(1, { status: 'removed', rulingId: 'ruling-1' }),
      message(2, { cleared: { by: mia, atMs: 1 } }),
      message(3),
    ],
    [ruling()],
  );
  t.same(handledBy(view, 'message-1'), { personId: 'moderator-1', name: 'Mia', how: 'removed' });
  t.same(handledBy(view, 'message-2'), { personId: 'moderator-1', name: 'Mia', how: 'cleared' });
  t.equal(handledBy(view, 'message-3'), null);
  t.equal(handledBy(view, 'message-9'), null, 'it fell out of the room');
});
