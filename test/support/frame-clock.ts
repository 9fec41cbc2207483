import type { BrowserContext, Page } from 'playwright-core';
import { inPage } from './in-page.ts';

/**
 * A fake camera whose every frame says when it was drawn, as black and white bars along its upper edge, over a
 * ground of one colour. Whoever sees the picture reads its age and knows the camera.
 */
export interface FrameClockSettings {
  /** Hue of the ground in degrees: tells the cameras apart. */
  readonly hue: number;
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
  /** Of the sound: tells the microphones apart. */
  readonly toneHz?: number;
}

/** 26 bits of milliseconds come round after 18 hours; 4 more are their checksum. */
const timeBits = 26;
const checkBits = 4;
/** A bar is 43 x 86 pixels at 720p and still 11 x 21 in the smallest layer. */
const layout = { timeBits, checkBits, barCount: timeBits + checkBits, barShare: 0.12 };

/** Gives every page of `context` this camera instead of the browser's fake one. */
export const installFrameClock = async (
  context: BrowserContext,
  settings: FrameClockSettings,
): Promise<void> => {
  const options = { width: 1280, height: 720, framesPerSecond: 30, toneHz: 440, ...settings, ...layout };
  await context.addInitScript(await inPage('clock-camera.ts', 'installClockCamera'), options);
};

/** Turns the phone: the camera in `page` goes on in another size. */
export const resizeCamera = (page: Page, size: { readonly width: number; readonly height: number }) =>
  page.evaluate((wanted) => {
    // Put there by the clock camera.
    const { resizeCamera: resize } = globalThis as unknown as { resizeCamera: (to: typeof wanted) => void };
    resize(wanted);
  }, size);

/** What a frame on a viewer's screen said. */
export interface SeenFrame {
  /** From drawing in the camera to display, ms; null when the bars could not be read. */
  readonly ageMs: number | null;
  /** Viewer's clock, ms since the epoch. */
  readonly atMs: number;
  readonly hue: number;
  /** 0 to 255. */
  readonly brightness: number;
}

/** Starts reading every frame that the watch page in `page` shows. */
export const followFrames = async (page: Page): Promise<void> => {
  await page.evaluate(await inPage('clock-reader.ts', 'followClockFrames'), layout);
};

/** The frames seen since the last call. */
export const takeFrames = (page: Page): Promise<readonly SeenFrame[]> =>
  page.evaluate(() => {
    // Put there by the clock reader.
    const { seenFrames } = globalThis as unknown as { seenFrames: SeenFrame[] };
    return seenFrames.splice(0);
  });

/** Whether a hue is the one a camera was given: codecs move it by a few degrees. */
export const isHue = (seen: number, given: number): boolean => {
  const distance = Math.abs(seen - given) % 360;
  return Math.min(distance, 360 - distance) < 25;
};

/** The longest time without a new picture, ms. */
export const longestGapMs = (frames: readonly SeenFrame[]): number =>
  Math.round(Math.max(...frames.slice(1).map(({ atMs }, index) => atMs - (frames[index]?.atMs ?? atMs))));
