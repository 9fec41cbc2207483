import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { Role } from '#protocol/roles.ts';
import type { MagicLinkGrant } from '#protocol/views.ts';
import { collectComplaints, launchBrowser, newPerson, type Screen } from '../support/browser.ts';
import { HeadlessClient, newShowId } from '../support/headless-client.ts';
import { ServerProcess } from '../support/server-process.ts';

/** An announced show on a real server, people without browsers who write in its chat, and moderators with one. */
export class ModeratedRoom {
  readonly server: ServerProcess;
  readonly browser: Browser;
  readonly admin: HeadlessClient;
  readonly showId: ShowId;
  readonly complaints: (readonly string[])[] = [];
  readonly #people: HeadlessClient[] = [];

  private constructor(server: ServerProcess, browser: Browser, admin: HeadlessClient, showId: ShowId) {
    this.server = server;
    this.browser = browser;
    this.admin = admin;
    this.showId = showId;
  }

  static async open(): Promise<ModeratedRoom> {
    const [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
    const admin = await HeadlessClient.connect(server.origin, { link: server.adminLink, name: 'Olive' });
    const showId = newShowId();
    await admin.command('show.create-show', {
      showId,
      title: 'Autumn glazes: forty cups, one evening',
      description: '',
    });
    await admin.command('show.schedule-show', { showId, startsAtMs: Date.now() + 3_600_000 });
    return new ModeratedRoom(server, browser, admin, showId);
  }

  /** Somebody of the public. */
  async viewer(name: string): Promise<HeadlessClient> {
    const viewer = await HeadlessClient.connect(this.server.origin, { name });
    this.#people.push(viewer);
    return viewer;
  }

  /** A person's id as commands want it; it came from the server that made it. */
  static idOf(client: HeadlessClient): PersonId {
    return client.grant.session.personId as PersonId;
  }

  /** The secret of a link for this show; whoever comes by it has its label as a name. */
  async link(role: Role, label: string): Promise<string> {
    const body = { role, label, showId: this.showId };
    // What the route answers with (server/http/routes/links.ts).
    return ((await this.admin.http('POST', '/api/links', body)) as MagicLinkGrant).secret;
  }

  /** A moderator at the desk of this show, who came in by a link and was brought there by it. */
  async moderator(
    name: string,
    screen: Screen = 'desk',
    options: BrowserContextOptions = {},
    prepare: (page: Page) => Promise<void> = async () => undefined,
  ): Promise<Page> {
    const page = await (await newPerson(this.browser, screen, options)).newPage();
    this.complaints.push(collectComplaints(page));
    await prepare(page);
    await page.goto(`${this.server.origin}/enter#${await this.link('moderator', name)}`);
    await page.waitForURL(`**/moderation/${this.showId}`);
    await page.locator('.queue').waitFor();
    return page;
  }

  /** Somebody of the public with the show's page open, who came by a link that names them. */
  async watcher(name: string, screen: Screen = 'desk'): Promise<Page> {
    const page = await (await newPerson(this.browser, screen)).newPage();
    this.complaints.push(collectComplaints(page));
    await page.goto(`${this.server.origin}/enter#${await this.link('viewer', name)}`);
    await page.waitForURL(`**/watch/${this.showId}`);
    return page;
  }

  async close(): Promise<void> {
    for (const person of [...this.#people, this.admin]) person.close();
    await this.browser.close();
    await this.server.close();
  }
}
