import { test } from 'tap';
import { createRtcHealth, type RtcSample } from '../../../client-demo/src/player/rtc-health.ts';

const well: RtcSample = {
  atMs: 0,
  membership: 'joined',
  isUnfit: false,
  isTurnedAway: false,
  isSourceLive: true,
  isConnected: true,
  frameAgeMs: 30,
  frameGapMs: 33,
  isResting: false,
  isSoundOnly: false,
  lossRatio: 0,
};

/** Looks every 200 ms; the last verdict. */
const judge = (samples: readonly Partial<RtcSample>[]) => {
  const health = createRtcHealth();
  return samples.map((sample, index) => health.judge({ ...well, atMs: index * 200, ...sample })).at(-1);
};

const table: readonly (readonly [string, readonly Partial<RtcSample>[], ReturnType<typeof judge>])[] = [
  ['frames that come are good', [{}, {}], 'good'],
  ['before the first frame it is coming', [{ frameAgeMs: null }], 'coming'],
  ['no WebRTC is impossible', [{ isUnfit: true, frameAgeMs: null }], 'impossible'],
  ['a refusal is impossible', [{ membership: 'refused' }], 'impossible'],
  ['a full stage is impossible', [{ membership: 'joining', isTurnedAway: true }], 'impossible'],
  ['a stage without a picture is waited for', [{ isSourceLive: false, frameAgeMs: null }], 'waiting'],
  ['a camera that went away starves nobody', [{ isSourceLive: false, frameAgeMs: 4000 }], 'waiting'],
  ['a hidden page says nothing', [{ isResting: true, frameAgeMs: 60_000 }], 'waiting'],
  ['some missing frames are weak', [{ frameAgeMs: 400 }], 'weak'],
  ['a picture that stands starves', [{ frameAgeMs: 800 }], 'starving'],
  ['a lost membership is no excuse', [{ membership: 'rejoining', frameAgeMs: 2000 }], 'starving'],
  ['a still screen sends a frame a second', [{ frameAgeMs: 1600, frameGapMs: 1000 }], 'good'],
  ['a still screen that stops starves, too', [{ frameAgeMs: 2600, frameGapMs: 1000 }], 'starving'],
  ['sound alone is good while connected', [{ isSoundOnly: true, frameAgeMs: null }], 'good'],
  [
    'sound alone that is cut off for long starves',
    [{ isSoundOnly: true }, ...Array.from({ length: 10 }, () => ({ isSoundOnly: true, isConnected: false }))],
    'starving',
  ],
  ['heavy loss for a moment is weak', [{ lossRatio: 0.3 }], 'weak'],
  [
    'ruinous loss that lasts starves, whatever repeats still mend',
    Array.from({ length: 8 }, () => ({ lossRatio: 0.3 })),
    'starving',
  ],
  [
    'a picture that stutters for most of the time starves',
    Array.from({ length: 12 }, (_, index) => ({
      frameAgeMs: index % 3 === 2 ? 20 : (index % 3) * 200 + 240,
    })),
    'starving',
  ],
];

for (const [name, samples, verdict] of table)
  void test(name, async (t) => {
    t.equal(judge(samples), verdict);
  });
