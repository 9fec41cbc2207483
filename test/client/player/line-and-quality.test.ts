import { test } from 'tap';
import { isThinLine, measuredBps } from '../../../client-demo/src/player/line.ts';
import { keepUpRate } from '../../../client-demo/src/player/keep-up.ts';
import { nextContent, type ContentFacts } from '../../../client-demo/src/player/sound-or-picture.ts';
import { readPlay } from '../../../client-demo/src/player/play-reading.ts';

void test('the line is known by what arrived fastest; small files tell nothing', async (t) => {
  t.equal(measuredBps([]), null);
  t.equal(measuredBps([{ transferSize: 500, responseStart: 0, responseEnd: 400 }]), null);
  const files = [
    { transferSize: 50_000, responseStart: 0, responseEnd: 4000 },
    { transferSize: 40_000, responseStart: 0, responseEnd: 2000 },
  ];
  t.equal(measuredBps(files), 160_000);
});

void test('a thin line begins with sound; a measurement weighs more than the guess of the browser', async (t) => {
  t.equal(isThinLine(150_000, { downlink: 10 }), true);
  t.equal(isThinLine(2_000_000, { effectiveType: '2g' }), false);
  t.equal(isThinLine(null, { effectiveType: '2g' }), true);
  t.equal(isThinLine(null, { effectiveType: '4g', downlink: 0.15 }), true);
  t.equal(isThinLine(null, {}), false);
});

const calm: ContentFacts = {
  nowMs: 100_000,
  current: 'picture',
  currentSinceMs: 0,
  wantsSound: false,
  estimateBps: null,
  dryAtMs: [],
  isLowest: true,
};

void test('a picture that runs dry twice where there is no smaller one makes room for the sound', async (t) => {
  t.equal(nextContent(calm), 'picture');
  t.equal(nextContent({ ...calm, dryAtMs: [99_000] }), 'picture');
  t.equal(nextContent({ ...calm, dryAtMs: [90_000, 99_000] }), 'sound');
  t.equal(nextContent({ ...calm, dryAtMs: [90_000, 99_000], isLowest: false }), 'picture');
  t.equal(nextContent({ ...calm, dryAtMs: [20_000, 99_000] }), 'picture', 'long ago');
});

void test('the picture comes back when the line was seen to carry it, not in the next breath', async (t) => {
  const sound: ContentFacts = { ...calm, current: 'sound' };
  t.equal(nextContent(sound), 'sound', 'nothing is known');
  t.equal(nextContent({ ...sound, estimateBps: 320_000 }), 'sound', 'too close');
  t.equal(nextContent({ ...sound, estimateBps: 900_000 }), 'picture');
  t.equal(nextContent({ ...sound, estimateBps: 900_000, currentSinceMs: 99_000 }), 'sound');
  t.equal(nextContent({ ...sound, estimateBps: 900_000, wantsSound: true }), 'sound');
});

void test('it plays a little faster while behind with enough in hand, and never slower', async (t) => {
  const near = { latencyS: 0.8, holdBackS: 0.75, bufferS: 0.8, partS: 0.25, recentStalls: 0 };
  t.equal(keepUpRate(near), 1);
  t.equal(keepUpRate({ ...near, latencyS: 1.2 }), 1.05);
  t.equal(keepUpRate({ ...near, latencyS: 2 }), 1.1);
  t.equal(keepUpRate({ ...near, latencyS: 2, bufferS: 0.4 }), 1, 'there is nothing to play faster with');
  t.equal(
    keepUpRate({ ...near, latencyS: 1.2, recentStalls: 2 }),
    1,
    'a line that ran dry keeps more in hand',
  );
});

void test('the details are of the way that plays', async (t) => {
  const hls = {
    width: 640,
    height: 360,
    framesPerSecond: 30,
    bitrateBps: 700_000,
    bandwidthBps: 3_000_000,
    bufferMs: 600,
    droppedFrames: 0,
    stalls: 1,
    rung: 'middle',
    codec: 'avc1',
  } as const;
  t.match(readPlay({ way: 'hls', behindMs: 900, rtc: null, hls }), {
    delayMs: 900,
    rung: 'middle',
    stalls: 1,
  });
  t.equal(readPlay({ way: 'rtc', behindMs: 100, rtc: null, hls }), null);
});
