import type { Browser, BrowserContext, Page } from 'playwright-core';
import tap, { type Test } from 'tap';
import {
  chromiumPath,
  collectComplaints,
  launchBrowser,
  newPerson,
  screens,
  type Screen,
} from '../support/browser.ts';
import { axeFaults, axePath, spillOf, still } from '../support/axe.ts';
import { ServerProcess } from '../support/server-process.ts';

tap.setTimeout(180_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;
const email = 'anna@example.com';

interface Stand {
  readonly server: ServerProcess;
  readonly browser: Browser;
}

const openStand = async (t: Test): Promise<Stand> => {
  const [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  t.teardown(async () => {
    await browser.close();
    await server.close();
  });
  return { server, browser };
};

const openPage = async (context: BrowserContext, url: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(url);
  return page;
};

/** What the operator does without a mail server: opens the latest mail to an address and copies its link. */
const linkFromOutbox = async ({ server }: Stand, operator: Page): Promise<string> => {
  await operator.goto(`${server.origin}/operator`);
  await operator.getByRole('tab', { name: 'Outbox' }).click();
  await operator.getByRole('button', { name: 'Your link to sign in' }).first().click();
  const link = operator.getByRole('dialog').getByRole('link', { name: 'Open the link' });
  const href = await link.getAttribute('href');
  await operator.getByRole('button', { name: 'Close' }).click();
  return href ?? '';
};

const askForLink = async (page: Page): Promise<void> => {
  await page.getByRole('region', { name: 'Sign in on every device' }).getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Mail me a link' }).click();
  await page.getByText(`A link is on its way to ${email}.`).waitFor();
};

const ownName = (page: Page): Promise<string> => page.locator('#account-name').innerText();

void tap.test(
  'a guest signs in by mail and is the same person on a second device; what he gives is kept, then erased',
  { skip },
  async (t) => {
    const stand = await openStand(t);
    const { server, browser } = stand;
    const operator = await openPage(await newPerson(browser), `${server.origin}/enter#${server.adminLink}`);
    await operator.waitForURL('**/operator');

    const phone = await newPerson(browser, 'phone');
    const page = await openPage(phone, `${server.origin}/account`);
    const complaints = collectComplaints(page);
    await page.getByRole('button', { name: 'Change name' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Anna of the kiln');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Anna of the kiln' }).waitFor();

    await askForLink(page);
    const opened = await openPage(phone, await linkFromOutbox(stand, operator));
    await opened.waitForURL('**/account');
    await opened.getByText(`You are signed in as ${email}.`).waitFor();
    t.equal(await ownName(opened), 'Anna of the kiln', 'the guest stays who he was');

    await opened.getByLabel('Full name').fill('Anna Muster');
    await opened.getByLabel('Phone').fill('0151 123');
    await opened.getByLabel('Street and number').fill('Hauptstraße 1');
    await opened.getByLabel('Town').fill('Berlin');
    await opened.getByRole('button', { name: 'Save' }).click();
    await opened.getByText('Write the number with its country code').waitFor();
    await opened.getByLabel('Phone').fill('+49 151 12345678');
    await opened.getByRole('button', { name: 'Save' }).click();
    await opened.getByText('Saved').waitFor();

    const desk = await newPerson(browser);
    const elsewhere = await openPage(desk, `${server.origin}/account`);
    await askForLink(elsewhere);
    const other = await openPage(desk, await linkFromOutbox(stand, operator));
    await other.getByText(`You are signed in as ${email}.`).waitFor();
    t.equal(await ownName(other), 'Anna of the kiln');
    t.equal(await other.getByLabel('Phone').inputValue(), '+4915112345678');
    t.equal(await other.getByLabel('Street and number').inputValue(), 'Hauptstraße 1');

    await other.getByRole('switch', { name: 'By mail' }).click();
    await other.getByRole('switch', { name: 'By mail', checked: false }).waitFor();
    await other.getByRole('button', { name: 'Erase my data' }).click();
    await other.getByRole('dialog').getByRole('button', { name: 'Erase my data' }).click();
    await other.getByText('Your data is erased.').waitFor();
    t.match(await ownName(other), /^Guest \d{4}$/, 'a stranger again');
    t.equal(await other.getByLabel('Full name').inputValue(), '');
    t.same(complaints, []);
  },
);

/** Runs in the page, so it is text: the tests' own types know no DOM. */
const startWorker = `navigator.serviceWorker.register('/sw.js')
  .then(() => navigator.serviceWorker.ready).then(() => undefined)`;
const readShown = `navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
  .then((shown) => shown.map(({ title, body, tag, dir, data }) => ({ title, body, tag, dir, data })))`;

void tap.test('a push is shown by the service worker while no page asks for it', { skip }, async (t) => {
  const { server, browser } = await openStand(t);
  const context = await newPerson(browser, 'desk', { permissions: ['notifications'] });
  const page = await openPage(context, `${server.origin}/account`);
  await page.evaluate(startWorker);
  const session = await context.newCDPSession(page);
  // Whoever pushes to a worker that is not active yet is not heard.
  const active = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const found = versions.find(({ status }) => status === 'activated');
      if (found !== undefined) resolve(found.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await active;
  const payload = { title: 'You won: Vase', body: 'It is yours.', language: 'ar', tag: 'won' };
  const data = JSON.stringify({ ...payload, link: 'https://shop.example/watch/show-0001' });
  let shown: unknown[] = [];
  // On a busy machine Chromium now and then drops what it is told to deliver to a worker that has only just begun; one
  // of the same tag takes the place of the one before, so there is never more than one.
  for (let attempt = 0; shown.length === 0 && attempt < 5; attempt += 1) {
    await session.send('ServiceWorker.deliverPushMessage', { origin: server.origin, registrationId, data });
    for (let look = 0; shown.length === 0 && look < 20; look += 1) {
      await page.waitForTimeout(100);
      shown = await page.evaluate<unknown[]>(readShown);
    }
  }
  t.match(shown, [
    { title: 'You won: Vase', body: 'It is yours.', tag: 'won', dir: 'rtl', data: '/watch/show-0001' },
  ]);
});

void tap.test(
  'axe finds nothing on these pages, and nothing is wider than the screen',
  { skip },
  async (t) => {
    const stand = await openStand(t);
    const { server, browser } = stand;
    const languages = { en: 'light', de: 'sunlight', ar: 'dark' };
    for (const screen of Object.keys(screens) as Screen[]) {
      for (const [language, theme] of Object.entries(languages)) {
        const context = await newPerson(browser, screen, still);
        await context.addInitScript(
          `localStorage.setItem('popstage.theme', '${theme}'); localStorage.setItem('popstage.language', '${language}')`,
        );
        await context.addInitScript({ path: axePath });
        const page = await openPage(context, `${server.origin}/account`);
        await page.locator('.account .input').first().waitFor();
        const what = `${screen}, ${language}, ${theme}`;
        t.same(await axeFaults(page), [], what);
        t.ok((await spillOf(page)) <= 0, `${what}: not wider`);
        if (language === 'en') await askForLink(page);
        await page.goto(`${server.origin}/enter#${server.adminLink}`);
        await page.waitForURL('**/operator');
        await page.getByRole('tab').nth(3).click();
        await page.locator('.outbox-row').first().click();
        await page.getByRole('dialog').waitFor();
        t.same(await axeFaults(page), [], `the outbox: ${what}`);
        t.ok((await spillOf(page)) <= 0, `the outbox: ${what}: not wider`);
        await context.close();
      }
    }
  },
);
