import fc from 'fast-check';
import t from 'tap';
import { KeyFrameGovernor, lawMaximum, lawWindowMs } from '#worker/key-frames/key-frame-governor.ts';

/** How long a publisher takes to answer, on a good uplink. */
const answerMs = 40;
/** From the reply of `stage.watch` to the DTLS handshake's end, on loopback and busy. */
const connectMs = 90;

interface Run {
  readonly requests: number[];
  readonly waits: number[];
}

/** Plays joins (times of `stage.watch`) against a governor in steps of 5 ms, after some quiet seconds of ticks. */
function simulate(joinsAtMs: readonly number[], untilMs: number, firstTickAtMs: number): Run {
  const governor = new KeyFrameGovernor();
  const run: Run = { requests: [], waits: [] };
  const waiting = new Map<string, number>();
  const answers: number[] = [];
  for (let nowMs = firstTickAtMs; nowMs <= untilMs; nowMs += 5) {
    if (nowMs === firstTickAtMs) governor.setTicking(true);
    while ((answers[0] ?? Infinity) <= nowMs) {
      answers.shift();
      governor.received(nowMs);
      for (const sinceMs of waiting.values()) run.waits.push(nowMs - sinceMs);
      waiting.clear();
    }
    joinsAtMs.forEach((atMs, index) => {
      if (atMs <= nowMs && atMs > nowMs - 5) governor.expect(`v${index}`, nowMs);
      if (atMs + connectMs <= nowMs && atMs + connectMs > nowMs - 5) {
        governor.want(`v${index}`, nowMs);
        waiting.set(`v${index}`, nowMs);
      }
    });
    const nextAtMs = governor.nextAtMs(nowMs);
    if (nextAtMs !== null && nextAtMs <= nowMs) {
      governor.asked(nowMs);
      run.requests.push(nowMs);
      answers.push(nowMs + answerMs);
    }
  }
  return run;
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

const mostInWindow = (times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at <= from + lawWindowMs).length));

t.test('without waiters a key frame is asked for every 2 s', async (t) => {
  const { requests } = simulate([], 10_000, 0);
  const gaps = requests.slice(1).map((at, index) => at - (requests[index] ?? 0));
  t.ok(gaps.length >= 4);
  t.ok(gaps.every((gap) => gap >= 2000 && gap <= 2100));
});

t.test('a lone viewer gets a key frame at once', async (t) => {
  const { waits } = simulate([5000], 9000, 0);
  t.equal(waits.length, 1);
  t.ok((waits[0] ?? Infinity) <= 300 + answerMs + 10, `waited ${waits[0]} ms`);
  const quiet = simulate([4900 - connectMs + 800], 9000, 0);
  t.ok((quiet.waits[0] ?? Infinity) <= answerMs + 10, `waited ${quiet.waits[0]} ms in a quiet moment`);
});

t.test('a key frame sent less than 2 s ago satisfies the tick', async (t) => {
  const governor = new KeyFrameGovernor();
  governor.setTicking(true);
  governor.received(1000);
  t.equal(governor.nextAtMs(1500), 3000);
});

t.test('an unanswered request is repeated only after a second', async (t) => {
  const governor = new KeyFrameGovernor();
  governor.want('viewer', 0);
  t.ok((governor.nextAtMs(0) ?? Infinity) <= 0);
  governor.asked(0);
  t.equal(governor.nextAtMs(10), 1000);
});

t.test('a wave of 200 joins in 2 s is served in time at every phase of the tick', async (t) => {
  const joins = Array.from({ length: 200 }, (_, index) => 10_000 + index * 10);
  const medians: number[] = [];
  for (let phaseMs = 0; phaseMs < 2000; phaseMs += 40) {
    const { requests, waits } = simulate(joins, 20_000, phaseMs);
    const p50 = quantile(waits, 0.5);
    const p95 = quantile(waits, 0.95);
    t.equal(waits.length, 200);
    medians.push(p50);
    // A tick just before the wave's first viewer costs some 20 ms: its budget is gone and the spacing holds.
    t.ok(p50 <= 480 && p95 <= 900, `phase ${phaseMs}: p50 ${p50} ms, p95 ${p95} ms`);
    t.ok(mostInWindow(requests) <= lawMaximum);
  }
  t.ok(quantile(medians, 0.9) <= 450);
});

t.test(
  'law: whatever viewers do, never more than 4 requests in any 4 s and none that an encoder would drop',
  async (t) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12_000 }), { maxLength: 60 }),
        fc.integer({ min: 0, max: 1999 }),
        (joins, firstTickAtMs) => {
          const { requests } = simulate(joins, 16_000, firstTickAtMs);
          const gaps = requests.slice(1).map((at, index) => at - (requests[index] ?? 0));
          return mostInWindow(requests) <= lawMaximum && gaps.every((gap) => gap >= 350);
        },
      ),
      { numRuns: 60 },
    );
    t.pass();
  },
);
