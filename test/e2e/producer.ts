import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { collectComplaints, launchBrowser, newPerson, type Screen } from '../support/browser.ts';
import { ServerProcess } from '../support/server-process.ts';

/** A real server and a browser whose first person came in by the admin link, as on the first start. */
export class Producer {
  readonly server: ServerProcess;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: readonly string[];

  private constructor(server: ServerProcess, browser: Browser, context: BrowserContext, page: Page) {
    this.server = server;
    this.browser = browser;
    this.context = context;
    this.page = page;
    this.complaints = collectComplaints(page);
  }

  /** Ends on the operator page. */
  static async open(): Promise<Producer> {
    const [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
    const context = await newPerson(browser);
    const producer = new Producer(server, browser, context, await context.newPage());
    await producer.page.goto(`${server.origin}/enter#${server.adminLink}`);
    await producer.page.waitForURL('**/operator');
    return producer;
  }

  /** Creates a show on the page as a person would; ends in its studio. */
  async createShow(title: string): Promise<void> {
    const { page } = this;
    await page.goto(`${this.server.origin}/studio`);
    await page.getByRole('button', { name: 'New show' }).click();
    await page.getByLabel('Title').fill(title);
    await page.getByRole('button', { name: 'Create show' }).click();
    await page.waitForURL('**/studio/*');
    await page.getByRole('button', { name: 'Add camera' }).waitFor();
  }

  async addCamera(): Promise<void> {
    const { page } = this;
    await page.getByRole('button', { name: 'Add camera' }).click();
    await page.getByRole('button', { name: 'Add to the stage' }).click({ timeout: 15_000 });
    await page.locator('.source-card').first().waitFor();
  }

  /** Resolves when the programme monitor shows decoded frames; the player says so on its element. */
  async seeProgramme(): Promise<void> {
    await this.page.locator('[data-testid=programme][data-state=playing]').waitFor({ timeout: 20_000 });
  }

  /** Another administrator, on another screen or in another light; ends on the operator page. */
  async elsewhere(
    screen: Screen,
    options: BrowserContextOptions,
    prepare: (page: Page) => Promise<void>,
  ): Promise<Page> {
    const page = await (await newPerson(this.browser, screen, options)).newPage();
    await prepare(page);
    await page.goto(`${this.server.origin}/enter#${this.server.adminLink}`);
    await page.waitForURL('**/operator');
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }
}
