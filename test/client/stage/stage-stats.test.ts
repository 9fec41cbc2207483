import { test } from 'tap';
import { levelOf } from '../../../client-demo/src/stage/level-meter.ts';
import { encodingsFor, videoCodecOf } from '../../../client-demo/src/stage/publish-encodings.ts';
import { readReceiveStats, readSendStats } from '../../../client-demo/src/stage/stage-stats.ts';

const inbound = (seconds: number) => ({
  type: 'inbound-rtp',
  trackIdentifier: 'track',
  timestamp: seconds * 1000,
  bytesReceived: seconds * 125_000,
  packetsReceived: seconds * 99,
  packetsLost: seconds,
  framesDecoded: seconds * 30,
  jitterBufferDelay: seconds * 30 * 0.02,
  jitterBufferEmittedCount: seconds * 30,
  frameWidth: 1280,
  frameHeight: 720,
  codecId: 'codec',
});
const path = [
  { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.031, localCandidateId: 'local' },
  { type: 'local-candidate', id: 'local', protocol: 'udp' },
  { type: 'codec', id: 'codec', mimeType: 'video/H264' },
];

void test('rates are of the time between two readings', async (t) => {
  const first = readReceiveStats([inbound(1), ...path], 'track', null);
  t.match(first.stats, { framesPerSecond: 0, bitrateBps: 0, jitterBufferMs: null });
  const { stats } = readReceiveStats([inbound(2), ...path], 'track', first.counters);
  t.match(stats, {
    framesPerSecond: 30,
    bitrateBps: 1_000_000,
    lossRatio: 0.01,
    codec: 'H264',
    protocol: 'udp',
  });
  t.equal(Math.round(stats.jitterBufferMs ?? 0), 20);
  t.equal(Math.round(stats.roundTripMs ?? 0), 31);
});

void test('a track that is not in the report reads as nothing', async (t) => {
  t.match(readReceiveStats([inbound(1)], 'another', null).stats, {
    width: 0,
    codec: null,
    roundTripMs: null,
  });
});

void test('a simulcast sender is the sum of its layers and as large as its largest', async (t) => {
  const layer = (width: number, framesPerSecond: number, seconds: number) => ({
    type: 'outbound-rtp',
    kind: 'video',
    timestamp: seconds * 1000,
    bytesSent: seconds * 10_000,
    packetsSent: seconds * 10,
    framesPerSecond,
    frameWidth: width,
    frameHeight: (width * 9) / 16,
    qualityLimitationReason: 'bandwidth',
  });
  const report = (seconds: number) => [
    layer(320, 30, seconds),
    layer(640, 30, seconds),
    layer(1280, 0, seconds),
  ];
  const { counters } = readSendStats(report(1), null);
  const { stats } = readSendStats(report(2), counters);
  t.match(stats, { bitrateBps: 240_000, activeLayers: 2, width: 640, limitedBy: 'bandwidth' });
});

void test('H.264 is taken before VP8, and a camera sends three layers, a screen two', async (t) => {
  const codec = (mimeType: string) =>
    ({ kind: 'video', mimeType, clockRate: 90_000, preferredPayloadType: 96 }) as const;
  t.match(videoCodecOf({ codecs: [codec('video/VP8'), codec('video/H264')] }), { mimeType: 'video/H264' });
  t.match(videoCodecOf({ codecs: [codec('video/VP8')] }), { mimeType: 'video/VP8' });
  t.equal(videoCodecOf({ codecs: [] }), undefined);
  t.equal(encodingsFor('camera').length, 3);
  t.equal(encodingsFor('screen').length, 2);
});

void test('loudness is read in decibels, silence as zero', async (t) => {
  t.equal(levelOf(new Float32Array(64)), 0);
  t.equal(levelOf(new Float32Array(64).fill(1)), 1);
  t.equal(Math.round(levelOf(new Float32Array(64).fill(0.0316)) * 100), 50);
});
