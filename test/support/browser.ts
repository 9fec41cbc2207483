import { existsSync } from 'node:fs';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';

/**
 * Quiet and offline: no first-run pages, no updates, no QUIC, nothing that asks the network by itself.
 * Fake devices give every page a moving picture and a beep without asking; WebRTC may use loopback addresses.
 */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--auto-select-desktop-capture-source=Entire screen',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** Debian's place; other systems set `CHROMIUM_BIN`, as the set-up of the tests does. */
const systemChromium = '/usr/bin/chromium';

/** The Chromium that tests drive, or undefined where there is none. */
export const chromiumPath = (): string | undefined => {
  const path = process.env['CHROMIUM_BIN'] ?? systemChromium;
  return existsSync(path) ? path : undefined;
};

export interface BrowserSettings {
  /** Further command-line flags, e.g. another fake picture or the autoplay rules of real browsers. */
  readonly flags?: readonly string[];
  readonly headless?: boolean;
  /** Instead of `chromiumPath()`. */
  readonly program?: string;
  /** Folder in which it looks for what its user trusts; the real one's by default. */
  readonly home?: string;
}

/** A browser with a fake camera and microphone. Close it with `browser.close()`. */
export const launchBrowser = async ({
  flags: further = [],
  headless = true,
  program,
  home,
}: BrowserSettings = {}): Promise<Browser> => {
  const executablePath = program ?? chromiumPath();
  if (executablePath === undefined) throw new Error('No Chromium: set CHROMIUM_BIN to its path.');
  const user = home === undefined ? {} : { env: { ...process.env, HOME: home } };
  return chromium.launch({ executablePath, headless, args: [...flags, ...further], ...user });
};

/** Sizes every page is looked at: a small phone held upright, and a desk. */
export const screens = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  desk: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, hasTouch: false, isMobile: false },
} as const satisfies Record<string, BrowserContextOptions>;

export type Screen = keyof typeof screens;

/**
 * A fresh person's browser: own cookies and storage, camera and microphone allowed, English, certificates of
 * this machine accepted. `options` win over all of these.
 */
export const newPerson = (
  browser: Browser,
  screen: Screen = 'desk',
  options: BrowserContextOptions = {},
): Promise<BrowserContext> =>
  browser.newContext({
    ...screens[screen],
    locale: 'en-GB',
    ignoreHTTPSErrors: true,
    permissions: ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
    ...options,
  });

/** What a page complained about: uncaught errors, and errors on its console. Read it at the end of a test. */
export const collectComplaints = (page: Page): readonly string[] => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
};
