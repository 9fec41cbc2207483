import t, { type Test } from 'tap';
import type { Page } from 'playwright-core';
import { chromiumPath } from '../support/browser.ts';
import { followFrames, takeFrames } from '../support/frame-clock.ts';
import {
  cameraToneHz,
  heardAtMs,
  HlsStand,
  listenToVideo,
  playerLog,
  showsWay,
  tookMs,
} from './hls-stand.ts';

t.setTimeout(200_000);
const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

/** Issue 3, of the player. */
const thin = { bitsPerSecond: 150_000, delayMs: 300, lossRatio: 0.02, isUdpCut: true } as const;
const good = {
  bitsPerSecond: Number.POSITIVE_INFINITY,
  delayMs: 0,
  lossRatio: 0,
  isUdpCut: false,
} as const;
const soundWithinMs = 3000;
const outageMs = 20_000;
const backWithinMs = 3000;
/** Older is not live. */
const liveMs = 4000;

/** What a browser says of such a line; it does not look at lines within its own machine. */
const hints = "Object.defineProperty(navigator, 'connection', { value: { downlink: 0.15 } })";

async function soundOnThinLine(t: Test, stand: HlsStand): Promise<void> {
  const context = await stand.person('phone');
  // Somebody who was here before: the page and its player are in the cache.
  const before = await stand.visit(context);
  await before.page.waitForResponse(/hls-config/, { timeout: 20_000 });
  // From now on it begins when it is told to, so that loading the page is not measured.
  await before.page.evaluate("localStorage.setItem('popstage.data-saver', 'on')");
  await before.page.close();
  await context.addInitScript(hints);
  t.teardown(() => stand.web.set(good));
  stand.web.set(thin);
  const known = context.waitForEvent('response', (response) => response.url().endsWith('/master.m3u8'));
  const { page } = await stand.visit(context);
  await known;
  const join = page.getByRole('button', { name: 'Watch with sound' });
  await join.waitFor();
  const tappedAtMs = await page.evaluate(() => performance.timeOrigin + performance.now());
  await join.tap();
  const heardMs = tookMs(tappedAtMs, await heardAtMs(page));
  t.comment(`heard ${heardMs} ms after the tap`);
  t.ok(heardMs < soundWithinMs, `heard after ${heardMs} ms`);
  const toneHz = await listenToVideo(page);
  t.ok(Math.abs(toneHz - cameraToneHz) < 60, `the camera's sound (${Math.round(toneHz)} Hz)`);
  const { moments } = await playerLog(page);
  t.equal(moments.at(-1)?.content, 'sound', 'and no picture for which there is no room');
  await context.close();
}

const seesNow = async (page: Page, sinceMs: number): Promise<number> => {
  for (const untilMs = Date.now() + 20_000; Date.now() < untilMs; await page.waitForTimeout(100)) {
    const frames = await takeFrames(page);
    const first = frames.find(({ atMs, ageMs }) => atMs > sinceMs && ageMs !== null && ageMs < liveMs);
    if (first !== undefined) return tookMs(sinceMs, first.atMs);
  }
  return Number.POSITIVE_INFINITY;
};

async function lostNetwork(t: Test, stand: HlsStand): Promise<void> {
  const viewers = [
    { way: 'hls', seat: await stand.visit(await stand.person('phone', { hasWebRtc: false })) },
    { way: 'rtc', seat: await stand.visit(await stand.person('phone')) },
  ] as const;
  for (const { way, seat } of viewers) await showsWay(seat.page, way);
  for (const { seat } of viewers) await followFrames(seat.page);
  const cutAtMs = Date.now();
  stand.web.set({ isCut: true });
  for (const { way, seat } of viewers) {
    await seat.page.getByTestId('slate').getByText('Reconnecting').waitFor({ timeout: outageMs });
    t.equal(
      await seat.page.getByTestId('live-edge').count(),
      0,
      `${way}: a picture that stands is not called live`,
    );
  }
  await viewers[0].seat.page.waitForTimeout(cutAtMs + outageMs - Date.now());
  for (const { seat } of viewers) await takeFrames(seat.page);
  const backAtMs = Date.now();
  stand.web.set({ isCut: false });
  const tookEach = await Promise.all(viewers.map(({ seat }) => seesNow(seat.page, backAtMs)));
  for (const [index, { way }] of viewers.entries()) {
    const tookOneMs = tookEach[index] ?? Number.POSITIVE_INFINITY;
    t.comment(`${way}: live again ${tookOneMs} ms after the network`);
    t.ok(tookOneMs < backWithinMs, `${way}: live again after ${tookOneMs} ms`);
    await viewers[index]?.seat.page.getByTestId('live-edge').waitFor();
  }
}

void t.test('a thin line and a lost network', { skip }, async (t) => {
  const stand = await HlsStand.open({ isOneLine: true });
  t.teardown(() => stand.close());
  await t.test('sound within 3 s at 150 kb/s, 300 ms and 2 % loss', (t) => soundOnThinLine(t, stand));
  await t.test('live within 3 s after 20 s without a network', (t) => lostNetwork(t, stand));
});
