import { test } from 'tap';
import { createChannel } from '../../../client-demo/src/live/channel.ts';
import type { CallError } from '../../../client-demo/src/live/outcome.ts';
import { ChannelStand, channelName } from './channel-stand.ts';

const following = async () => {
  const stand = new ChannelStand((values) => values);
  const has = { values: [] as unknown[], snapshots: [] as boolean[], refused: [] as CallError[], stale: 0 };
  const { socket, time } = stand.stand;
  const channel = createChannel<readonly unknown[], unknown>({
    socket,
    channel: channelName,
    time,
    onSnapshot: (values, isRepair) => {
      has.values = [...values];
      has.snapshots.push(isRepair);
    },
    onEvents: (events) => has.values.push(...events),
    onRefused: (error) => has.refused.push(error),
    retryRefusedMs: ({ code }) => (code === 'show-not-found' ? 5000 : null),
    onStale: () => {
      has.stale += 1;
    },
  });
  await stand.pass(100);
  return { stand, has, channel };
};

void test('after a lost connection it resumes where it stood and gets only what came since', async (t) => {
  const { stand, has } = await following();
  stand.record(['a', 'b']);
  stand.cut();
  stand.record(['c']);
  await stand.pass(1000);
  t.same(has.values, ['a', 'b', 'c']);
  t.same(stand.asked, [
    { channel: channelName },
    { channel: channelName, position: { version: 2, eventId: 'event-2' } },
  ]);
  t.same(has.snapshots, [false], 'one snapshot, at the start');
  t.ok(has.stale > 0);
});

void test('who comes back as somebody else sees the whole anew', async (t) => {
  const { stand, has } = await following();
  stand.record(['a']);
  stand.role = 'moderator';
  stand.cut();
  await stand.pass(1000);
  t.same(stand.asked.at(-1), { channel: channelName }, 'what was told before was for other eyes');
  t.same(has.snapshots, [false, true]);
});

void test('a gap is mended from the position and not by a snapshot', async (t) => {
  const { stand, has } = await following();
  stand.record(['a']);
  stand.record(['lost'], true);
  stand.record(['c']);
  await stand.pass(500);
  t.same(has.values, ['a', 'lost', 'c']);
  t.same(stand.asked.at(-1), { channel: channelName, position: { version: 1, eventId: 'event-1' } });
});

void test('at version 0 there is no position to resume from', async (t) => {
  const { stand, has } = await following();
  stand.cut();
  await stand.pass(1000);
  t.same(stand.asked, [{ channel: channelName }, { channel: channelName }]);
  t.same(has.values, []);
});

void test('a position that the log no longer holds is mended by a snapshot that says it repairs', async (t) => {
  const { stand, has } = await following();
  stand.record(['a']);
  stand.cut();
  stand.record(['b', 'c']);
  stand.trimmedTo = 3;
  await stand.pass(1000);
  t.same(has.values, ['a', 'b', 'c']);
  t.same(has.snapshots, [false, true]);
});

void test('a temporary refusal and a silent server are asked again', async (t) => {
  const { stand, has } = await following();
  stand.record(['a']);
  stand.refusals = ['server-overloaded', 'conflict'];
  stand.silences = 1;
  stand.cut();
  await stand.pass(15_000);
  stand.record(['b']);
  await stand.pass(100);
  t.same(has.values, ['a', 'b']);
  t.same(has.refused, []);
});

void test('a right that ended is told at once, and it is asked for again when it may have returned', async (t) => {
  const { stand, has } = await following();
  stand.record(['a']);
  stand.end('show-not-found');
  t.match(has.refused, [{ code: 'show-not-found' }]);
  stand.record(['b']);
  await stand.pass(6000);
  t.same(has.values, ['a', 'b']);
  t.same(stand.asked.at(-1), { channel: channelName }, 'what was told before counts no longer');
});

void test('a refusal for good is not asked again over this connection, but over the next', async (t) => {
  const { stand, has } = await following();
  stand.end('forbidden');
  await stand.pass(60_000);
  t.equal(stand.asked.length, 1);
  stand.cut();
  await stand.pass(1000);
  t.equal(stand.asked.length, 2);
  t.equal(has.refused.length, 1);
});

void test('who closes is told nothing more; the last of two followers unsubscribes', async (t) => {
  const { stand, has, channel } = await following();
  const ended: string[] = [];
  stand.answer = ({ method }) => {
    ended.push(method);
    return {};
  };
  const { socket, time } = stand.stand;
  const second = createChannel<unknown, unknown>({
    socket,
    channel: channelName,
    time,
    onSnapshot: () => {},
    onEvents: () => {},
    onRefused: () => {},
  });
  await stand.pass(100);
  channel.close();
  channel.close();
  stand.record(['late']);
  await stand.pass(100);
  t.same(has.values, []);
  t.same(ended, [], 'the other still follows');
  second.close();
  await stand.pass(100);
  t.same(ended, ['channel.unsubscribe']);
});

void test('a push that comes twice is passed over and asks for nothing', async (t) => {
  const { stand, has } = await following();
  stand.record(['a']);
  stand.duplicate();
  await stand.pass(100);
  t.same(has.values, ['a']);
  t.equal(stand.asked.length, 1);
});
