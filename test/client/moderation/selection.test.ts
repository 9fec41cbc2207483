import { signal } from '@preact/signals';
import { test } from 'tap';
import { createSelection } from '../../../client-demo/src/pages/moderation/selection.ts';

const stand = () => {
  const queue = signal<readonly string[]>(['a', 'b', 'c']);
  const chat = signal<readonly string[]>(['x', 'a', 'y']);
  return { queue, chat, selection: createSelection({ queue, chat }) };
};

test('the first that waits is selected by itself', async (t) => {
  const { selection, queue } = stand();
  t.teardown(() => selection.close());
  t.equal(selection.id.value, 'a');
  queue.value = [];
  t.equal(selection.id.value, null);
  queue.value = ['d'];
  t.equal(selection.id.value, 'd');
});

test('what others take away is left for what follows it; what comes before does not move the selection', async (t) => {
  const { selection, queue } = stand();
  t.teardown(() => selection.close());
  selection.select('queue', 'b');
  queue.value = ['new', 'a', 'b', 'c'];
  t.equal(selection.id.value, 'b');
  queue.value = ['new', 'a', 'c'];
  t.equal(selection.id.value, 'c');
});

test('an act moves on to the next at once, and is not undone by the item leaving later', async (t) => {
  const { selection, queue } = stand();
  t.teardown(() => selection.close());
  const calls = selection.focusCalls.value;
  selection.advance('a');
  t.equal(selection.id.value, 'b');
  t.ok(selection.focusCalls.value > calls, 'the focus follows');
  queue.value = ['b', 'c'];
  t.equal(selection.id.value, 'b');
});

test('in the chat the selection stays on the message that was acted on', async (t) => {
  const { selection } = stand();
  t.teardown(() => selection.close());
  selection.select('chat', 'a');
  selection.advance('a');
  t.equal(selection.id.value, 'a');
  selection.move(1);
  t.equal(selection.id.value, 'y');
});
