import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { programmeStand, until, nothing } from './programme-stand.ts';
import { publisher, threeLayers } from './publisher.ts';

void t.test('a layer that is dropped is a gap, then another takes its place, until it is back', async (t) => {
  const stand = await programmeStand(t);
  // The largest first: neither places nor names say which layer is which.
  const camera = await publisher(stand.stage, {
    sourceId: 'source-camera',
    layers: threeLayers.toReversed(),
  });
  t.teardown(() => camera.close());
  await until('the camera lives', () => camera.video.alive && camera.audio.alive);
  stand.wish = { ...nothing, video: camera.video, audio: camera.audio };
  const source = stand.open();
  const first = await until('a first run', () => stand.sink.runs[0] ?? null);
  const widths = (run = first): readonly unknown[] =>
    (['high', 'middle', 'low'] as const).map((name) => run.inits.get(name)?.size?.width);
  t.same(widths(), [640, 320, 160]);
  await delay(1000);
  camera.pictures.dropped.add(0);
  const droppedAtMs = performance.now();
  const gap = await until('a gap', () => stand.sink.gaps[0] ?? null);
  t.match(gap, { rendition: 'high', isMissing: true });
  t.ok(gap.atMs - droppedAtMs < 1500, `gap after ${Math.round(gap.atMs - droppedAtMs)} ms`);
  const second = await until('another layout', () => stand.sink.runs[1] ?? null, 16_000);
  t.same(widths(second), [320, 320, 160]);
  t.comment('another layout after', Math.round(second.atMs - droppedAtMs), 'ms');
  camera.pictures.dropped.clear();
  const third = await until('the layer again', () => stand.sink.runs[2] ?? null, 16_000);
  t.same(widths(third), [640, 320, 160]);
  await source.close();
});

void t.test('a layer that is back soon ends its gap with a key frame', async (t) => {
  const stand = await programmeStand(t);
  const camera = await publisher(stand.stage, { sourceId: 'source-camera', layers: threeLayers });
  t.teardown(() => camera.close());
  await until('the camera lives', () => camera.video.alive && camera.audio.alive);
  stand.wish = { ...nothing, video: camera.video, audio: camera.audio };
  const source = stand.open();
  const run = await until('a first run', () => stand.sink.runs[0] ?? null);
  await delay(500);
  camera.pictures.dropped.add(2);
  await until('a gap', () => stand.sink.gaps.at(-1)?.isMissing ?? null);
  const frames = run.frames.length;
  camera.pictures.dropped.clear();
  await until('its end', () => stand.sink.gaps.at(-1)?.isMissing === false);
  const back = run.frames.slice(frames).find(({ rendition }) => rendition === 'high');
  t.ok(back?.frame.isKey);
  t.equal(stand.sink.runs.length, 1);
  t.ok(stand.sink.gaps.every(({ rendition }) => rendition === 'high'));
  await source.close();
});
