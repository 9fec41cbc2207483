import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { axeFaults, axePath, spillOf, still } from '../support/axe.ts';
import { chromiumPath, screens } from '../support/browser.ts';
import { AuctionStand } from './auction-stand.ts';
import { enterAsHost, fillShop } from './sale-evening-goods.ts';

t.setTimeout(400_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;
const themes = ['light', 'dark', 'sunlight'] as const;

/** One page as it is looked at: where it is, when it is there, and the tabs to open on it. */
interface Sight {
  readonly path: string;
  readonly ready: string;
  readonly tabs?: readonly string[];
}

/** What fades in has no contrast yet; what moves for ever is not waited for. */
const settled = `Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => effect.getTiming().iterations !== Infinity)
  .map(({ finished }) => finished))`;

const faultsOf = async (page: Page, place: string): Promise<readonly string[]> => {
  await page.evaluate(settled);
  const found = (await axeFaults(page)).map((one) => `${place}: ${one}`);
  const spill = await spillOf(page);
  return spill > 0 ? [...found, `${place}: ${spill} px wider than the screen`] : found;
};

const look = async (page: Page, origin: string, { path, ready, tabs = [] }: Sight) => {
  await page.goto(origin + path);
  await page.locator(ready).first().waitFor();
  const found = [...(await faultsOf(page, path))];
  for (const name of tabs) {
    await page.getByRole('tab', { name }).click();
    found.push(...(await faultsOf(page, `${path}, ${name}`)));
  }
  return found;
};

/** Every sight at both sizes in all three lights. */
const walk = async (t: Test, page: Page, origin: string, sights: readonly Sight[]): Promise<void> => {
  for (const [screen, { viewport }] of Object.entries(screens)) {
    await page.setViewportSize(viewport);
    for (const theme of themes) {
      await page.evaluate(`localStorage.setItem('popstage.theme', '${theme}')`);
      for (const sight of sights) {
        t.same(await look(page, origin, sight), [], `${sight.path}, ${screen}, ${theme}`);
      }
    }
  }
};

void t.test('axe finds nothing where things are sold, on any screen, in any light', { skip }, async (t) => {
  const stand = await AuctionStand.open();
  t.teardown(() => stand.close());
  const buyer = await stand.bidder('desk', still, [axePath]);
  await fillShop(stand, buyer);
  const { origin } = stand.stage.server;
  const host = await enterAsHost(stand, 'desk', still, [axePath]);
  await t.test('the sale desk and the shop', (t) =>
    walk(t, host, origin, [
      { path: `/sale/${stand.showId}`, ready: '.run-row', tabs: ['Offers', 'Paddles'] },
      { path: '/shop/orders', ready: '.order-line' },
      { path: '/shop/pick-ups', ready: '.order-line' },
      { path: '/shop/stock', ready: '.stock-table' },
      { path: '/shop/products', ready: '.product-card' },
      { path: '/shop/tills', ready: '[role=tabpanel] h2' },
      { path: '/shop/settings', ready: '.settings-form' },
    ]),
  );
  await t.test('what the shop opens: an order, the reasons of a number, a form', async (t) => {
    await host.goto(`${origin}/shop/orders`);
    await host.locator('.order-line').first().click();
    await host.locator('.panel-lines').waitFor();
    t.same(await faultsOf(host, 'an order'), []);
    await host.goto(`${origin}/shop/stock`);
    await host
      .getByRole('button', { name: /^Show the reasons/ })
      .first()
      .click();
    await host.locator('.stock-details').waitFor();
    t.same(await faultsOf(host, 'the reasons'), []);
    await host.goto(`${origin}/sale/${stand.showId}`);
    await host.locator('.run-row').first().waitFor();
    await host.keyboard.press('a');
    await host.getByRole('dialog').waitFor();
    t.same(await faultsOf(host, 'the form of a lot'), []);
  });
  await t.test('what a buyer sees', (t) =>
    walk(t, buyer.page, origin, [
      { path: `/watch/${stand.showId}`, ready: '[data-testid=bid-bar]' },
      { path: '/orders', ready: '.orders-row' },
      { path: '/account', ready: 'h1' },
    ]),
  );
});
