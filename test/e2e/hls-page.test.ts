import t, { type Test } from 'tap';
import type { Page } from 'playwright-core';
import { axeFaults, axePath, spillOf, still } from '../support/axe.ts';
import { chromiumPath } from '../support/browser.ts';
import { followFrames, longestGapMs, takeFrames, type SeenFrame } from '../support/frame-clock.ts';
import { followPresence, lastCameAtMs } from '../support/presence-log.ts';
import { AuctionStand } from './auction-stand.ts';
import { HlsStand, showsWay } from './hls-stand.ts';

t.setTimeout(200_000);
const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

/** A change of rung waits for its next key frame, which comes every two seconds. */
const switchMs = 12_000;
const backS = 8;

const openMenu = (page: Page) => page.getByRole('button', { name: 'Picture quality' }).click();
const choose = async (page: Page, name: string, role: 'menuitemradio' | 'menuitemcheckbox') => {
  await openMenu(page);
  await page.getByRole(role, { name, exact: true }).click();
};

/** Resolves when the video in front has this height. */
const hasHeight = (page: Page, height: number) =>
  page.waitForFunction(
    // Text, because it runs in the page: the tests' own types know no DOM.
    (wanted) => {
      const { document } = globalThis as unknown as {
        document: { querySelector(selector: string): { videoHeight: number } | null };
      };
      const front = '[data-testid=picture] [data-side=front] video[data-layer=front]';
      return document.querySelector(front)?.videoHeight === wanted;
    },
    height,
    { timeout: switchMs },
  );

const newest = async (page: Page): Promise<SeenFrame> => {
  await takeFrames(page);
  for (const untilMs = Date.now() + 5000; Date.now() < untilMs; await page.waitForTimeout(50)) {
    const frame = (await takeFrames(page)).findLast(({ ageMs }) => ageMs !== null);
    if (frame !== undefined) return frame;
  }
  throw new Error('no frame that can be read');
};
const ageMs = async (page: Page): Promise<number> => (await newest(page)).ageMs ?? Number.NaN;

/** As soon as there is so much to go back in. */
const goBack = async (page: Page): Promise<void> => {
  const bar = page.getByRole('slider', { name: 'Go back in the show' });
  const hasRoom = async () => Number(await bar.getAttribute('min')) <= -(backS + 4);
  for (const untilMs = Date.now() + 15_000; !(await hasRoom()) && Date.now() < untilMs;)
    await page.waitForTimeout(200);
  await bar.fill(String(-backS));
};

async function qualities(t: Test, page: Page): Promise<void> {
  await openMenu(page);
  const names = (await page.getByRole('menuitemradio').allInnerTexts()).map((name) => name.trim());
  t.equal(new Set(names).size, 5, `automatic, three pictures and the sound alone (${names.join(', ')})`);
  await page.keyboard.press('Escape');
  for (const [index, rung] of [
    [3, 'low'],
    [1, 'high'],
    [2, 'middle'],
  ] as const) {
    const fetched = page.waitForRequest(new RegExp(`/${rung}/[ps]\\d`), { timeout: switchMs });
    await choose(page, names[index] ?? '', 'menuitemradio');
    await fetched;
    t.pass(`${rung} is what is fetched`);
  }
  // Not of the size that the camera may lower by itself.
  await hasHeight(page, 360);
  await choose(page, 'Sound only', 'menuitemradio');
  await page.waitForSelector('[data-testid=picture][data-content=sound][data-state=playing]');
  t.same(await axeFaults(page), [], 'axe, with the sound alone');
  await choose(page, 'Automatic', 'menuitemradio');
  await page.waitForSelector('[data-testid=picture][data-content=picture][data-state=playing]');
  await choose(page, 'Save data', 'menuitemcheckbox');
  await hasHeight(page, 180);
  t.pass('the data saver takes the smallest picture');
  await choose(page, 'Save data', 'menuitemcheckbox');
}

/** What opens over the picture is on the screen whole, and whatever else is there does not lie over it. */
async function menuIsSeen(t: Test, page: Page): Promise<void> {
  await openMenu(page);
  const [menu, stage] = await Promise.all([
    page.getByRole('menu', { name: 'Picture quality' }).boundingBox(),
    page.getByRole('region', { name: 'Stage', exact: true }).boundingBox(),
  ]);
  if (menu === null || stage === null) throw new Error('no menu on the stage');
  t.ok(menu.y >= stage.y && menu.y + menu.height <= stage.y + stage.height, 'the menu is in the picture');
  // Refuses while something lies over it.
  await page.getByRole('menuitemradio', { name: 'Automatic' }).click({ trial: true });
  t.same(await axeFaults(page), [], 'axe, with the menu open');
  await page.keyboard.press('Escape');
}

async function liveEdge(t: Test, page: Page): Promise<void> {
  const word = page.getByTestId('live-edge');
  const said = /^Live, (\d+\.\d) s$/.exec((await word.innerText()).trim())?.[1];
  const realMs = await ageMs(page);
  t.comment(`says ${said ?? 'nothing'} s, is ${realMs} ms`);
  t.ok(Math.abs(Number(said) * 1000 - realMs) < 1000, `it says ${said ?? 'nothing'} s at ${realMs} ms`);
  await word.click();
  t.same(await axeFaults(page), [], 'axe, with the way back open');
  await goBack(page);
  const live = page.getByRole('button', { name: 'Go live' });
  await live.waitFor();
  const behindMs = await ageMs(page);
  t.ok(Math.abs(behindMs - backS * 1000) < 3000, `${behindMs} ms behind`);
  t.match(await word.innerText(), /behind/);
  await live.click();
  await live.waitFor({ state: 'detached' });
  const againMs = await ageMs(page);
  t.comment(`back for ${behindMs} ms, live again at ${againMs} ms`);
  t.ok(againMs < 4000, `live again (${againMs} ms)`);
}

/** Of which moment the picture was when the pinned product came, in ms after `sinceMs`. */
const pictureAtPinMs = async (page: Page, sinceMs: number): Promise<number> => {
  await page.getByTestId('pinned').waitFor();
  const cameAtMs = await lastCameAtMs(page);
  const frame = (await takeFrames(page)).findLast(({ ageMs, atMs }) => ageMs !== null && atMs <= cameAtMs);
  if (frame === undefined) throw new Error('no frame before the product');
  return Math.round(frame.atMs - (frame.ageMs ?? Number.NaN) - sinceMs);
};

/** The picture runs on, as it does for whoever has been here for a while. */
const runsOn = async (page: Page): Promise<void> => {
  for (const untilMs = Date.now() + 15_000; Date.now() < untilMs;) {
    await takeFrames(page);
    await page.waitForTimeout(1000);
    const frames = await takeFrames(page);
    if (frames.length > 15 && longestGapMs(frames) < 200) return;
  }
  throw new Error('the picture does not run');
};

async function withThePicture(t: Test, page: Page, stand: HlsStand): Promise<void> {
  const shop = AuctionStand.on(stand.stage);
  const { showId, host } = stand.stage;
  const { productId, skuIds } = await shop.addProduct('Cup', [
    { label: 'Blue', priceMinor: 1800, pieces: 9 },
  ]);
  const offerId = await shop.openOffer({
    kind: 'buy-now',
    title: 'Espresso cup',
    mediaId: null,
    priceMinor: 1800,
    insteadOfMinor: null,
    items: skuIds.map((skuId) => ({ productId, skuId, quantity: 1 })),
    isChoice: false,
    limitTotal: null,
    limitPerBuyer: null,
    durationMs: null,
    claim: 'on-hold',
  });
  const pinned = page.getByTestId('pinned');
  await followPresence(page, '[data-testid=pinned]');
  await runsOn(page);
  const pinnedAtMs = Date.now();
  await host.command('shelf.pin-offer', { showId, offerId });
  const firstMs = await pictureAtPinMs(page, pinnedAtMs);
  t.comment(`pinned when the picture was of ${firstMs} ms after`);
  t.ok(Math.abs(firstMs) < 600, `the product comes with the picture (${firstMs} ms apart)`);

  await page.waitForTimeout(3000);
  await page.getByTestId('live-edge').click();
  await goBack(page);
  await pinned.waitFor({ state: 'detached' });
  const { atMs, ageMs: age } = await newest(page);
  t.ok(atMs - (age ?? Number.NaN) < pinnedAtMs, 'it is not there where the picture is of before');
  const lotId = await shop.addLot({ title: 'Vase', startMinor: 4200 });
  await shop.openLot(lotId);
  const openedAtMs = Date.now();
  await page.getByTestId('bid').getByText('Bid €42').waitFor();
  const pricedMs = Date.now() - openedAtMs;
  t.ok(pricedMs < 1000, `a price is of now (${pricedMs} ms), ${backS} s behind`);
  const againMs = await pictureAtPinMs(page, pinnedAtMs);
  t.comment(`pinned again when the picture was of ${againMs} ms after`);
  t.ok(Math.abs(againMs) < 600, `and it comes again with the picture (${againMs} ms apart)`);

  await host.command('shelf.pin-offer', { showId, offerId: null });
  await page.waitForTimeout(1500);
  const repinnedAtMs = Date.now();
  await host.command('shelf.pin-offer', { showId, offerId });
  await pinned.waitFor({ state: 'detached' });
  const behindMs = await pictureAtPinMs(page, repinnedAtMs);
  const waitedMs = Math.round((await lastCameAtMs(page)) - repinnedAtMs);
  t.comment(
    `pinned for one who is behind after ${waitedMs} ms, when the picture was of ${behindMs} ms after`,
  );
  t.ok(waitedMs > 5000, `the product waits for a picture that is behind (${waitedMs} ms)`);
  t.ok(Math.abs(behindMs) < 600, `and comes with it (${behindMs} ms apart)`);
  await page.getByRole('button', { name: 'Go live' }).click();
}

void t.test('the watch page over HLS', { skip }, async (t) => {
  const stand = await HlsStand.open();
  t.teardown(() => stand.close());
  for (const screen of ['phone', 'desk'] as const) {
    await t.test(`on a ${screen}`, async (t) => {
      const context = await stand.person(screen, { hasWebRtc: false, ...still });
      await context.addInitScript({ path: axePath });
      const { page, complaints } = await stand.visit(context);
      await showsWay(page, 'hls');
      await followFrames(page);
      await page.waitForSelector('[data-testid=live-edge]:enabled');
      await liveEdge(t, page);
      await menuIsSeen(t, page);
      if (screen === 'phone') await qualities(t, page);
      else await withThePicture(t, page, stand);
      t.ok((await spillOf(page)) <= 0, 'nothing is wider than the screen');
      t.same(complaints, [], 'the page complains of nothing');
      await context.close();
    });
  }
});
