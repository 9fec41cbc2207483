import { test } from 'tap';
import { createPictureFollower, valueAt } from '../../../client-demo/src/player/follow-picture.ts';
import { FakeTime } from '../live/fake-time.ts';

const stand = (delayMs: number | null) => {
  const time = new FakeTime();
  let delay = delayMs;
  const follower = createPictureFollower({
    first: 'none',
    time,
    serverNowMs: () => time.nowMs(),
    pictureTimeMs: () => (delay === null ? null : time.nowMs() - delay),
  });
  return { time, follower, delay: (next: number | null) => (delay = next) };
};

void test('what held at a moment is the latest that had begun', async (t) => {
  const history = [
    { atMs: 10, value: 'one' },
    { atMs: 20, value: 'two' },
  ];
  t.equal(valueAt(history, 5), 'one', 'before all of them the first that is known');
  t.equal(valueAt(history, 19), 'one');
  t.equal(valueAt(history, 20), 'two');
  t.equal(valueAt([], 20), undefined);
});

void test('a pin comes with the picture, a second and a half later over HLS', async (t) => {
  const { time, follower } = stand(1500);
  await time.advance(5000);
  follower.set('vase');
  t.equal(follower.shown.value, 'none');
  await time.advance(1200);
  t.equal(follower.shown.value, 'none');
  await time.advance(600);
  t.equal(follower.shown.value, 'vase');
  follower.close();
  t.equal(time.pending, 0, 'nothing goes on after it');
});

void test('two changes that the picture has not reached come in their order, each at its time', async (t) => {
  const { time, follower } = stand(2000);
  follower.set('vase');
  await time.advance(1000);
  follower.set('cup');
  await time.advance(1300);
  t.equal(follower.shown.value, 'vase');
  await time.advance(1000);
  t.equal(follower.shown.value, 'cup');
});

void test('going back in the show brings back what was held up then', async (t) => {
  const { time, follower, delay } = stand(0);
  follower.set('vase');
  await time.advance(60_000);
  follower.set('cup');
  await time.advance(60_000);
  t.equal(follower.shown.value, 'cup');
  delay(90_000);
  await time.advance(300);
  t.equal(follower.shown.value, 'vase');
});

void test('without a picture the present holds', async (t) => {
  const { follower } = stand(null);
  follower.set('vase');
  t.equal(follower.shown.value, 'vase');
});

void test('a long show does not fill the memory', async (t) => {
  const { time, follower } = stand(1000);
  for (let count = 0; count < 2000; count += 1) {
    follower.set(`offer ${count}`);
    await time.advance(1000);
  }
  await time.advance(2000);
  t.equal(follower.shown.value, 'offer 1999');
  t.ok(time.pending <= 1);
});
