import type { Page } from 'playwright-core';
import { newPerson } from '../test/support/browser.ts';
import { followFrames, takeFrames } from '../test/support/frame-clock.ts';
import { BrowserStage, playing } from '../test/e2e/browser-stage.ts';
import type { Bench, Figure } from './bench.ts';
import { percentile } from './statistics.ts';

/** Each join is a fresh person with an empty cache; more joins make the 95th percentile steadier. */
const joins = 20;
const warmUpJoins = 2;
const glassMs = 15_000;
/** The page has settled (script, socket, capabilities) long before a person taps. */
const beforeTapMs = 2500;

/** In the page: stamps the tap and the first frame that is displayed after it. */
const timeTap = (): void => {
  // The page's own globals; this file has Node's types only.
  const page = globalThis as unknown as {
    document: EventTarget & { querySelectorAll(selector: string): Iterable<VideoLike> };
    tapMs?: number;
    firstFrameMs?: number;
    performance: { now(): number };
  };
  interface VideoLike {
    requestVideoFrameCallback(seen: (now: number, frame: { expectedDisplayTime: number }) => void): void;
  }
  page.document.addEventListener('click', () => (page.tapMs ??= page.performance.now()), { capture: true });
  for (const video of page.document.querySelectorAll('[data-testid=picture] video')) {
    video.requestVideoFrameCallback((_now, { expectedDisplayTime }) => {
      page.firstFrameMs ??= expectedDisplayTime;
    });
  }
};

const tapToFrameMs = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { tapMs, firstFrameMs } = globalThis as unknown as { tapMs: number; firstFrameMs: number };
    return firstFrameMs - tapMs;
  });

/** One lone viewer: opens the page, waits like a person, taps, sees. A thrifty device plays nothing before the tap. */
const joinOnce = async (stage: BrowserStage): Promise<number> => {
  const context = await newPerson(stage.browser, 'phone');
  await context.addInitScript(() => {
    const { connection } = navigator as unknown as { connection: object };
    Object.defineProperty(connection, 'saveData', { get: () => true });
  });
  const page = await context.newPage();
  await page.goto(`${stage.server.origin}/watch/${stage.showId}`);
  const button = page.getByRole('button', { name: 'Watch with sound' });
  await button.waitFor();
  await new Promise((resolve) => setTimeout(resolve, beforeTapMs));
  await page.evaluate(timeTap);
  await button.click();
  await playing(page);
  const tookMs = await tapToFrameMs(page);
  await context.close();
  return tookMs;
};

const measureJoins = async (stage: BrowserStage, say: (line: string) => void): Promise<Figure[]> => {
  const samples: number[] = [];
  for (let index = 0; index < joins + warmUpJoins; index += 1) {
    const tookMs = await joinOnce(stage);
    if (index >= warmUpJoins) samples.push(tookMs);
    say(`join ${index + 1}: ${Math.round(tookMs)} ms`);
  }
  const name = 'tap to first frame';
  return [
    { name: `${name} p50`, value: percentile(samples, 0.5), unit: 'ms', target: { atMost: 250 } },
    { name: `${name} p95`, value: percentile(samples, 0.95), unit: 'ms', target: { atMost: 500 } },
  ];
};

const measureGlass = async (stage: BrowserStage, say: (line: string) => void): Promise<Figure[]> => {
  const { page, context } = await stage.addViewer('desk');
  await followFrames(page);
  await new Promise((resolve) => setTimeout(resolve, glassMs));
  // The first seconds are those of a starting encoder.
  const frames = (await takeFrames(page)).slice(60);
  const ages = frames.flatMap(({ ageMs }) => (ageMs === null ? [] : [ageMs]));
  say(`${frames.length} frames, ${ages.length} of them with a readable clock`);
  await context.close();
  return [
    { name: 'glass to glass p50', value: percentile(ages, 0.5), unit: 'ms', target: { atMost: 50 } },
    { name: 'glass to glass p95', value: percentile(ages, 0.95), unit: 'ms', target: { atMost: 80 } },
    { name: 'frames a second', value: frames.length / (glassMs / 1000 - 2), unit: 'fps' },
  ];
};

/** What a viewer feels, in a real Chromium: how soon after the tap, and how far behind the stage. */
export const page: Bench = {
  name: 'page',
  description: 'Chromium films a clock and watches it: tap to first frame, and the age of frames on screen.',
  conditions: () => ({
    joins,
    glassMs,
    picture: '1280x720@30, simulcast 3 layers',
    viewers: 1,
    rendering: 'CPU',
  }),
  run: async (say) => {
    const stage = await BrowserStage.open();
    try {
      await stage.addCamera({ hue: 30 });
      await stage.goLive();
      const glass = await measureGlass(stage, say);
      return [...glass, ...(await measureJoins(stage, say))];
    } finally {
      await stage.close();
    }
  },
};
