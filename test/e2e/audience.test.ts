import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import t from 'tap';
import { Refusal } from '#protocol/errors.ts';
import { chromiumPath } from '../support/browser.ts';
import { followFrames, isHue, longestGapMs, takeFrames } from '../support/frame-clock.ts';
import { HeadlessClient, newPeerId } from '../support/headless-client.ts';
import { BrowserStage, playing, type Seat } from './browser-stage.ts';

t.setTimeout(300_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;
const red = 0;
const green = 120;
const lowToneHz = 440;
const highToneHz = 1760;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `read` says yes; the last reading is in the message. */
const eventually = async <Value>(
  read: () => Promise<Value>,
  holds: (value: Value) => boolean,
  timeoutMs = 10_000,
): Promise<Value> => {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() > deadlineMs) throw new Error(`not within ${timeoutMs} ms: ${String(value)}`);
    await wait(100);
  }
};

// Of two ways of playing, one lies beneath the other (client-demo/src/player).
const front = '[data-testid=picture] [data-side=front] video[data-layer=front]';
const pictureWidth = (page: Page): Promise<number> =>
  page.evaluate(`document.querySelector('${front}').videoWidth`);
const decodedFrames = (page: Page): Promise<number> =>
  page.evaluate(`document.querySelector('${front}').getVideoPlaybackQuality().totalVideoFrames`);
/** A window that lies behind others; Playwright has no way to cover one. */
const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate(`Object.defineProperty(document, 'visibilityState',
    { configurable: true, get: () => '${isHidden ? 'hidden' : 'visible'}' });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`);
/** A function for the page, imported by address because it knows a browser's types and this file does not. */
const toneOf = async (page: Page): Promise<number> => {
  const module: unknown = await import(new URL('../client/in-page/viewer-probe.ts', import.meta.url).href);
  return page.evaluate((module as { listenForTone: () => Promise<number> }).listenForTone);
};
const isNear = (hz: number, wantedHz: number): boolean => Math.abs(hz - wantedHz) < 60;

/** A clip and a picture of one colour, as a host has them on the disk. */
const makeFiles = (folder: string) => {
  const ffmpeg = process.env['FFMPEG_BIN'] ?? 'ffmpeg';
  const make = (name: string, source: string, ...how: readonly string[]) => {
    const file = join(folder, name);
    execFileSync(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', source, ...how, file]);
    return file;
  };
  return {
    picture: make('slate.png', 'color=blue:size=640x360', '-frames:v', '1'),
    clip: make('slate.webm', 'testsrc=size=320x180:rate=15:duration=2', '-c:v', 'libvpx', '-b:v', '200k'),
  };
};

const pauseWith = async (studio: Page, file: string) => {
  await studio.getByRole('button', { name: 'Pause', exact: true }).click();
  await studio.locator('input[type=file]').setInputFiles(file);
  await studio.locator('.slate-preview[data-own=true]').waitFor();
  await studio.getByRole('button', { name: 'Pause now' }).click();
};

// One evening on one stage, test after test: each goes on where the one before left off.
t.bail = true;
let folder: string;
let files: ReturnType<typeof makeFiles>;
let stage: BrowserStage;
let studio: Page;
let viewer: Seat;

t.before(async () => {
  if (skip !== false) return;
  folder = await mkdtemp(join(tmpdir(), 'popstage-slates-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  files = makeFiles(folder);
  stage = await BrowserStage.open();
  t.teardown(() => stage.close());
  await stage.addCamera({ hue: red, framesPerSecond: 15, toneHz: lowToneHz });
  studio = (await stage.addStudio()).page;
});

void t.test('a rehearsal is for the team only', { skip }, async (t) => {
  await studio.locator('[data-testid=programme][data-state=playing]').waitFor({ timeout: 15_000 });
  t.pass('the studio plays it');
  viewer = await stage.addVisitor();
  await viewer.page.getByText('There is no such show').waitFor();
  t.equal(await viewer.page.locator('video').count(), 0, 'the public page has no player');
  const stranger = await HeadlessClient.connect(stage.server.origin);
  t.teardown(() => stranger.close());
  const { showId } = stage;
  const { rtpCapabilities } = await stranger
    .request('stage.capabilities', { showId })
    .catch(() => ({ rtpCapabilities: {} }));
  const refused = stranger.request('stage.watch', { showId, peerId: newPeerId(), rtpCapabilities });
  await t.rejects(refused, Refusal, 'and the stage refuses who asks all the same');
  const staff = await studio.context().newPage();
  await staff.goto(`${stage.server.origin}/watch/${showId}`);
  await playing(staff);
  await staff.close();
});

void t.test('who waited on the page is taken along when it goes live', { skip }, async (t) => {
  await stage.goLive();
  // The page looks again every 7.5 to 12.5 s.
  await playing(viewer.page, 20_000);
  // Playwright's own scripts count as a touch, after which sound starts without the tap.
  const tap = viewer.page.getByRole('button', { name: 'Tap for sound' });
  if (await tap.isVisible()) await tap.click();
  const toneHz = await eventually(
    () => toneOf(viewer.page),
    (hz) => isNear(hz, lowToneHz),
  );
  t.ok(toneHz > 0, `hears ${Math.round(toneHz)} Hz`);
});

void t.test('another microphone is heard while the picture stays', { skip }, async (t) => {
  await stage.addCamera({ hue: green, framesPerSecond: 15, toneHz: highToneHz });
  await followFrames(viewer.page);
  await studio.locator('.source-card').nth(1).getByText('Use this sound').click();
  await eventually(
    () => toneOf(viewer.page),
    (hz) => isNear(hz, highToneHz),
  );
  const frames = await takeFrames(viewer.page);
  t.ok(
    frames.every(({ hue }) => isHue(hue, red)),
    'the picture is still the first camera',
  );
  t.ok(longestGapMs(frames) < 700, `and never stood still (longest ${longestGapMs(frames)} ms)`);
});

void t.test('a small window fetches a small picture, a large one a large picture', { skip }, async (t) => {
  const large = await eventually(
    () => pictureWidth(viewer.page),
    (width) => width > 640,
    20_000,
  );
  await viewer.page.setViewportSize({ width: 320, height: 240 });
  const small = await eventually(
    () => pictureWidth(viewer.page),
    (width) => width < large,
  );
  await viewer.page.setViewportSize({ width: 1440, height: 900 });
  const again = await eventually(
    () => pictureWidth(viewer.page),
    (width) => width === large,
  );
  t.pass(`${large}, ${small}, ${again} pixels wide`);
});

void t.test('a page nobody looks at fetches no picture', { skip }, async (t) => {
  await setHidden(viewer.page, true);
  // After 4 s of grace; then a second in which nothing comes.
  const stood = async () => {
    const before = await decodedFrames(viewer.page);
    await wait(1000);
    return (await decodedFrames(viewer.page)) - before;
  };
  await eventually(stood, (count) => count === 0);
  await setHidden(viewer.page, false);
  await eventually(stood, (count) => count > 5);
  await playing(viewer.page);
  t.pass('and has it again when it is looked at');
});

void t.test(
  "a pause shows the host's own picture, and who comes late gets the show with its end",
  { skip },
  async (t) => {
    await pauseWith(studio, files.picture);
    const slate = viewer.page.locator('.watch-slate-media');
    await slate.waitFor();
    const width = () =>
      viewer.page.evaluate<number>(`document.querySelector('.watch-slate-media').naturalWidth`);
    await eventually(width, (pixels) => pixels === 640);
    const late = await stage.addVisitor('phone');
    await late.page.locator('.watch-slate-media').waitFor();
    await followFrames(late.page);
    await wait(1500);
    t.same(await takeFrames(late.page), [], 'no frame reaches a viewer in a pause');
    await studio.getByRole('button', { name: 'Back on air' }).click();
    const resumedAtMs = performance.now();
    await Promise.all([playing(viewer.page), playing(late.page)]);
    const frames = await eventually(
      () => takeFrames(late.page),
      (seen) => seen.length > 0,
    );
    t.ok(
      frames.every(({ hue }) => isHue(hue, red)),
      `the late one sees the camera`,
    );
    t.comment(`${Math.round(performance.now() - resumedAtMs)} ms after the end of the pause`);
    t.equal(await slate.count(), 0, 'the slate is gone');
    t.same(late.complaints, []);
    await late.context.close();
  },
);

void t.test('a pause plays the clip of the host', { skip }, async (t) => {
  await pauseWith(studio, files.clip);
  const slate = viewer.page.locator('video.watch-slate-media');
  await slate.waitFor();
  const position = () =>
    viewer.page.evaluate<number>(`document.querySelector('.watch-slate-media').currentTime`);
  await eventually(position, (seconds) => seconds > 0.3);
  await studio.getByRole('button', { name: 'Back on air' }).click();
  await playing(viewer.page);
  t.equal(await slate.count(), 0);
});

void t.test('a screen is a source like any other', { skip }, async (t) => {
  await studio.getByRole('button', { name: 'Share screen' }).click();
  const card = studio.locator('.source-card').nth(2);
  await card.getByText('Mb/s').waitFor({ timeout: 15_000 });
  await card.locator('.source-face').click();
  await card.getByText('On air').waitFor();
  const { programmeSourceId } = await stage.show();
  await viewer.page.locator(`[data-testid=picture][data-source="${programmeSourceId}"]`).waitFor();
  await playing(viewer.page);
  t.same(viewer.complaints, [], 'and no page complained about anything');
});
