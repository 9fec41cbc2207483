import t from 'tap';
import type { Frame, TrackInit } from '#worker/hls/frames.ts';
import { FirstFrame } from '#worker/hls/source/first-frame.ts';
import { FrameGate } from '#worker/hls/source/frame-gate.ts';
import { LayerPresence } from '#worker/hls/source/layer-presence.ts';
import { Retry } from '#worker/hls/source/retry.ts';
import { RtpClock } from '#worker/hls/source/rtp-clock.ts';
import { RtpPorts } from '#worker/hls/source/rtp-ports.ts';
import { judge } from '#worker/hls/source/run-health.ts';
import { sdpOf } from '#worker/hls/source/sdp.ts';
import { senderReport } from '#worker/hls/source/sender-report.ts';

const frame = (decodeTicks: number, change: Partial<Frame> = {}): Frame => ({
  decodeTicks,
  durationTicks: 1024,
  compositionTicks: 0,
  isKey: true,
  data: Buffer.alloc(0),
  ...change,
});
const sound: TrackInit = { codec: 'mp4a.40.2', timescale: 48_000, size: null, bytes: Buffer.alloc(0) };
const pictures: TrackInit = {
  codec: 'avc1.42e01f',
  timescale: 90_000,
  size: { width: 2, height: 2 },
  bytes: Buffer.alloc(0),
};
const ticks = (gate: FrameGate, given: Frame): unknown => {
  const admission = gate.admit(given);
  return admission.status === 'passes' ? admission.frame.decodeTicks : admission.status;
};

void t.test('a pair of ports rests for minutes before it is used again', async (t) => {
  let nowMs = 0;
  const ports = new RtpPorts(
    () => nowMs,
    async () => true,
    0,
  );
  const first = await ports.take();
  ports.give(first);
  const seen = new Set<number>();
  for (let count = 1; count < 2200; count += 1) {
    const port = await ports.take();
    seen.add(port);
    ports.give(port);
  }
  t.notOk(seen.has(first));
  await t.rejects(ports.take(), /no pair/);
  nowMs = 300_001;
  t.equal(await ports.take(), first);
  t.equal(ports.held, 1);
});

void t.test('a port that somebody has is passed over, with its pair', async (t) => {
  const ports = new RtpPorts(
    () => 0,
    async (port) => port !== 61_001,
    0,
  );
  t.equal(await ports.take(), 61_002);
});

void t.test('times that step back a little move to one tick after the last; sound is dropped', async (t) => {
  const gate = new FrameGate(pictures);
  t.same([ticks(gate, frame(9000)), ticks(gate, frame(8000)), ticks(gate, frame(9001))], [9000, 9001, 9002]);
  t.equal(ticks(new FrameGate(pictures), frame(1)), 1);
  const ofSound = new FrameGate(sound);
  t.same(
    [ticks(ofSound, frame(9000)), ticks(ofSound, frame(9000)), ticks(ofSound, frame(9001))],
    [9000, 'dropped', 9001],
  );
});

void t.test('times that step back by more than a second break the run', async (t) => {
  const gate = new FrameGate(sound);
  gate.admit(frame(100_000));
  t.equal(ticks(gate, frame(1)), 'broken');
});

void t.test('a gate that was shut opens with a key frame', async (t) => {
  const gate = new FrameGate(pictures);
  gate.shut();
  t.same(
    [ticks(gate, frame(1, { isKey: false })), gate.status, ticks(gate, frame(2))],
    ['dropped', 'shut', 2],
  );
});

void t.test('a first frame without a time of its own stands right before the second', async (t) => {
  const beginning = new FirstFrame();
  t.same(beginning.take(frame(900_000, { durationTicks: 58_410 })), []);
  const [first] = beginning.take(frame(958_410, { durationTicks: 3600 }));
  t.match(first, { decodeTicks: 954_810, durationTicks: 3600 });
  t.equal(beginning.take(frame(962_010)).length, 1);
});

void t.test('a layer counts as missing after 8 s and as back after 5 s', async (t) => {
  const presence = new LayerPresence();
  const at = (nowMs: number, ...active: number[]): readonly number[] => {
    presence.look([2, 1, 0], new Set(active), nowMs);
    return [...presence.missing];
  };
  t.same(at(0, 0, 1), [2], 'the first look counts at once');
  t.same(at(1000, 0, 1, 2), [2]);
  t.same(at(6000, 0, 1, 2), []);
  t.same(at(7000, 0, 2), []);
  t.same(at(14_900, 0, 2), []);
  t.same(at(15_000, 0, 2), [1]);
  t.same(at(16_000), [1], 'nothing at all is no news of layers');
});

void t.test('what fails again and again waits longer and longer, and a good run forgives', async (t) => {
  const retry = new Retry();
  retry.failed('a', 10, 0);
  t.equal(retry.waitMs('a', 0), 250);
  for (let count = 0; count < 10; count += 1) retry.failed('a', 10, 0);
  t.equal(retry.waitMs('a', 0), 10_000);
  t.ok(retry.isAllowed('b', 0));
  retry.failed('a', 60_000, 0);
  t.ok(retry.isAllowed('a', 0));
});

void t.test('the least late packet tells a clock, over the wrap of timestamps', async (t) => {
  const clock = new RtpClock(1000);
  clock.observe({ rtpTimestamp: 0xffff_fff0, atMs: 100 });
  clock.observe({ rtpTimestamp: 0x0000_0010, atMs: 131 });
  clock.observe({ rtpTimestamp: 0x0000_0020, atMs: 190 });
  t.same(clock.read(), { rtpTimestamp: 0x10, atMs: 131 });
  t.same(clock.read(), { rtpTimestamp: 0x10, atMs: 131 });
  t.equal(new RtpClock(1000).read(), null);
});

void t.test('a sender report carries time and timestamp (RFC 3550, 6.4.1)', async (t) => {
  const report = senderReport(7, { rtpTimestamp: 90_000, atMs: 1500 });
  t.equal(report.toString('hex'), '80c8000600000007000000018000000000015f900000000000000000');
});

void t.test('a lonely stream has a companion, so that its sender reports count', async (t) => {
  const stream = {
    kind: 'video',
    port: 61_000,
    payloadType: 102,
    mimeType: 'video/H264',
    clockRate: 90_000,
    channels: null,
  } as const;
  const sdp = sdpOf([stream], 61_002);
  t.match(sdp, /m=video 61000 RTP\/AVP 102\r\na=rtpmap:102 H264\/90000\r\n/);
  t.match(sdp, /m=application 61002 /);
  t.notMatch(sdpOf([stream, stream], null), /application/);
});

void t.test('only its own other parameter sets are a change; silence of all is a stall', async (t) => {
  const output = { kind: 'video', bytesAtMs: 1000, frameAtMs: 1000, gate: 'open' } as const;
  const audio = { ...output, kind: 'audio' } as const;
  const other = { ...output, gate: 'other' } as const;
  t.same(
    judge([output, audio], false, () => true, 1100),
    { missing: [], fault: null },
  );
  t.same(
    judge([other, audio], false, () => true, 1100),
    { missing: [other], fault: 'parameters-changed' },
  );
  t.same(
    judge([other, audio], false, () => false, 1100),
    { missing: [other], fault: null },
  );
  t.equal(judge([output, audio], false, () => true, 2600).fault, 'stalled');
  t.equal(judge([output, audio], true, () => true, 2600).fault, 'stalled', 'sound of a screen still stalls');
});
