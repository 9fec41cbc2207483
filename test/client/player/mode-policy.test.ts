import { test } from 'tap';
import {
  forgetPast,
  nextMode,
  startMode,
  type HlsVerdict,
  type Mode,
  type ModeFacts,
  type RtcVerdict,
} from '../../../client-demo/src/player/mode-policy.ts';

/** From this second on, this is so, until the next line says otherwise. */
interface Line {
  readonly fromS: number;
  readonly rtc?: RtcVerdict;
  readonly hls?: HlsVerdict;
  readonly isBehind?: boolean;
  readonly isLineThin?: boolean;
}

interface Step {
  readonly atS: number;
  readonly mode: Mode;
}

const stepMs = 100;

/** HLS takes a second to its first frame whenever it runs, unless the table says what it does. */
const run = (lines: readonly Line[], untilS: number, isThin = false): readonly Step[] => {
  let mode = startMode(0, isThin);
  let hlsSinceMs = isThin ? 0 : -1;
  const steps: Step[] = [{ atS: 0, mode }];
  for (let nowMs = 0; nowMs <= untilS * 1000; nowMs += stepMs) {
    const line: Omit<Line, 'fromS'> = Object.assign(
      {},
      ...lines.filter(({ fromS }) => fromS * 1000 <= nowMs),
    );
    const own: HlsVerdict = mode.hls === 'rest' ? 'off' : nowMs - hlsSinceMs < 1000 ? 'coming' : 'moving';
    const facts: ModeFacts = {
      nowMs,
      rtc: mode.rtc === 'rest' ? 'off' : (line.rtc ?? 'coming'),
      hls: mode.hls === 'run' || line.hls === 'none' ? (line.hls ?? own) : 'off',
      isBehind: line.isBehind ?? false,
      isLineThin: line.isLineThin ?? false,
    };
    const next = nextMode(mode, facts);
    if (next.hls === 'run' && mode.hls === 'rest') hlsSinceMs = nowMs;
    const isChange = next.show !== mode.show || next.rtc !== mode.rtc || next.hls !== mode.hls;
    mode = next;
    if (isChange) steps.push({ atS: nowMs / 1000, mode });
  }
  return steps;
};

const moves = (steps: readonly Step[]): readonly string[] =>
  steps
    .filter(({ mode }, index) => index > 0 && steps[index - 1]?.mode.show !== mode.show)
    .map(({ atS, mode }) => `${atS} ${mode.show}`);

void test('a good line is never moved, and nothing else is fetched', async (t) => {
  const steps = run([{ fromS: 0.4, rtc: 'good' }], 120);
  t.same(steps.length, 1);
});

void test('without a picture HLS is made ready beneath and shown within 3 s', async (t) => {
  const steps = run([], 30);
  const prepared = steps.find(({ mode }) => mode.hls === 'run');
  t.ok(prepared !== undefined && prepared.atS <= 2, `prepared after ${prepared?.atS} s`);
  t.equal(prepared?.mode.show, 'rtc');
  const [first] = moves(steps);
  t.match(first, / hls$/);
  t.ok(Number.parseFloat(first ?? '') <= 3, `shown after ${first}`);
  t.equal(steps.at(-1)?.mode.rtc, 'rest', 'what never came is not waited for');
});

void test('no WebRTC, or no room on the stage, is HLS at once', async (t) => {
  const steps = run([{ fromS: 0, rtc: 'impossible' }], 5);
  t.equal(steps[1]?.atS, 0);
  t.equal(steps[1]?.mode.hls, 'run');
  t.same(moves(steps), ['1 hls']);
});

void test('a stage that has nothing to show is waited for, whatever the way', async (t) => {
  t.same(moves(run([{ fromS: 0.5, rtc: 'waiting' }], 60)), []);
});

void test('a viewer who starves is moved as soon as HLS moves, and WebRTC leaves the line to it', async (t) => {
  const steps = run(
    [
      { fromS: 0.4, rtc: 'good' },
      { fromS: 20, rtc: 'weak' },
      { fromS: 20.5, rtc: 'starving' },
    ],
    25,
  );
  t.same(moves(steps), ['21 hls']);
  t.equal(steps.at(-1)?.mode.rtc, 'rest');
});

void test('a hiccup makes HLS ready for a while and moves nobody', async (t) => {
  const steps = run(
    [
      { fromS: 0.4, rtc: 'good' },
      { fromS: 20, rtc: 'weak' },
      { fromS: 22, rtc: 'good' },
    ],
    60,
  );
  t.same(moves(steps), []);
  t.same(
    steps.map(({ mode }) => mode.hls),
    ['rest', 'run', 'rest'],
  );
});

void test('a line that is good again is taken after a minute, once it moved steadily for 5 s', async (t) => {
  const steps = run(
    [
      { fromS: 0.4, rtc: 'good' },
      { fromS: 20, rtc: 'starving' },
      { fromS: 22, rtc: 'good' },
    ],
    120,
  );
  t.same(moves(steps), ['21 hls', '81 rtc']);
  const probe = steps.find(({ mode }) => mode.rtc === 'probe');
  t.equal(probe?.mode.show, 'hls', 'it is tried beneath');
  t.ok((probe?.atS ?? 0) >= 60, `not before the line had rest (${probe?.atS} s)`);
});

void test('a line that shakes all the time is moved back once a minute at most', async (t) => {
  const shaky = Array.from({ length: 60 }, (_, index): Line[] => [
    { fromS: index * 35 + 0.4, rtc: 'good' },
    { fromS: index * 35 + 33, rtc: 'starving' },
  ]).flat();
  const back = moves(run(shaky, 2000))
    .filter((move) => move.endsWith('rtc'))
    .map((move) => Number.parseFloat(move));
  for (const [index, atS] of back.entries())
    t.ok(index === 0 || atS - (back[index - 1] ?? 0) >= 60, `back at ${atS} s`);
  t.ok(back.length > 0, 'it is tried at all');
});

void test('a probe that fails waits twice as long each time, at most ten minutes', async (t) => {
  const steps = run(
    [
      { fromS: 0.4, rtc: 'good' },
      { fromS: 10, rtc: 'starving' },
    ],
    4000,
  );
  const probes = steps.filter(({ mode }) => mode.rtc === 'probe').map(({ atS }) => atS);
  const pauses = probes.slice(1).map((atS, index) => Math.round(atS - (probes[index] ?? 0)));
  t.same(pauses.slice(0, 5), [60, 120, 240, 480, 600]);
});

void test('a probe that makes HLS stand is ended, one beside a hiccup is not', async (t) => {
  const after = (stillS: number) =>
    run(
      [
        { fromS: 0.4, rtc: 'good' },
        { fromS: 10, rtc: 'starving' },
        { fromS: 55, rtc: 'coming' },
        { fromS: 63, hls: 'still' },
        { fromS: 63 + stillS, hls: 'moving' },
      ],
      70,
    ).at(-1)?.mode.rtc;
  t.equal(after(1.6), 'rest');
  t.equal(after(0.6), 'probe');
});

void test('away from a dead picture one may move at any time, in both directions', async (t) => {
  const steps = run(
    [
      { fromS: 0.4, rtc: 'good' },
      { fromS: 10, rtc: 'starving' },
      { fromS: 15, rtc: 'good', hls: 'still' },
      { fromS: 25, rtc: 'starving', hls: 'moving' },
    ],
    40,
  );
  t.same(
    moves(steps).map((move) => move.split(' ')[1]),
    ['hls', 'rtc', 'hls'],
  );
  t.ok(Number.parseFloat(moves(steps)[1] ?? '') <= 18, 'within 3 s');
});

void test('where there is no HLS the only way there is stays', async (t) => {
  const steps = run(
    [
      { fromS: 0, hls: 'none' },
      { fromS: 0.4, rtc: 'good' },
      { fromS: 10, rtc: 'starving' },
    ],
    60,
  );
  t.same(moves(steps), []);
  t.equal(steps.at(-1)?.mode.rtc, 'run');
});

void test('an earlier moment is seen over HLS, and the present brings WebRTC back without waiting', async (t) => {
  const before = run(
    [
      { fromS: 0.4, rtc: 'good' },
      { fromS: 10, isBehind: true },
    ],
    30,
  );
  t.same(moves(before), ['11 hls']);
  let mode = forgetPast(before.at(-1)?.mode ?? startMode(0, false), 30_000);
  let backAtMs = 0;
  for (let nowMs = 30_000; nowMs < 60_000 && backAtMs === 0; nowMs += stepMs) {
    const rtc = mode.rtc === 'rest' ? 'off' : 'good';
    mode = nextMode(mode, { nowMs, rtc, hls: 'moving', isBehind: false, isLineThin: false });
    if (mode.show === 'rtc') backAtMs = nowMs;
  }
  t.ok(backAtMs > 0 && backAtMs <= 36_000, `back at ${backAtMs} ms`);
});

void test('a thin line begins with HLS and is not probed while it stays thin', async (t) => {
  const thin = run([{ fromS: 0, isLineThin: true }], 300, true);
  t.same(moves(thin), []);
  t.equal(thin.at(-1)?.mode.show, 'hls');
  t.equal(thin.length, 1);
  const wider = run(
    [
      { fromS: 0, isLineThin: true },
      { fromS: 100, isLineThin: false, rtc: 'good' },
    ],
    300,
    true,
  );
  t.match(moves(wider)[0], / rtc$/);
});
