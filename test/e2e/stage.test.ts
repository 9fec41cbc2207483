import t from 'tap';
import { chromiumPath } from '../support/browser.ts';
import { followFrames, isHue, longestGapMs, takeFrames } from '../support/frame-clock.ts';
import { BrowserStage, playing } from './browser-stage.ts';

t.setTimeout(300_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;
const red = 0;
const green = 120;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

void t.test('a camera in one browser is a picture in another', { skip }, async (t) => {
  const stage = await BrowserStage.open();
  t.teardown(() => stage.close());
  await stage.addCamera({ hue: red });
  await stage.goLive();
  const viewer = await stage.addViewer('phone');
  await followFrames(viewer.page);
  await wait(2000);
  const frames = await takeFrames(viewer.page);
  t.ok(frames.length > 20, `frames are decoded (${frames.length} in 2 s)`);
  t.ok(frames.filter(({ ageMs }) => ageMs !== null).length > 15, 'their clock can be read');
  t.ok(
    frames.every(({ hue }) => isHue(hue, red)),
    'it is the camera of this stage',
  );
  const ages = frames.map(({ ageMs }) => ageMs ?? 0);
  t.ok(Math.max(...ages) < 2000, `the picture is of now (oldest ${Math.max(...ages)} ms)`);
});

void t.test('the programme switches without a black frame', { skip }, async (t) => {
  const stage = await BrowserStage.open();
  t.teardown(() => stage.close());
  const { showId } = stage;
  await stage.addCamera({ hue: red });
  const second = await stage.addCamera({ hue: green });
  await stage.goLive();
  const viewer = await stage.addViewer();
  await followFrames(viewer.page);
  await wait(1000);
  await stage.host.command('show.switch-programme', { showId, sourceId: second.sourceId });
  await viewer.page.waitForSelector(`[data-source="${second.sourceId}"]`, { timeout: 10_000 });
  await wait(1000);
  const frames = await takeFrames(viewer.page);
  t.ok(
    frames.every(({ brightness }) => brightness > 60),
    'no frame is black',
  );
  const first = frames.findIndex(({ hue }) => isHue(hue, green));
  t.ok(first > 0, 'the second camera came');
  t.ok(
    frames.slice(0, first).every(({ hue }) => isHue(hue, red)),
    'until then the first one was seen',
  );
  t.ok(
    frames.slice(first).every(({ hue }) => isHue(hue, green)),
    'and never again after it',
  );
  const stillMs = longestGapMs(frames);
  t.ok(stillMs < 500, `the picture never stood still (longest ${stillMs} ms)`);
});

void t.test('a camera that reloads is back within 3 s, as the same source', { skip }, async (t) => {
  const stage = await BrowserStage.open();
  t.teardown(() => stage.close());
  const camera = await stage.addCamera({ hue: red });
  await stage.goLive();
  const viewer = await stage.addViewer();
  await followFrames(viewer.page);
  await wait(500);
  await camera.page.reload();
  await camera.page.waitForSelector('[data-feed=live]', { timeout: 15_000 });
  await wait(3000);
  const frames = await takeFrames(viewer.page);
  const darkMs = longestGapMs(frames);
  t.ok(darkMs < 3000, `dark for ${darkMs} ms`);
  await playing(viewer.page);
  t.equal((await stage.show()).sources.length, 1, 'as the same source');
});

void t.test('an uplink that dies shows the slate within 2 s', { skip }, async (t) => {
  const stage = await BrowserStage.open();
  t.teardown(() => stage.close());
  const camera = await stage.addCamera({ hue: red });
  await stage.goLive();
  const viewer = await stage.addViewer();
  const diedAt = performance.now();
  await camera.context.close();
  await viewer.page.waitForSelector('[data-testid=picture][data-state=slate]', { timeout: 10_000 });
  const slateMs = Math.round(performance.now() - diedAt);
  t.ok(slateMs < 2000, `after ${slateMs} ms`);
  t.ok(await viewer.page.getByTestId('slate').isVisible(), 'and says what happened');
});
