import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { setTimeout as delay } from 'node:timers/promises';
import { collectComplaints, newPerson, type Screen } from '../support/browser.ts';
import { inPage } from '../support/in-page.ts';
import { freePorts, leadWebRtcTo, RoughLine } from '../support/rough-line.ts';
import { BrowserStage, type Seat } from './browser-stage.ts';

/** What the player said of itself at one moment (test/client/in-page/player-log.ts). */
export interface PlayerMoment {
  /** Viewer's clock, ms since the epoch. */
  readonly atMs: number;
  readonly way: string;
  readonly state: string;
  readonly content: string;
}

export interface PlayerLog {
  readonly moments: readonly PlayerMoment[];
  /** The first moment at which the sound of HLS ran, and could be heard. */
  readonly heardAtMs: number | null;
}

export const cameraHue = 200;
export const cameraToneHz = 660;

/**
 * A live show with its fallback, and two lines between the viewers and it: `web` leads to the server's own port,
 * `media` to the stage's UDP port and to the worker's port for HLS. Both are one where `isOneLine`.
 */
export class HlsStand {
  readonly stage: BrowserStage;
  readonly web: RoughLine;
  readonly media: RoughLine;
  readonly #ports: { readonly web: number; readonly udp: number };

  private constructor(stage: BrowserStage, lines: readonly [RoughLine, RoughLine], ports: readonly number[]) {
    this.stage = stage;
    [this.web, this.media] = lines;
    const [web = 0, udp = 0] = ports;
    this.#ports = { web, udp };
  }

  static async open({ isOneLine = false }: { readonly isOneLine?: boolean } = {}): Promise<HlsStand> {
    const web = new RoughLine();
    const media = isOneLine ? web : new RoughLine();
    const [mediaPort = 0, hlsPort = 0] = await freePorts(2);
    const [udp, direct] = await Promise.all([media.udp(mediaPort), media.tcp(hlsPort)]);
    const stage = await BrowserStage.open({
      HLS: 'true',
      HLS_PORT: String(hlsPort),
      HLS_URL: `http://127.0.0.1:${direct}`,
      MEDIA_PORT: String(mediaPort),
    });
    await stage.addCamera({ hue: cameraHue, toneHz: cameraToneHz });
    await stage.goLive();
    const stand = new HlsStand(stage, [web, media], [await web.tcp(portOf(stage.server.origin)), udp]);
    await stand.#untilServed();
    return stand;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#ports.web}`;
  }

  /** Somebody who can reach the show over these two lines alone, and WebRTC not at all if it is said. */
  async person(
    screen: Screen = 'desk',
    { hasWebRtc = true, ...options }: BrowserContextOptions & { readonly hasWebRtc?: boolean } = {},
  ): Promise<BrowserContext> {
    const context = await newPerson(this.stage.browser, screen, options);
    await leadWebRtcTo(context, hasWebRtc ? this.#ports.udp : null);
    await context.addInitScript(await inPage('player-log.ts', 'installPlayerLog'));
    return context;
  }

  /** Opens the watch page. */
  async visit(context: BrowserContext): Promise<Seat> {
    const page = await context.newPage();
    const complaints = collectComplaints(page);
    await page.goto(`${this.origin}/watch/${this.stage.showId}`);
    return { context, page, complaints };
  }

  async close(): Promise<void> {
    await this.stage.close();
    for (const line of [this.web, this.media]) line.close();
  }

  /** Every rendition has a whole segment. */
  async #untilServed(): Promise<void> {
    const { server, showId } = this.stage;
    for (const untilMs = performance.now() + 20_000; performance.now() < untilMs; await delay(100)) {
      const answers = await Promise.all(
        ['low', 'thrift'].map((name) => fetch(`${server.origin}/hls/${showId}/${name}/live.m3u8`)),
      );
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      if (texts.every((text) => text.includes('\ns'))) return;
    }
    throw new Error(`no playlist in time:\n${server.output}`);
  }
}

const portOf = (origin: string): number => Number(new URL(origin).port);

export const playerLog = (page: Page): Promise<PlayerLog> =>
  page.evaluate(() => (globalThis as unknown as { playerLog: PlayerLog }).playerLog);

/** The moment from which the sound of HLS ran, by the viewer's clock. */
export const heardAtMs = async (page: Page, timeoutMs = 20_000): Promise<number> => {
  for (const untilMs = Date.now() + timeoutMs; Date.now() < untilMs; await delay(50)) {
    const log = await playerLog(page);
    if (log.heardAtMs !== null) return log.heardAtMs;
  }
  return Number.POSITIVE_INFINITY;
};

/** Loudest tone of the video in front, Hz; 0 for silence. */
export const listenToVideo = async (page: Page): Promise<number> =>
  // What the in-page function resolves with.
  (await page.evaluate(await inPage('player-log.ts', 'listenToVideo'), {})) as number;

/** Resolves when the player shows this way. */
export const showsWay = (page: Page, way: 'rtc' | 'hls', timeoutMs = 15_000): Promise<unknown> =>
  page.waitForSelector(`[data-testid=picture][data-way=${way}][data-state=playing]`, { timeout: timeoutMs });

/** Rounded, for the message of an assertion. */
export const tookMs = (fromMs: number, toMs: number | undefined): number =>
  toMs === undefined ? Number.POSITIVE_INFINITY : Math.round(toMs - fromMs);
