import tap from 'tap';
import type { Page } from 'playwright-core';
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

/** Pays the running list in cash, exactly; resolves to the order's id. */
const payCash = async (page: Page): Promise<string> => {
  const onTablet = page.getByRole('region', { name: 'List' }).getByRole('button', { name: 'Cash' });
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

void tap.test(
  'a till is paired, sells, loses its line, is reloaded without one, and tells every sale once when it is back',
  { skip },
  async (t) => {
    const stand = await TillStand.open();
    t.teardown(() => stand.close());
    const [vase] = await stand.addProduct('Vase', 2450, 12, { barcode: '4006381333931' });
    await stand.addProduct('Ribbon', 500, 10, { divisions: 100 });
    await stand.addProduct('Shirt', 1900, 6, { variants: ['Red / M', 'Red / L'] });
    if (vase === undefined) throw new Error('no vase');

    const shop = await stand.openShop();
    await shop.getByRole('button', { name: 'Add a person' }).click();
    await shop.getByLabel('Name').fill('Mira');
    await shop.getByLabel('PIN').fill('4711');
    await shop.getByRole('button', { name: 'Save' }).click();
    await shop.getByRole('listitem').filter({ hasText: 'Mira' }).waitFor();

    const device = await stand.device({ viewport: sizes.phone });
    const page = await device.newPage();
    const complaints = collectComplaints(page);
    await page.goto(await stand.pairingLink(shop));
    await shoot(page, 'pair');
    await page.getByLabel('Name of the till').fill('Stall left');
    t.notMatch(page.url(), /#./, 'the secret is gone from the address');
    await page.getByRole('button', { name: 'Make it a till' }).click();
    await page.getByRole('button', { name: 'Mira' }).waitFor();
    await shoot(page, 'who');
    await unlock(page, 'Mira', '1234');
    await page.getByText('Wrong PIN.').waitFor();
    await shoot(page, 'pin');
    for (const digit of '4711') await page.keyboard.press(digit);
    await page.keyboard.press('Enter');
    await page.getByLabel('Change in the drawer').fill('100');
    await shoot(page, 'drawer-closed');
    await page.getByRole('button', { name: 'Open the drawer' }).click();

    await page.getByRole('button', { name: /^Vase/ }).click();
    await page.keyboard.type('4006381333931');
    await page.keyboard.press('Enter');
    await shoot(page, 'sell');
    const first = await payCash(page);
    await shoot(page, 'done');
    await nextSale(page);
    t.same(await stand.stockOf(vase), { free: 10, sold: 2, leased: 0 });

    await tab(page, 'Quota');
    await page.getByLabel('Quantity of Vase').fill('3');
    await page.getByLabel('Quantity of Vase').press('Tab');
    await page.getByRole('button', { name: 'Set aside' }).click();
    await page.locator('.quota[data-quota=held]').waitFor();
    await shoot(page, 'quota');
    t.same(await stand.stockOf(vase), { free: 7, sold: 2, leased: 3 });
    await page.evaluate(untilKept);

    stand.host.close();
    await stand.server.stop();
    await page.locator('[data-line=off]').waitFor();
    await tab(page, 'Sell');
    await page.getByRole('button', { name: /^Vase/ }).click();
    const second = await payCash(page);
    await page.getByText('told when the line is back').waitFor();
    await shoot(page, 'done-offline');
    await nextSale(page);

    await page.reload();
    await unlock(page, 'Mira', '4711');
    await page.locator('[data-line=off][data-untold="1"]').waitFor();
    await page.setViewportSize(sizes.tablet);
    for (let piece = 0; piece < 3; piece += 1) await page.getByRole('button', { name: /^Vase/ }).click();
    await page.getByText('More than is there.').first().waitFor();
    await shoot(page, 'offline-over-tablet');
    await page.getByRole('region', { name: 'List' }).getByRole('button', { name: 'Cash' }).click();
    await page.getByRole('button', { name: 'Cash taken' }).click();
    await page.getByText('Not sold.').waitFor();
    await shoot(page, 'offline-refused-tablet');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'One less of Vase' }).click();
    const third = await payCash(page);
    await nextSale(page);
    // A second tab of the same till: it knows the sales, and one of both tells them.
    const twin = await device.newPage();
    await twin.goto(`${stand.server.origin}/till`);
    await twin.locator('[data-untold="2"]').waitFor();

    await stand.server.startAgain();
    await page.locator('[data-line=on][data-untold="0"]').waitFor({ timeout: 40_000 });
    await stand.reconnectHost();
    const orders = await stand.orders();
    for (const orderId of [first, second, third]) {
      t.equal(orders.filter((order) => order.orderId === orderId).length, 1, 'told once');
    }
    t.equal(orders.length, 3, 'and nothing else');
    t.equal((await stand.stockOf(vase)).sold, 5);
    t.same(
      (await stand.tills()).map(({ sales }) => sales.map(({ amountMinor }) => amountMinor)),
      [[4900, 2450, 4900]],
    );

    await tab(page, 'Sales');
    await shoot(page, 'sales-tablet');
    await page.getByRole('button', { name: 'Undo this sale' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo this sale' }).click();
    await page.getByText('undone').waitFor();
    await page.locator('[data-untold="0"]').waitFor();
    await tab(page, 'Drawer');
    await page.getByLabel('Counted').fill('173.50');
    await shoot(page, 'drawer-tablet');
    await page.getByRole('button', { name: 'Cash up and close' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cash up and close' }).click();
    await page.getByRole('heading', { name: 'Cash-ups' }).waitFor();
    const [till] = await stand.tills();
    t.match(till?.cashUps, [{ expectedMinor: 17_350, countedMinor: 17_350 }]);
    t.equal((await stand.stockOf(vase)).sold, 3);
    await shop.reload();
    await shop.getByText('Stall left').waitFor();
    await shoot(shop, 'shop-tills');
    t.same(
      complaints.filter((text) => !/WebSocket|ERR_|Failed to load/.test(text)),
      [],
    );
  },
);
