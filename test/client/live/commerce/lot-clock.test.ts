import fc from 'fast-check';
import { test } from 'tap';
import { createLotClock } from '../../../../client-demo/src/live/commerce/lot-clock.ts';

const good = { offsetMs: 0, errorMs: 15, roundTripMs: 30 };
const poor = { offsetMs: 0, errorMs: 900, roundTripMs: 1800 };

void test('on a good network the seconds are said as they are, on a bad one with "about"', async (t) => {
  const clock = createLotClock();
  t.match(clock.read(20_000, 10_000, good), { seconds: 10, isAbout: false, isClosing: false });
  t.match(clock.read(20_000, 10_100, poor), { isAbout: true });
  t.match(clock.read(20_000, 10_100, null), { isAbout: true }, 'nothing measured yet');
});

void test('at zero it is closing; it is past only beyond every doubt of this clock', async (t) => {
  const clock = createLotClock();
  t.match(clock.read(20_000, 20_000, poor), { seconds: 0, leftMs: 0, isClosing: true, isPast: false });
  t.match(clock.read(20_000, 20_901, poor), { isPast: true });
  t.match(
    createLotClock().read(20_000, 60_000, null),
    { isPast: false },
    'a clock that knows nothing ends nothing',
  );
});

void test('a bid that moves the end brings seconds back; a correction of the clock never does', async (t) => {
  const clock = createLotClock();
  clock.read(20_000, 17_000, good);
  t.equal(clock.read(20_000, 15_000, good).seconds, 3, 'corrected backwards');
  t.equal(clock.read(27_000, 17_000, good).seconds, 10, 'extended');
});

void test('the seconds of one end never rise, whatever the clock does', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 50 }), (moments) => {
      const clock = createLotClock();
      const shown = moments.map((nowMs) => clock.read(30_000, nowMs, good).seconds);
      return shown.every((seconds, index) => index === 0 || seconds <= (shown[index - 1] ?? 0));
    }),
  );
  t.pass('held');
});
