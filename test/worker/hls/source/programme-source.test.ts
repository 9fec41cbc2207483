import t from 'tap';
import { setTimeout as delay } from 'node:timers/promises';
import { renditionNames } from '#worker/hls/renditions.ts';
import { programmeStand, until, nothing } from './programme-stand.ts';
import { publisher, threeLayers } from './publisher.ts';

void t.test('three layers are copied, each onto its rendition by size', async (t) => {
  const stand = await programmeStand(t);
  const camera = await publisher(stand.stage, { sourceId: 'source-camera', layers: threeLayers });
  t.teardown(() => camera.close());
  await until('the camera lives', () => camera.video.alive && camera.audio.alive);
  stand.wish = { ...nothing, video: camera.video, audio: camera.audio };
  const source = stand.open();
  const run = await until('a first run', () => stand.sink.runs[0] ?? null);
  t.same(run.renditions.toSorted(), renditionNames.toSorted());
  t.same(
    (['high', 'middle', 'low'] as const).map((name) => run.inits.get(name)?.size?.width),
    [640, 320, 160],
  );
  await delay(3000);
  for (const name of renditionNames) {
    const frames = run.frames.filter(({ rendition }) => rendition === name).map(({ frame }) => frame);
    const init = run.inits.get(name);
    t.ok(frames.length > 40, `${name} flows: ${frames.length}`);
    t.ok(frames[0]?.isKey);
    for (const [index, frame] of frames.entries()) {
      const before = frames[index - 1];
      if (before !== undefined && frame.decodeTicks <= before.decodeTicks) t.fail(`${name} goes back`);
    }
    t.comment(name, init?.codec, frames.length, (frames[0]?.decodeTicks ?? 0) / (init?.timescale ?? 1));
  }
  t.equal(stand.sink.runs.length, 1);
  t.same(stand.sink.gaps, []);
  await source.close();
  t.equal(stand.ports.held, 0);
});
