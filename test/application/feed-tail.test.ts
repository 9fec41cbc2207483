import t from 'tap';
import { FeedTail } from '#application/feed-tail.ts';
import { appendTexts, shopId, textsOf } from '#test/contract/append-examples.ts';
import { StandLog } from './core-stand.ts';

/** A log that counts how often its feed is read. */
function open() {
  const log = new StandLog();
  const reads: number[] = [];
  const readFeed = log.readFeed.bind(log);
  log.readFeed = (shop, after, limit) => {
    reads.push(after);
    return readFeed(shop, after, limit);
  };
  const tail = new FeedTail(log, shopId);
  const texts = async (place: number, limit = 512) =>
    textsOf((await tail.readAfter(place, limit)).map(({ recorded }) => recorded));
  return { log, reads, texts };
}

t.test('all who wait for the same share one reading', async (t) => {
  const { log, reads, texts } = open();
  t.same(await texts(0), []);
  await appendTexts(log, 'a', 0, 'one', 'two');
  reads.length = 0;
  t.same(await Promise.all([texts(0), texts(0), texts(1)]), [['one', 'two'], ['one', 'two'], ['two']]);
  t.same(reads, [0]);
});

t.test('what was appended before the call is there, also while another reading is under way', async (t) => {
  const { log, texts } = open();
  await texts(0);
  await appendTexts(log, 'a', 0, 'one');
  const first = texts(0);
  await appendTexts(log, 'a', 1, 'two');
  t.same(await texts(0), ['one', 'two']);
  t.same((await first)[0], 'one');
});

t.test('whoever is behind what is kept reads the log himself, and gets the same', async (t) => {
  const { log, texts } = open();
  await texts(0);
  const all = Array.from({ length: 2_500 }, (_, index) => `text ${index}`);
  for (let at = 0; at < all.length; at += 100) await appendTexts(log, 'a', at, ...all.slice(at, at + 100));
  t.same(await texts(2_000), all.slice(2_000));
  t.same(await texts(700), all.slice(700, 1_212));
  t.same(await texts(2_400, 30), all.slice(2_400, 2_430));
  t.same(await texts(2_500), []);
});

t.test('a log that lost its tail is read as it is now', async (t) => {
  const { log, texts } = open();
  await appendTexts(log, 'a', 0, 'one');
  await texts(1);
  await appendTexts(log, 'a', 1, 'two', 'three');
  t.same(await texts(1), ['two', 'three']);
  const other = new StandLog();
  await appendTexts(other, 'a', 0, 'one');
  await appendTexts(other, 'a', 1, 'another two', 'another three', 'four');
  log.readFeed = other.readFeed.bind(other);
  log.feedHead = other.feedHead.bind(other);
  t.same(await texts(1), ['another two', 'another three', 'four']);
  await appendTexts(other, 'a', 4, 'five');
  t.same(await texts(4), ['five']);
});

t.test('a reading that failed fails for those who shared it, and the next one goes on', async (t) => {
  const { log, texts } = open();
  await texts(0);
  await appendTexts(log, 'a', 0, 'one');
  const { readFeed } = log;
  log.readFeed = () => Promise.reject(new Error('away'));
  await Promise.all([t.rejects(texts(0), { message: 'away' }), t.rejects(texts(0), { message: 'away' })]);
  log.readFeed = readFeed;
  t.same(await texts(0), ['one']);
});
