import { test } from 'tap';
import { backOffMs } from '../../../client-demo/src/live/back-off.ts';
import { createServerClock } from '../../../client-demo/src/live/clock.ts';
import { createCountdown } from '../../../client-demo/src/live/countdown.ts';
import { FakeTime } from './fake-time.ts';

void test('before the first measurement the device is believed', async (t) => {
  const clock = createServerClock(new FakeTime(), () => 42);
  t.equal(clock.nowMs(), 42);
  t.equal(clock.reading.value, null);
});

void test('the quickest exchange sets the offset, and half of it is the error', async (t) => {
  const time = new FakeTime();
  const clock = createServerClock(time);
  clock.addSample({ sentAtMs: 1000, receivedAtMs: 1400, serverTimeMs: 900_000 });
  clock.addSample({ sentAtMs: 2000, receivedAtMs: 2020, serverTimeMs: 901_010 });
  clock.addSample({ sentAtMs: 3000, receivedAtMs: 3900, serverTimeMs: 902_000 });
  t.match(clock.reading.value, { offsetMs: 899_000, errorMs: 10, roundTripMs: 20 });
  t.equal(clock.nowMs(), 900_000);
});

void test('a correction backwards holds the time still instead of turning it back', async (t) => {
  const time = new FakeTime();
  const clock = createServerClock(time);
  clock.addSample({ sentAtMs: 0, receivedAtMs: 100, serverTimeMs: 50_050 });
  const before = clock.nowMs();
  clock.addSample({ sentAtMs: 0, receivedAtMs: 10, serverTimeMs: 49_005 });
  t.equal(clock.nowMs(), before);
  await time.advance(2000);
  t.ok(clock.nowMs() > before);
});

void test('after sleep old samples no longer count', async (t) => {
  const clock = createServerClock(new FakeTime());
  clock.addSample({ sentAtMs: 0, receivedAtMs: 2, serverTimeMs: 1 });
  clock.forget();
  clock.addSample({ sentAtMs: 0, receivedAtMs: 50, serverTimeMs: 5025 });
  t.match(clock.reading.value, { offsetMs: 5000, errorMs: 25 });
});

void test('a countdown never shows a larger number again, and ends at zero', async (t) => {
  const countdown = createCountdown(10_000);
  t.same(
    [0, 4000, 3000, 9999, 10_000, 12_000].map((nowMs) => countdown.read(nowMs)),
    [10, 6, 6, 1, 0, 0],
  );
});

void test('a delay lies between zero and a ceiling that grows to its maximum', async (t) => {
  const limits = { baseMs: 100, factor: 2, maximumMs: 1000 };
  t.equal(
    backOffMs(3, () => 0, limits),
    0,
  );
  t.equal(
    backOffMs(3, () => 1, limits),
    800,
  );
  t.equal(
    backOffMs(30, () => 1, limits),
    1000,
  );
});
