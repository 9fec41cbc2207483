import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import t from 'tap';
import type { ShowId } from '#domain/ids.ts';
import type { ShowListEntry } from '#protocol/views.ts';
import { axeFaults, axePath, spillOf, still } from '../support/axe.ts';
import {
  chromiumPath,
  collectComplaints,
  launchBrowser,
  newPerson,
  type Screen,
} from '../support/browser.ts';
import { HeadlessClient } from '../support/headless-client.ts';
import { ServerProcess } from '../support/server-process.ts';

t.setTimeout(180_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const run = promisify(execFile);
const ffprobe = (process.env['FFMPEG_BIN'] ?? 'ffmpeg').replace(/ffmpeg$/, 'ffprobe');

/** Text, because it runs in the page: the tests' own types know no DOM. */
const video = `document.querySelector('.replay video')`;
const currentTime = (page: Page): Promise<number> => page.evaluate<number>(`${video}.currentTime`);
const playsBeyond = (page: Page, atS: number) =>
  page.waitForFunction(`(${video}?.currentTime ?? 0) > ${atS} && !${video}.paused`, undefined, {
    timeout: 15_000,
  });

/** What another player knows of a playlist. */
async function probe(address: string) {
  const asked = ['-v', 'error', '-show_entries', 'format=duration:stream=codec_name', '-of', 'json'];
  const { stdout, stderr } = await run(ffprobe, [...asked, address]);
  // What ffprobe prints for these entries.
  const found = JSON.parse(stdout) as {
    readonly format: { readonly duration: string };
    readonly streams: readonly { readonly codec_name: string }[];
  };
  return { ...found, stderr };
}

async function deleteIn(page: Page, studio: string): Promise<void> {
  await page.goto(studio);
  await page.getByRole('button', { name: 'Delete the replay' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the replay' }).click();
  await page.getByText('The replay is deleted').waitFor();
}

void t.test('a show that is over can be watched again until somebody deletes it', { skip }, async (t) => {
  const environment = { HLS: 'true', HLS_POSTER_MS: '1000' };
  const [server, browser] = await Promise.all([
    ServerProcess.start({ environment, arguments: ['--demo'] }),
    launchBrowser(),
  ]);
  const host = await HeadlessClient.connect(server.origin, { link: server.adminLink });
  t.teardown(async () => {
    host.close();
    await browser.close();
    await server.close();
  });
  // What the route answers with (server/http/routes/shows.ts).
  const { shows } = (await host.http('GET', '/api/shows')) as { readonly shows: readonly ShowListEntry[] };
  // The view carries ids as text; the brand is given back where the test is the edge.
  const showId = shows[0]?.showId as ShowId;

  const sit = async (path: string, screen: Screen = 'desk') => {
    const context = await newPerson(browser, screen, still);
    await context.addInitScript({ path: axePath });
    const page = await context.newPage();
    const complaints = collectComplaints(page);
    await page.goto(server.origin + path);
    return { page, complaints };
  };
  const watchKey = (page: Page) => page.getByRole('button', { name: 'Watch the replay' });
  const state = (page: Page, wanted: string) =>
    page.locator(`.replay[data-state=${wanted}]`).waitFor({ timeout: 15_000 });
  const lobby = await sit('/');

  await t.test('the lobby shows what is on stage as it looks, as soon as there is a picture', async (t) => {
    await lobby.page.locator('.headliner [data-poster=shown] img').waitFor({ timeout: 30_000 });
    t.same(await axeFaults(lobby.page), []);
  });

  await wait(12_000);
  await host.command('show.end-show', { showId });
  const viewer = await sit(`/watch/${showId}`);

  await t.test('after the show both the lobby and its page offer the replay', async (t) => {
    await watchKey(viewer.page).waitFor({ timeout: 20_000 });
    await viewer.page.locator('[data-poster=shown] img').waitFor();
    await lobby.page.getByRole('heading', { name: 'Watch again' }).waitFor({ timeout: 20_000 });
    t.same([...(await axeFaults(viewer.page)), ...(await axeFaults(lobby.page))], []);
  });

  let durationS = 0;
  await t.test('it plays, and goes where the bar says', async (t) => {
    const { page } = viewer;
    await watchKey(page).click();
    await playsBeyond(page, 0.5);
    durationS = await page.evaluate<number>(`${video}.duration`);
    t.ok(durationS > 10, `it is ${durationS} s long`);
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    const bar = page.getByRole('slider', { name: 'Position' });
    await bar.focus();
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Play again' }).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    t.ok(Math.abs((await currentTime(page)) - 5) < 1.5, 'a key goes five seconds on');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await playsBeyond(page, 5.2);
    const box = await bar.boundingBox();
    if (box === null) throw new Error('the bar is not on the page');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByTestId('seek-preview').locator('img').waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await playsBeyond(page, durationS / 2);
    t.ok((await currentTime(page)) < durationS / 2 + 4, 'a press on its middle leads to the middle');
    t.same(await axeFaults(page), []);
  });

  await t.test('pressed again on a phone it goes on where it stopped; keys are large enough', async (t) => {
    const { page } = viewer;
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('slider', { name: 'Position' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const atS = await currentTime(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.getByRole('button', { name: /^Go on at 0:\d\d$/ }).click();
    await playsBeyond(page, Math.floor(atS));
    t.ok((await currentTime(page)) < atS + 3, 'near the place');
    await page.mouse.move(100, 100);
    t.same(await axeFaults(page), []);
    t.ok((await spillOf(page)) <= 0, 'nothing is wider than the phone');
    const keys = await page.locator('.replay-controls button, .seek-bar input').all();
    for (const key of keys) {
      const { width = 0, height = 0 } = (await key.boundingBox()) ?? {};
      t.ok(
        width >= 44 && height >= 44,
        `${(await key.getAttribute('aria-label')) ?? ''}: ${width} x ${height}`,
      );
    }
  });

  await t.test('other players read the same', async (t) => {
    const { path } = await host.request('stage.playlists', { showId });
    const { format, streams, stderr } = await probe(server.origin + path);
    t.equal(stderr, '');
    t.ok(Math.abs(Number(format.duration) - durationS) < 0.5, `${format.duration} s, as in the browser`);
    t.same([...new Set(streams.map(({ codec_name }) => codec_name))].toSorted(), ['aac', 'h264']);
  });

  await t.test('deleted in the studio it is gone, for whoever is there and whoever comes', async (t) => {
    const late = await sit(`/watch/${showId}`, 'phone');
    await watchKey(late.page).waitFor({ timeout: 15_000 });
    const studio = await sit(`/enter#${server.adminLink}`);
    await studio.page.waitForURL('**/operator');
    await deleteIn(studio.page, `${server.origin}/studio/${showId}`);
    await watchKey(late.page).click();
    await state(late.page, 'gone');
    await late.page.getByText('This replay is no longer there').waitFor();
    t.same(await axeFaults(late.page), []);
    await late.page.reload();
    await late.page.getByText('Thank you for being here').waitFor();
    await late.page.getByRole('link', { name: 'See the shows' }).waitFor();
    t.equal(await watchKey(late.page).count(), 0);
    t.same([...late.complaints, ...studio.complaints], []);
  });
  t.same([...viewer.complaints, ...lobby.complaints], []);
});
