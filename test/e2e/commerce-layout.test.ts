import type { Locator, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { HeadlessClient } from '../support/headless-client.ts';
import { chromiumPath } from '../support/browser.ts';
import { AuctionStand, type Bidder } from './auction-stand.ts';
import { enterAsHost } from './sale-evening-goods.ts';

t.setTimeout(200_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;
const still = { reducedMotion: 'reduce' } as const;
const longTitle = 'Salt-glazed stoneware storage jar with a wooden lid, thrown on stage in autumn';

const boxOf = async (element: Locator) => {
  const box = await element.boundingBox();
  if (box === null) throw new Error('the element is not on screen');
  return box;
};

const widthPast = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');

/** Where the thumb is, and how wide the words beside the price are. */
const shapeOf = async ({ button, bar }: Bidder) => {
  const { x, y, width, height } = await boxOf(button);
  return { x, y, width, height, title: (await boxOf(bar.locator('.lot-face-title'))).width };
};

const nothingMoves = async (t: Test, stand: AuctionStand, seat: Bidder): Promise<void> => {
  const { showId } = stand;
  const lotId = await stand.addLot({ title: longTitle, startMinor: 1000 });
  await stand.openLot(lotId);
  await seat.mood('open');
  const before = await shapeOf(seat);
  const rivals = await Promise.all([0, 1].map(() => HeadlessClient.connect(stand.stage.server.origin)));
  t.teardown(() => rivals.forEach((rival) => rival.close()));
  for (const [index, amountMinor] of [1000, 99_900, 999_900].entries()) {
    const bid = { showId, lotId, run: 1, amountMinor, isExact: true, tappedAtMs: Date.now() };
    await rivals[index % 2]?.command('auction.place-bid', bid);
  }
  await seat.price.getByText('€9,999').waitFor();
  t.same(await shapeOf(seat), before, 'after bids');
  await stand.call(lotId, 1, 999_900);
  await seat.bar.getByText('Going once').waitFor();
  t.same(await shapeOf(seat), before, 'going once');
  await stand.call(lotId, 2, 999_900);
  await seat.bar.getByText('Going twice').waitFor();
  t.same(await shapeOf(seat), before, 'going twice');
  await stand.closeLot(lotId, 999_900);
  await seat.page.getByTestId('lot-ending').waitFor();
};

void t.test('prices and calls move nothing, and long names break nothing', { skip }, async (t) => {
  const stand = await AuctionStand.open();
  t.teardown(() => stand.close());
  const variants = ['Small', 'Extraordinarily large', 'كبير'].map((label, index) => ({
    label,
    priceMinor: 1000,
    pieces: index,
  }));
  await stand.addProduct(longTitle, variants);
  for (const screen of ['phone', 'desk'] as const) {
    await t.test(`the bid button stays where it is on a ${screen}`, async (t) =>
      nothingMoves(t, stand, await stand.bidder(screen, still)),
    );
  }
  await t.test('the stock board says every variant of a long name on a phone', async (t) => {
    const host = await enterAsHost(stand, 'phone', still);
    await host.goto(`${stand.stage.server.origin}/shop/stock`);
    const rows = host.locator('.stock-table tbody tr');
    await rows.first().waitFor();
    for (const [index, { label }] of variants.entries()) {
      const row = rows.nth(index);
      t.ok(await row.getByText(label, { exact: true }).isVisible(), label);
      t.ok((await boxOf(row)).height < 200, 'no badge squeezes the name to single letters');
    }
    t.equal(await widthPast(host), 0);
  });
});
