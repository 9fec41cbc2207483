import tap, { type Test } from 'tap';
import type { Page } from 'playwright-core';
import type { SkuId } from '#domain/ids.ts';
import { axeFaults, axePath, spillOf, still } from '../support/axe.ts';
import { chromiumPath, collectComplaints } from '../support/browser.ts';
import { TillStand, unlock } from './till-stand.ts';

tap.setTimeout(240_000);
const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

/** Where somebody who polishes the page wants to see it. */
const shotsFolder = process.env['TILL_SHOTS'];
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shotsFolder !== undefined) await page.screenshot({ path: `${shotsFolder}/${name}.png` });
};

const sizes = { phone: { width: 390, height: 844 }, tablet: { width: 1024, height: 768 } };

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();
const listKeys = (page: Page) => page.getByRole('region', { name: 'List' });

/** Pays the running list in cash, exactly; resolves to the order's id. */
const payCash = async (page: Page): Promise<string> => {
  const onTablet = listKeys(page).getByRole('button', { name: 'Cash' });
  if (!(await onTablet.isVisible())) await page.getByRole('button', { name: /article/ }).click();
  await page.getByRole('button', { name: 'Cash', exact: true }).locator('visible=true').last().click();
  await page.getByRole('button', { name: 'Cash taken' }).click();
  const done = page.getByTestId('sale-done');
  await done.waitFor();
  return (await done.getAttribute('data-order')) ?? '';
};

const nextSale = (page: Page) => page.getByRole('button', { name: 'Next sale' }).click();

/** Runs in the page, so it is text: the tests' own types know no DOM. Resolves when the page is kept whole. */
const untilKept = `(async () => {
  const cache = await caches.open('till-shell');
  while ((await cache.match('/till')) === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
})()`;

/** The host gives Mira a PIN in the shop. */
const addCashier = async (shop: Page): Promise<void> => {
  await shop.getByRole('button', { name: 'Add a person' }).click();
  await shop.getByLabel('Name').fill('Mira');
  await shop.getByLabel('PIN').fill('4711');
  await shop.getByRole('button', { name: 'Save' }).click();
  await shop.getByRole('listitem').filter({ hasText: 'Mira' }).waitFor();
};

/** From the scanned code to an open drawer. */
const pair = async (page: Page, link: string): Promise<void> => {
  await page.goto(link);
  await page.getByLabel('Name of the till').fill('Stall left');
  await shoot(page, 'till-pair');
  await page.getByRole('button', { name: 'Make it a till' }).click();
  await page.getByRole('button', { name: 'Mira' }).waitFor();
  await shoot(page, 'till-who');
};

const openDrawer = async (page: Page): Promise<void> => {
  await page.getByLabel('Change in the drawer').fill('100');
  await shoot(page, 'till-drawer-closed');
  await page.getByRole('button', { name: 'Open the drawer' }).click();
};

const setAside = async (page: Page, name: string, pieces: number): Promise<void> => {
  await tab(page, 'Quota');
  await page.getByLabel(`Quantity of ${name}`).fill(String(pieces));
  await page.getByLabel(`Quantity of ${name}`).press('Tab');
  await page.getByRole('button', { name: 'Set aside' }).click();
  await page.locator('.quota[data-quota=held]').waitFor();
  await shoot(page, 'till-quota');
};

const openStand = async (t: Test): Promise<{ stand: TillStand; shop: Page; vase: SkuId }> => {
  const stand = await TillStand.open();
  t.teardown(() => stand.close());
  const [vase] = await stand.addProduct('Vase', 2450, 12, { barcode: '4006381333931' });
  await stand.addProduct('Ribbon', 500, 10, { divisions: 100 });
  await stand.addProduct('Shirt', 1900, 6, { variants: ['Red / M', 'Red / L'] });
  if (vase === undefined) throw new Error('no vase');
  const shop = await stand.openShop();
  await addCashier(shop);
  return { stand, shop, vase };
};

/** Without a line: what the quota has is sold, one more is not; the page is reloaded in between. Two sales. */
const sellOffline = async (t: Test, page: Page): Promise<readonly string[]> => {
  await tab(page, 'Sell');
  await page.getByRole('button', { name: /^Vase/ }).click();
  const first = await payCash(page);
  await page.getByText('told when the line is back').waitFor();
  await shoot(page, 'till-done-offline');
  await nextSale(page);
  await page.reload();
  await unlock(page, 'Mira', '4711');
  await page.locator('[data-line=off][data-untold="1"]').waitFor();
  await page.getByText(/No line since/).waitFor();
  await page.setViewportSize(sizes.tablet);
  for (let piece = 0; piece < 3; piece += 1) await page.getByRole('button', { name: /^Vase/ }).click();
  await page.getByText('More than is there.').first().waitFor();
  await shoot(page, 'till-offline-over-tablet');
  const cash = listKeys(page).getByRole('button', { name: 'Cash' });
  t.equal(await cash.getAttribute('aria-disabled'), 'true', 'no money is taken for what is not there');
  await page.getByRole('button', { name: 'One less of Vase' }).click();
  const second = await payCash(page);
  await nextSale(page);
  return [first, second];
};

const undoAndCashUp = async (page: Page): Promise<void> => {
  await tab(page, 'Sales');
  await shoot(page, 'till-sales-tablet');
  await page.getByRole('button', { name: 'Undo this sale' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo this sale' }).click();
  await page.getByText('undone').waitFor();
  await page.locator('[data-untold="0"]').waitFor();
  await tab(page, 'Drawer');
  await page.getByLabel('Counted').fill('173.50');
  await shoot(page, 'till-drawer-tablet');
  await page.getByRole('button', { name: 'Cash up and close' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cash up and close' }).click();
  await page.getByRole('heading', { name: 'Cash-ups' }).waitFor();
};

void tap.test(
  'a till loses its line, is reloaded without one and with a wrong clock, and tells every sale once when it is back',
  { skip },
  async (t) => {
    const { stand, shop, vase } = await openStand(t);
    const device = await stand.device({ viewport: sizes.phone });
    // Two years slow: nothing that is sold or told depends on it.
    await device.addInitScript(`{ const now = Date.now; Date.now = () => now() - 63_000_000_000; }`);
    const page = await device.newPage();
    const complaints = collectComplaints(page);
    await pair(page, await stand.pairingLink(shop));
    t.notMatch(page.url(), /#./, 'the secret is gone from the address');
    await unlock(page, 'Mira', '1234');
    await page.getByText('Wrong PIN.').waitFor();
    await shoot(page, 'till-pin');
    await page.keyboard.type('4711');
    await page.keyboard.press('Enter');
    await openDrawer(page);

    await page.getByRole('button', { name: /^Vase/ }).click();
    await page.keyboard.type('4006381333931');
    await page.keyboard.press('Enter');
    await shoot(page, 'till-sell');
    const first = await payCash(page);
    await nextSale(page);
    t.same(await stand.stockOf(vase), { free: 10, sold: 2, leased: 0 });
    await setAside(page, 'Vase', 3);
    t.same(await stand.stockOf(vase), { free: 7, sold: 2, leased: 3 });
    await page.evaluate(untilKept);

    stand.host.close();
    await stand.server.stop();
    await page.locator('[data-line=off]').waitFor();
    const offline = await sellOffline(t, page);
    // A second tab of the same till: it knows the sales, and one of both tells them.
    const twin = await device.newPage();
    await twin.goto(`${stand.server.origin}/till`);
    await twin.locator('[data-untold="2"]').waitFor();

    await stand.server.startAgain();
    await page.locator('[data-line=on][data-untold="0"]').waitFor({ timeout: 40_000 });
    await stand.reconnectHost();
    const told = (await stand.orders()).map(({ orderId }) => orderId);
    t.same(told.toSorted(), [first, ...offline].toSorted(), 'each told once, and nothing else');
    t.equal((await stand.stockOf(vase)).sold, 5);
    const sums = (await stand.tills()).map(({ sales }) => sales.map(({ amountMinor }) => amountMinor));
    t.same(sums, [[4900, 2450, 4900]], 'the newest first: told in the order they were made');

    await undoAndCashUp(page);
    const [till] = await stand.tills();
    t.match(till?.cashUps, [{ expectedMinor: 17_350, countedMinor: 17_350 }]);
    t.equal((await stand.stockOf(vase)).sold, 3);
    await shop.reload();
    await shop.getByText('Stall left').waitFor();
    await shoot(shop, 'till-shop');
    // A browser complains by itself about a server that is gone.
    t.same(
      complaints.filter((text) => !/WebSocket|ERR_|Failed to load/.test(text)),
      [],
    );
  },
);

void tap.test(
  'a paddle pays at the till and gets its goods; a wrong payment is undone and due again',
  { skip },
  async (t) => {
    const { stand, shop, vase } = await openStand(t);
    await stand.buy(vase, 2450, 7);
    const page = await (await stand.device({ viewport: sizes.phone })).newPage();
    await pair(page, await stand.pairingLink(shop));
    await unlock(page, 'Mira', '4711');
    await openDrawer(page);
    await tab(page, 'Collect');
    await page.getByRole('searchbox').fill('7');
    await page.getByText('Paddle 7').waitFor();
    await shoot(page, 'till-settle-due');
    await page.getByRole('button', { name: 'Paid in cash' }).click();
    await page.getByRole('button', { name: 'Cash taken' }).click();
    await page.getByRole('button', { name: 'Hand out all' }).waitFor();
    await tab(page, 'Sales');
    await page.getByRole('button', { name: 'Undo the payment' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the payment' }).click();
    await page.getByText('undone').waitFor();
    await tab(page, 'Collect');
    await page.getByRole('searchbox').fill('7');
    await page.locator('.settle-card[data-due="2450"]').waitFor();
    await page.getByRole('button', { name: 'Paid by card' }).click();
    await page.getByRole('button', { name: 'Hand out all' }).click();
    await page.locator('.settle-card[data-status=done]').waitFor();
    await shoot(page, 'till-settle-done');
    t.match(await stand.stockOf(vase), { sold: 1 });
    const [till] = await stand.tills();
    t.match(till?.drawer, { cashMinor: 0, terminalMinor: 2450 });
  },
);

void tap.test(
  'axe finds nothing on the parts of the till in each language and look, and nothing is wider than the screen',
  { skip },
  async (t) => {
    const { stand, shop } = await openStand(t);
    const looks = { en: 'light', de: 'sunlight', ar: 'dark' };
    const device = await stand.device({ viewport: sizes.phone, ...still });
    await device.addInitScript({ path: axePath });
    const page = await device.newPage();
    await pair(page, await stand.pairingLink(shop));
    await unlock(page, 'Mira', '4711');
    await openDrawer(page);
    await page.getByRole('button', { name: /^Vase/ }).waitFor();
    for (const [language, theme] of Object.entries(looks)) {
      await page.evaluate(
        `localStorage.setItem('popstage.theme', '${theme}'); localStorage.setItem('popstage.language', '${language}')`,
      );
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        await page.reload();
        await page.locator('.pin-person').click();
        await page.locator('.pin-pad').waitFor();
        await page.keyboard.type('4711');
        t.same(await axeFaults(page), [], `${language} ${size}: the PIN pad`);
        await page.keyboard.press('Enter');
        await page.locator('.article-key').first().click();
        for (let part = 0; part < 5; part += 1) {
          await page.getByRole('tab').nth(part).click();
          const what = `${language} ${size}: part ${part}`;
          t.same(await axeFaults(page), [], what);
          t.ok((await spillOf(page)) <= 0, `${what}: not wider`);
          await shoot(page, `till-${language}-${size}-${part}`);
        }
      }
    }
  },
);
