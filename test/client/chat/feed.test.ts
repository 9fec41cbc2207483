import { test } from 'tap';
import { createFeed, maximumRows, type Feed, type FeedItem } from '../../../client-demo/src/chat/feed.ts';
import { FakeTime } from '../live/fake-time.ts';

const item = (id: string, atMs: number, more: Partial<FeedItem> = {}): FeedItem => ({
  id,
  atMs,
  isImportant: false,
  isOwn: false,
  ...more,
});

const stand = () => {
  const time = new FakeTime();
  const feed: Feed<FeedItem> = createFeed({ time, nowMs: () => time.nowMs() });
  const list: FeedItem[] = [];
  const add = (id: string, more: Partial<FeedItem> = {}) => {
    list.push(item(id, time.nowMs(), more));
    feed.take([...list]);
  };
  /** `perSecond` messages, evenly spread over `seconds`. */
  const write = async (perSecond: number, seconds: number, more: Partial<FeedItem> = {}) => {
    for (let count = 0; count < perSecond * seconds; count += 1) {
      add(`m-${time.nowMs()}-${count}`, more);
      await time.advance(1000 / perSecond);
    }
  };
  const ids = () => feed.view.value.rows.map(({ id }) => id);
  return { time, feed, list, add, write, ids };
};

test('what the room held on arrival is shown at once and whole', async (t) => {
  const { feed } = stand();
  feed.take(Array.from({ length: 100 }, (_, index) => item(`m-${index}`, 5000 + index)));
  t.equal(feed.view.value.rows.length, 100);
  t.equal(feed.view.value.isBusy, false);
});

test('up to ten messages a second every one is shown', async (t) => {
  const { feed, write, list } = stand();
  feed.take([]);
  await write(9, 5);
  await write(1, 1);
  t.equal(feed.view.value.rows.length, list.length);
  t.equal(feed.view.value.isBusy, false);
});

test('fifty messages a second are thinned to about eight, and the feed says so', async (t) => {
  const { feed, write } = stand();
  feed.take([]);
  await write(50, 2);
  const before = feed.view.value.rows.length;
  await write(50, 5);
  const shownPerSecond = (feed.view.value.rows.length - before) / 5;
  t.equal(feed.view.value.isBusy, true);
  t.ok(shownPerSecond >= 6 && shownPerSecond <= 10, `${shownPerSecond} a second`);
});

test('a rush never hides what matters to the reader', async (t) => {
  const { feed, write, add, ids } = stand();
  feed.take([]);
  await write(50, 2);
  for (const id of ['mention', 'host', 'own']) add(id, { isImportant: true });
  await write(50, 1);
  t.same(
    ids().filter((id) => !id.startsWith('m-')),
    ['mention', 'host', 'own'],
  );
});

test('a rush is drawn at most each 250 ms', async (t) => {
  const { feed, write } = stand();
  feed.take([]);
  await write(50, 3);
  let draws = -1;
  const stop = feed.view.subscribe(() => (draws += 1));
  await write(50, 2);
  stop();
  t.ok(draws <= 9, `${draws} draws in two seconds`);
});

test('after a rush the feed is calm again without another message', async (t) => {
  const { feed, write, time } = stand();
  feed.take([]);
  await write(50, 3);
  await time.advance(4000);
  t.equal(feed.view.value.isBusy, false);
  t.equal(time.pending, 0, 'no timer goes on');
});

test('messages of a gap that arrive together are not taken for a rush', async (t) => {
  const { feed, list, time } = stand();
  feed.take([]);
  for (let index = 0; index < 60; index += 1) list.push(item(`late-${index}`, index * 500));
  feed.take([...list]);
  await time.advance(50);
  t.equal(feed.view.value.rows.length, 60);
});

test('held rows stand still, count what comes, and lose what is removed', async (t) => {
  const { feed, list, add, time, ids } = stand();
  feed.take([]);
  for (const id of ['a', 'b', 'c']) add(id);
  await time.advance(50);
  feed.hold();
  add('d');
  await time.advance(50);
  t.same(ids(), ['a', 'b', 'c']);
  t.equal(feed.view.value.unseen, 1);
  feed.take(list.filter(({ id }) => id !== 'b'));
  await time.advance(50);
  t.same(ids(), ['a', 'c']);
  feed.release();
  t.same(ids(), ['a', 'c', 'd']);
  t.equal(feed.view.value.unseen, 0);
});

test('sending brings the reader back to the newest', async (t) => {
  const { feed, add, time, ids } = stand();
  feed.take([]);
  add('a');
  await time.advance(50);
  feed.hold();
  add('b');
  add('mine', { isOwn: true, isImportant: true });
  await time.advance(50);
  t.same(ids(), ['a', 'b', 'mine']);
  t.equal(feed.view.value.isHeld, false);
});

test('what was thinned out can be seen: all of it, standing still', async (t) => {
  const { feed, write, list, time } = stand();
  feed.take([]);
  await write(50, 3);
  feed.hold({ all: true });
  t.equal(feed.view.value.rows.length, list.length);
  await write(50, 1);
  await time.advance(300);
  t.equal(feed.view.value.rows.length, 150, 'nothing moves while it is read');
  t.equal(feed.view.value.unseen, 50);
});

test('the page never holds more rows than it can bear', async (t) => {
  const { feed, list, time } = stand();
  feed.take([]);
  for (let index = 0; index < 600; index += 1) list.push(item(`m-${index}`, index * 400));
  feed.take([...list]);
  await time.advance(50);
  t.equal(feed.view.value.rows.length, maximumRows);
  t.equal(feed.view.value.rows.at(-1)?.id, 'm-599');
});
