import t from 'tap';
import { chromiumPath } from '../support/browser.ts';
import { followFrames, isHue, longestGapMs, takeFrames } from '../support/frame-clock.ts';
import {
  cameraHue,
  cameraToneHz,
  heardAtMs,
  HlsStand,
  listenToVideo,
  playerLog,
  showsWay,
  tookMs,
} from './hls-stand.ts';

t.setTimeout(120_000);
const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

void t.test('with nothing but the web port open, the show is seen and heard', { skip }, async (t) => {
  const stand = await HlsStand.open();
  t.teardown(() => stand.close());
  // Neither the stage's port nor that of the playlists says anything, not even that it is shut.
  stand.media.set({ isCut: true });
  const viewer = await stand.visit(await stand.person('phone'));
  await showsWay(viewer.page, 'hls');
  const { moments } = await playerLog(viewer.page);
  const [first] = moments;
  const shown = moments.find(({ way, state }) => way === 'hls' && state === 'playing');
  const firstMs = tookMs(first?.atMs ?? 0, shown?.atMs);
  t.comment(`picture ${firstMs} ms after the player began`);
  t.ok(firstMs < 3000, `with no click, after ${firstMs} ms`);

  await followFrames(viewer.page);
  await viewer.page.waitForTimeout(4000);
  const frames = await takeFrames(viewer.page);
  t.comment(`${frames.length} frames in 4 s, still for ${longestGapMs(frames)} ms at most`);
  t.ok(frames.length > 10, `frames are decoded (${frames.length} in 4 s)`);
  t.ok(
    frames.every(({ hue }) => isHue(hue, cameraHue)),
    'of the camera',
  );
  t.ok(longestGapMs(frames) < 1000, `it stood for ${longestGapMs(frames)} ms at most`);
  t.ok(Number.isFinite(await heardAtMs(viewer.page)), 'and heard with no click');
  const toneHz = await listenToVideo(viewer.page);
  t.ok(Math.abs(toneHz - cameraToneHz) < 60, `with its sound (${Math.round(toneHz)} Hz)`);
});
