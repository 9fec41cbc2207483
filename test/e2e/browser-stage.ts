import { execFileSync } from 'node:child_process';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, newPerson, collectComplaints, type Screen } from '../support/browser.ts';
import { installFrameClock, type FrameClockSettings } from '../support/frame-clock.ts';
import { HeadlessClient, newShowId } from '../support/headless-client.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { ShowId, SourceId } from '#domain/ids.ts';
import type { MagicLinkGrant, ShowView } from '#protocol/views.ts';

/** A page of one person, with what it complained about. */
export interface Seat {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** A real server with a show and a browser to publish and watch in. */
export class BrowserStage {
  readonly server: ServerProcess;
  readonly browser: Browser;
  readonly host: HeadlessClient;
  readonly showId: ShowId;

  private constructor(server: ServerProcess, browser: Browser, host: HeadlessClient, showId: ShowId) {
    this.server = server;
    this.browser = browser;
    this.host = host;
    this.showId = showId;
  }

  static async open(environment: Readonly<Record<string, string>> = {}): Promise<BrowserStage> {
    const [server, browser] = await Promise.all([ServerProcess.start({ environment }), launchBrowser()]);
    const host = await HeadlessClient.connect(server.origin, { link: server.adminLink });
    host.keepConnected(() => Promise.resolve());
    const stage = new BrowserStage(server, browser, host, newShowId());
    const { showId } = stage;
    await host.command('show.create-show', { showId, title: 'Clock show', description: '' });
    await host.command('show.start-rehearsal', { showId });
    return stage;
  }

  goLive(): Promise<number> {
    return this.host.command('show.go-live', { showId: this.showId });
  }

  async show(): Promise<ShowView> {
    const answer = await this.host.socket.subscribe(`show-${this.showId}`);
    if (answer.recovered) throw new Error('recovered without a position');
    return answer.snapshot;
  }

  /** A phone that opened the camera link and films; resolves when its picture goes out. */
  async addCamera(clock: FrameClockSettings): Promise<Seat & { readonly sourceId: SourceId }> {
    const known = new Set((await this.show()).sources.map(({ sourceId }) => sourceId));
    const wanted = { role: 'staff', showId: this.showId, label: 'Camera' };
    // What the route answers with (server/http/routes/links.ts).
    const { secret } = (await this.host.http('POST', '/api/links', wanted)) as MagicLinkGrant;
    const context = await newPerson(this.browser, 'phone');
    await installFrameClock(context, clock);
    const seat = await this.#sit(context, `/enter#${secret}`);
    await seat.page.getByRole('button', { name: 'Turn the camera on' }).click();
    await seat.page.waitForSelector('[data-feed=live]', { timeout: 15_000 });
    const added = (await this.show()).sources.find(({ sourceId }) => !known.has(sourceId));
    if (added === undefined) throw new Error('the camera is not on the stage');
    // The view carries ids as text; the brand is given back where the test is the edge.
    return { ...seat, sourceId: added.sourceId as SourceId };
  }

  /** The host's studio, in a browser of its own. */
  async addStudio(): Promise<Seat> {
    const seat = await this.#sit(await newPerson(this.browser), `/enter#${this.server.adminLink}`);
    await seat.page.waitForURL('**/operator');
    await seat.page.goto(`${this.server.origin}/studio/${this.showId}`);
    return seat;
  }

  /** Somebody opens the watch page, whatever there is to see. */
  async addVisitor(screen: Screen = 'desk'): Promise<Seat> {
    return this.#sit(await newPerson(this.browser, screen), `/watch/${this.showId}`);
  }

  /** A viewer on the watch page. Rejects when no picture comes. */
  async addViewer(screen: Screen = 'desk'): Promise<Seat> {
    const seat = await this.addVisitor(screen);
    await playing(seat.page);
    return seat;
  }

  async #sit(context: BrowserContext, path: string): Promise<Seat> {
    const page = await context.newPage();
    const complaints = collectComplaints(page);
    await page.goto(this.server.origin + path);
    return { context, page, complaints };
  }

  async close(): Promise<void> {
    this.host.close();
    await this.browser.close();
    await this.server.close();
  }
}

/** Resolves when the picture of the watch page plays. */
export const playing = (page: Page, timeoutMs = 15_000): Promise<unknown> =>
  page.waitForSelector('[data-testid=picture][data-state=playing]', { timeout: timeoutMs });

/** The running processes below `processId` whose command line matches. */
export const descendantsOf = (processId: number, command: RegExp): readonly number[] => {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' })
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .filter((row) => row !== null)
    .map(([, id, parent, line]) => ({ id: Number(id), parent: Number(parent), line: line ?? '' }));
  const below = (parent: number): typeof rows =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.id)]);
  return below(processId)
    .filter(({ line }) => command.test(line))
    .map(({ id }) => id);
};
