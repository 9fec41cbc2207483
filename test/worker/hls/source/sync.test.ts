import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { beepDelaysMs, beginningsIn } from './beeps.ts';
import { programmeStand, until, nothing } from './programme-stand.ts';
import { publisher, threeLayers } from './publisher.ts';

/** A publisher's clock so far off for 3 min stands for a long show: 90 ms in all. */
const fastPpm = 500;
const showMs = 180_000;
const mostApartMs = 45;
/** A frame leaves ffmpeg when the next one but one has begun: two frame times and some work. */
const mostLatencyMs = 200;

void t.test('beep and flash stay together over a drifting clock', { timeout: 260_000 }, async (t) => {
  const stand = await programmeStand(t);
  const camera = await publisher(stand.stage, { sourceId: 'source-camera', layers: threeLayers });
  t.teardown(() => camera.close());
  await until('the camera lives', () => camera.video.alive && camera.audio.alive);
  camera.pictures.fastPpm = fastPpm;
  camera.sounds.fastPpm = fastPpm;
  stand.wish = { ...nothing, video: camera.video, audio: camera.audio };
  const source = stand.open();
  const run = await until('a first run', () => stand.sink.runs[0] ?? null);
  await delay(showMs);
  await source.close();
  t.equal(stand.sink.runs.length, 1);
  t.same(stand.sink.gaps, []);
  for (const [picture, sound] of [
    ['high', 'sound'],
    ['low', 'thrift'],
  ] as const) {
    const flashes = await beginningsIn(run, picture);
    const apartMs = beepDelaysMs(flashes, await beginningsIn(run, sound));
    t.ok(apartMs.length > (showMs / 1000) * 0.95, `${apartMs.length} flashes with a beep`);
    const worstMs = Math.max(...apartMs.map(Math.abs));
    t.ok(worstMs <= mostApartMs, `${picture} and ${sound} at most ${Math.round(worstMs)} ms apart`);
    // The publisher's seconds are seconds here: whatever its clock says, nothing drifts from this machine's.
    const spanS = (flashes.at(-1) ?? 0) - (flashes[0] ?? 0);
    t.ok(Math.abs(spanS - Math.round(spanS)) < 0.045, `${spanS} s between the first flash and the last`);
  }
  const latenciesMs = run.frames
    .filter(({ rendition, frame }) => rendition === 'low' && frame.isKey)
    .flatMap(({ arrivedAtMs }) => {
      const sentAtMs = camera.pictures.keyFramesAtMs.findLast((atMs) => atMs <= arrivedAtMs);
      return sentAtMs === undefined ? [] : [arrivedAtMs - sentAtMs];
    })
    .toSorted((a, b) => a - b);
  const middleMs = latenciesMs[Math.floor(latenciesMs.length / 2)] ?? Infinity;
  t.ok(middleMs < mostLatencyMs, `half of the frames left within ${middleMs} ms`);
});
