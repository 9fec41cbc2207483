import t, { type Test } from 'tap';
import { axeFaults, axePath, still } from '../support/axe.ts';
import { chromiumPath } from '../support/browser.ts';
import { AuctionStand, type Bidder } from './auction-stand.ts';

t.setTimeout(400_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

/** Two who bid against each other: one on a phone, one at a desk. */
interface Seats {
  readonly stand: AuctionStand;
  readonly ann: Bidder;
  readonly ben: Bidder;
}

const byHammer = async (t: Test, { stand, ann, ben }: Seats): Promise<void> => {
  const lotId = await stand.addLot({ title: 'Stoneware bowl', startMinor: 1000 });
  await ann.page.getByTestId('pre-bid').waitFor();
  await stand.openLot(lotId);
  await Promise.all([ann.mood('open'), ben.mood('open')]);
  t.equal(await ann.button.innerText(), 'Bid €10');
  await ann.button.tap();
  await ann.mood('leading');
  t.equal(await ann.button.innerText(), 'You lead');
  await ben.reads('Bid €11');
  await ben.button.click();
  await Promise.all([ben.mood('leading'), ann.mood('outbid')]);
  await ann.page.getByTestId('bid-line').getByText('You were outbid').waitFor();
  t.equal(await ann.price.innerText(), '€11');
  t.equal(await ann.button.innerText(), 'Bid €12', 'the exact next amount');
  await ann.page.getByTestId('bid-voice').getByText('You were outbid at €11. Next bid: €12.').waitFor();
  await stand.call(lotId, 1, 1100);
  await Promise.all([ann, ben].map(({ bar }) => bar.getByText('Going once').waitFor()));
  await stand.closeLot(lotId, 1100);
  await ben.page.getByTestId('lot-ending').getByText('Yours for €11').waitFor();
  await ann.page
    .getByTestId('lot-ending')
    .getByText(/Sold to Bidder \d+ for €11/)
    .waitFor();
  t.equal(await ann.button.count(), 0, 'nothing is left to press');
};

const doubleTap = async (t: Test, { stand, ann, ben }: Seats): Promise<void> => {
  const lotId = await stand.addLot({ title: 'Vase', startMinor: 500 });
  await stand.openLot(lotId);
  await ann.mood('open');
  const box = await ann.button.boundingBox();
  if (box === null) throw new Error('the button is not on screen');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await ann.page.touchscreen.tap(x, y);
  await ann.page.touchscreen.tap(x, y);
  await ann.mood('leading');
  await ben.bar.getByText('1 bid').waitFor();
  t.equal(await ben.price.innerText(), '€5', 'nobody bids against himself');
  await stand.closeLot(lotId, 500);
  await ann.page.getByTestId('lot-ending').getByText('Yours for €5').waitFor();
};

const byMaximum = async (t: Test, { stand, ann, ben }: Seats): Promise<void> => {
  const lotId = await stand.addLot({ title: 'Clay jug', startMinor: 1000, durationMs: 300_000 });
  await stand.openLot(lotId);
  await ann.mood('open');
  await ann.page.getByTestId('max-bid').tap();
  await ann.page.getByLabel('Maximum in EUR').fill('20');
  await ann.page.getByTestId('send-max').tap();
  await ann.mood('leading');
  await ann.page.getByText('You lead. Your maximum: €20').waitFor();
  await ben.reads('Bid €11');
  await ben.page.keyboard.press('b');
  await ben.mood('outbid');
  t.equal(await ben.price.innerText(), '€12', 'one step above the other’s bid');
  await ben.page.keyboard.press('m');
  await ben.page.getByLabel('Maximum in EUR').fill('30');
  await ben.page.getByTestId('send-max').click();
  await Promise.all([ben.mood('leading'), ann.mood('outbid')]);
  t.equal(await ben.price.innerText(), '€21');
  await stand.stage.host.command('auction.void-lot', { showId: stand.showId, lotId, reason: 'Wrong jug' });
  await ann.page.getByTestId('lot-ending').getByText('Declared void: Wrong jug').waitFor();
};

const receipts = async (t: Test, { ben }: Seats): Promise<void> => {
  await ben.bar.locator('.lot-face').click();
  await ben.page.getByRole('tab', { name: 'My bids' }).click();
  await ben.page.locator('.bid-receipt').first().waitFor();
  t.same(await axeFaults(ben.page), [], 'axe');
  const download = ben.page.waitForEvent('download');
  await ben.page.getByRole('button', { name: 'Download receipts' }).click();
  t.match((await download).suggestedFilename(), /^receipts-.*\.jsonl$/);
  await ben.page.keyboard.press('Escape');
};

const takeOne = async (t: Test, { stand, ann, ben }: Seats): Promise<void> => {
  const { productId, skuIds } = await stand.addProduct('Cup', [{ label: '', priceMinor: 1800, pieces: 4 }]);
  const offerId = await stand.openOffer({
    kind: 'buy-now',
    title: 'Espresso cup',
    mediaId: null,
    priceMinor: 1800,
    insteadOfMinor: null,
    items: skuIds.map((skuId) => ({ productId, skuId, quantity: 1 })),
    isChoice: false,
    limitTotal: null,
    limitPerBuyer: null,
    durationMs: null,
    claim: 'on-hold',
  });
  await stand.stage.host.command('shelf.pin-offer', { showId: stand.showId, offerId });
  await ann.page.getByTestId('pinned').getByTestId('take').tap();
  await ann.page.getByTestId('pinned').getByRole('button', { name: 'In the cart' }).waitFor();
  // Of four at the stall 30 %, rounded up, are for the people there: two for the net, and one is Ann's now.
  await ben.page.getByTestId('pinned').getByText('Only one left').waitFor();
  t.same(await axeFaults(ann.page), [], 'axe on a phone');
  t.same(await axeFaults(ben.page), [], 'axe at a desk');
};

const checkOut = async (t: Test, { ann }: Seats): Promise<void> => {
  await ann.page.getByTestId('cart-key').tap();
  await ann.page.getByRole('dialog').getByText('Vase').waitFor();
  t.equal(await ann.page.getByTestId('order-line').count(), 2);
  await ann.page.getByTestId('to-checkout').tap();
  t.equal(await ann.page.getByTestId('checkout-total').innerText(), '€23.00');
  t.same(await axeFaults(ann.page), [], 'axe in the checkout');
  await ann.page.getByTestId('check-out').tap();
  await ann.page.getByTestId('payment-state').getByText('Pay €23.00 at the stall').waitFor();
  const code = await ann.page.locator('.pick-up-code').innerText();
  t.match(code, /^[A-Z0-9]{6}$/);
  await ann.page.getByRole('link', { name: 'Open the order' }).tap();
  await ann.page.waitForURL('**/orders/*');
  t.equal(await ann.page.locator('.pick-up-code').innerText(), code);
  t.same(await axeFaults(ann.page), [], 'axe on the order');
  await ann.page.getByRole('link', { name: 'My orders' }).tap();
  await ann.page.locator('.orders-row', { hasText: 'Espresso cup' }).getByText('To be paid').waitFor();
};

const lostConnection = async (t: Test, { stand, ben }: Seats): Promise<void> => {
  const lotId = await stand.addLot({ title: 'Last plate', startMinor: 700 });
  await stand.openLot(lotId);
  await ben.mood('open');
  await stand.stage.server.killHard();
  await ben.button.getByText('No connection').waitFor();
  await stand.stage.server.startAgain();
  await ben.button.getByText('Bid €7').waitFor({ timeout: 30_000 });
  await ben.button.click();
  await ben.mood('leading');
  t.equal(await ben.price.innerText(), '€7');
};

void t.test('the auction on the watch page', { skip }, async (t) => {
  const stand = await AuctionStand.open();
  t.teardown(() => stand.close());
  const [ann, ben] = await Promise.all([
    stand.bidder('phone', still, [axePath]),
    stand.bidder('desk', still, [axePath]),
  ]);
  const seats = { stand, ann, ben };
  await t.test('two viewers bid; who is outbid is told at once, and the hammer ends it for both', (t) =>
    byHammer(t, seats),
  );
  await t.test('a double tap is one bid', (t) => doubleTap(t, seats));
  await t.test('a maximum bids for its owner; keys bid, too', (t) => byMaximum(t, seats));
  await t.test('receipts are kept and can be taken along', (t) => receipts(t, seats));
  await t.test('what is taken from the shelf is held, and others see that it is gone', (t) =>
    takeOne(t, seats),
  );
  await t.test('won and taken things become one order, ordered for the stall with a pick-up code', (t) =>
    checkOut(t, seats),
  );
  t.same([...ann.complaints, ...ben.complaints], []);
  await t.test('without a connection the bid bar says so, and comes back by itself', (t) =>
    lostConnection(t, seats),
  );
});
