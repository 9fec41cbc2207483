import { signal } from '@preact/signals';
import { test } from 'tap';
import { createShowChannel } from '../../../client-demo/src/live/show-channel.ts';
import type { LiveSocket, SocketState } from '../../../client-demo/src/live/socket.ts';
import type { Push } from '#protocol/messages.ts';
import { FakeTime } from './fake-time.ts';
import { welcome } from './fake-server.ts';

const show = (title: string) => ({ showId: 'show-number-1', title, status: 'live' });
const push = (from: number, to: number, title: string): Push => ({
  type: 'push',
  channel: 'show-show-number-1',
  from,
  to,
  toEventId: `event-${to}`,
  events: [{ type: 'show.edited', atMs: 1, show: show(title) }],
});

const setUp = () => {
  const state = signal<SocketState>({ status: 'open', welcome });
  let open = () => {};
  let tell = (_push: Push) => {};
  const answers: unknown[] = [];
  const asked: string[] = [];
  const socket = {
    state,
    request: async (method: string) => {
      asked.push(method);
      return answers.shift();
    },
    onSignal: () => () => {},
    onPush: (_channel: string, listener: (push: Push) => void) => {
      tell = listener;
      return () => {};
    },
    onOpen: (listener: () => void) => {
      open = listener;
      return () => {};
    },
    reopen: () => {},
    close: () => {},
  } as unknown as LiveSocket;
  const snapshot = (version: number, title: string) =>
    answers.push({ ok: true, value: { snapshot: show(title), position: { version, eventId: null } } });
  const time = new FakeTime();
  return { state, socket, time, asked, answers, snapshot, open: () => open(), tell: (p: Push) => tell(p) };
};

const following = async () => {
  const parts = setUp();
  parts.snapshot(3, 'first');
  const channel = createShowChannel({ socket: parts.socket, showId: 'show-number-1', time: parts.time });
  await parts.time.settle();
  return { ...parts, channel };
};

void test('a snapshot, then pushes that follow it', async (t) => {
  const { channel, tell, asked } = await following();
  t.match(channel.follow.value, { status: 'ready', show: { title: 'first' } });
  tell(push(3, 5, 'second'));
  t.match(channel.follow.value, { show: { title: 'second' } });
  t.equal(asked.length, 1);
});

void test('a push that was seen before changes nothing', async (t) => {
  const { channel, tell, asked } = await following();
  tell(push(1, 3, 'old'));
  t.match(channel.follow.value, { show: { title: 'first' } });
  t.equal(asked.length, 1);
});

void test('a gap is mended by a new snapshot', async (t) => {
  const { channel, tell, asked, snapshot, time } = await following();
  snapshot(9, 'mended');
  tell(push(7, 9, 'after a gap'));
  await time.settle();
  t.match(channel.follow.value, { show: { title: 'mended' } });
  t.equal(asked.length, 2);
});

void test('a lost connection makes it stale, and its return fresh again', async (t) => {
  const { channel, state, snapshot, open, time } = await following();
  state.value = { status: 'waiting', sinceMs: 0 };
  t.match(channel.follow.value, { status: 'ready', staleSinceMs: Number });
  state.value = { status: 'open', welcome };
  snapshot(4, 'again');
  open();
  await time.settle();
  t.match(channel.follow.value, { status: 'ready', staleSinceMs: null, show: { title: 'again' } });
});

void test('a refusal is shown, a passing fault is tried again', async (t) => {
  const parts = setUp();
  parts.answers.push({ ok: false, error: { code: 'server-overloaded', temporary: true } });
  parts.answers.push({ ok: false, error: { code: 'show-not-found', temporary: false } });
  const channel = createShowChannel({ socket: parts.socket, showId: 'show-number-1', time: parts.time });
  await parts.time.settle();
  t.equal(channel.follow.value.status, 'loading');
  await parts.time.advance(1000);
  t.match(channel.follow.value, { status: 'refused', error: { code: 'show-not-found' } });
});

void test('a show that is not to be seen yet opens by itself once it is', async (t) => {
  const parts = setUp();
  parts.answers.push({ ok: false, error: { code: 'show-not-found', temporary: false } });
  parts.snapshot(1, 'it began');
  const channel = createShowChannel({ socket: parts.socket, showId: 'show-number-1', time: parts.time });
  await parts.time.settle();
  t.equal(channel.follow.value.status, 'refused');
  await parts.time.advance(12_500);
  t.match(channel.follow.value, { status: 'ready', show: { title: 'it began' } });
  channel.close();
  t.equal(parts.time.pending, 0);
});
