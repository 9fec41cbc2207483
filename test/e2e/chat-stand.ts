import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { collectComplaints, newPerson, type Screen } from '../support/browser.ts';
import { Producer } from './producer.ts';

/** Somebody at the watch page, or the host in the studio, as far as the chat goes. */
export class Chatter {
  readonly page: Page;
  readonly complaints: readonly string[];

  constructor(page: Page) {
    this.page = page;
    this.complaints = collectComplaints(page);
  }

  get field(): Locator {
    return this.page.getByLabel('Your message');
  }
  row(text: string): Locator {
    return this.page.locator('.chat-row', { hasText: text });
  }
  /** Types and sends; who is asked for a name keeps the one he has. */
  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }
  /** The first message of somebody without a name. */
  async introduce(name: string, text: string): Promise<void> {
    await this.say(text);
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
    await this.row(text).and(this.page.locator('[data-status=shown]')).waitFor();
  }
  async choose(text: string, ...choices: readonly string[]): Promise<void> {
    await this.row(text).first().click();
    for (const choice of choices) await this.page.getByRole('menuitem', { name: choice }).click();
  }
}

/** A live show with its host in the studio; viewers come in as they please. */
export class ChatStand {
  readonly producer: Producer;
  readonly host: Chatter;
  readonly showId: string;

  private constructor(producer: Producer, showId: string) {
    this.producer = producer;
    this.host = new Chatter(producer.page);
    this.showId = showId;
  }

  static async open(title = 'Autumn glazes: forty cups'): Promise<ChatStand> {
    const producer = await Producer.open();
    await producer.createShow(title);
    await producer.page.getByRole('button', { name: 'Go live' }).click();
    await producer.page.getByRole('button', { name: 'Press again' }).click();
    await producer.page.getByText('Everybody can see and hear you.').waitFor();
    const showId = new URL(producer.page.url()).pathname.split('/').at(-1) ?? '';
    return new ChatStand(producer, showId);
  }

  async viewer(
    screen: Screen = 'desk',
    options: BrowserContextOptions = {},
    prepare: (page: Page) => Promise<void> = async () => {},
  ): Promise<Chatter> {
    const page = await (await newPerson(this.producer.browser, screen, options)).newPage();
    await prepare(page);
    const chatter = new Chatter(page);
    await page.goto(`${this.producer.server.origin}/watch/${this.showId}`);
    await page.locator('.chat[data-state=ready]').waitFor();
    return chatter;
  }

  close(): Promise<void> {
    return this.producer.close();
  }
}
