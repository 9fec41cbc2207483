import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { chromiumPath } from '../support/browser.ts';
import { followFrames, longestGapMs, takeFrames } from '../support/frame-clock.ts';
import { BrowserStage, descendantsOf, playing } from './browser-stage.ts';

t.setTimeout(300_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

const openStage = async (test: Test) => {
  const stage = await BrowserStage.open();
  test.teardown(() => stage.close());
  await stage.addCamera({ hue: 200 });
  await stage.goLive();
  const { page } = await stage.addViewer();
  await followFrames(page);
  await delay(1000);
  return { stage, page };
};

void t.test('after a mediasoup Worker was killed the picture is back within 3 s', { skip }, async (t) => {
  const { stage, page } = await openStage(t);
  const workers = descendantsOf(stage.server.processId, /^\S*mediasoup-worker/);
  t.ok(workers.length > 0, 'there is a mediasoup Worker to kill');
  for (const id of workers) process.kill(id, 'SIGKILL');
  await delay(6000);
  const darkMs = longestGapMs(await takeFrames(page));
  t.ok(darkMs < 3000, `dark for ${darkMs} ms`);
  await playing(page);
});

void t.test('while a server is killed and started again the picture runs on', { skip }, async (t) => {
  const { stage, page } = await openStage(t);
  await stage.server.killHard();
  await page.waitForSelector('[data-connection=lost]', { timeout: 10_000 });
  await delay(1000);
  await stage.server.startAgain();
  const startedAt = performance.now();
  await page.waitForSelector('[data-connection=up]', { timeout: 15_000 });
  const backMs = Math.round(performance.now() - startedAt);
  t.ok(backMs < 5000, `the socket is back ${backMs} ms after the server`);
  await delay(4000);
  const frames = await takeFrames(page);
  t.ok(longestGapMs(frames) < 700, `the picture never stopped (longest gap ${longestGapMs(frames)} ms)`);
  await playing(page);
});

void t.test(
  'a viewer without network for some seconds gets the picture back by itself',
  { skip },
  async (t) => {
    const { page } = await openStage(t);
    const context = page.context();
    await context.setOffline(true);
    await delay(3000);
    await context.setOffline(false);
    await page.waitForSelector('[data-connection=up]', { timeout: 15_000 });
    await playing(page);
    t.pass('it plays again');
  },
);
