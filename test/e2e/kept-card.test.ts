import t, { type Test } from 'tap';
import type { Outbox } from '#protocol/buyer-views.ts';
import { axeFaults, axePath, still } from '../support/axe.ts';
import { chromiumPath } from '../support/browser.ts';
import { StripeDouble } from '../support/stripe-double/stripe-double.ts';
import { AuctionStand, type Bidder } from './auction-stand.ts';
import { addGoods, openOfferOf } from './sale-evening-goods.ts';

t.setTimeout(120_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

async function openShop(t: Test) {
  const stripe = await StripeDouble.start(t);
  const stand = await AuctionStand.open(stripe.env);
  t.teardown(() => stand.close());
  stripe.notices.sendTo(`${stand.stage.server.origin}/api/payment-notices/stripe`);
  return { stripe, stand, lamp: await addGoods(stand, 'Lamp', 4000, 10) };
}

/** On the provider's own page, from which one comes back to the show. */
async function payOnPage({ page }: Bidder, stripe: StripeDouble, button: string): Promise<void> {
  await page.waitForURL(`${stripe.origin}/**`);
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.waitForURL('**/watch/**');
  await page.locator('.chat[data-state=ready]').waitFor();
}

const tapBid = async (bidder: Bidder): Promise<void> => {
  await bidder.reads('Bid €10');
  await bidder.button.click();
};

/** The way the page leads to, and the link of the mail, which leads back to the show. */
async function signInByMail({ page }: Bidder, { stage }: AuctionStand): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Sign in on every device' });
  await dialog.getByLabel('E-mail').fill('ann@example.com');
  await dialog.getByRole('button', { name: 'Mail me a link' }).click();
  await dialog.getByText('A link is on its way').waitFor();
  const { messages } = (await stage.host.http('GET', '/api/outbox')) as Outbox;
  const link = messages.map(({ text }) => /https?:\S+/.exec(text)?.[0]).find((found) => found !== undefined);
  await page.goto(link ?? '');
  await page.waitForURL('**/watch/**');
  await page.locator('.chat[data-state=ready]').waitFor();
}

void t.test(
  'where a card is asked for, the first bid leads to it, the second counts, the win is paid',
  { skip },
  async (t) => {
    const { stripe, stand, lamp } = await openShop(t);
    await stand.stage.host.command('catalogue.set-shop', { changes: { bidRequires: 'payment-method' } });
    const lines = [{ skuId: lamp.skuId, quantity: 1 }];
    const lotId = await stand.addLot({ title: 'Lamp one', productId: lamp.productId, lines });
    await stand.openLot(lotId);
    const ann = await stand.bidder('phone', still, [axePath]);
    await tapBid(ann);
    await signInByMail(ann, stand);
    await tapBid(ann);
    const dialog = ann.page.getByRole('dialog', { name: 'A card on file' });
    await dialog.waitFor();
    t.same(await axeFaults(ann.page), [], 'axe on the dialog');
    await ann.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await tapBid(ann);
    await ann.page.getByTestId('save-card').click();
    await payOnPage(ann, stripe, 'Save card');
    await tapBid(ann);
    await ann.mood('leading');
    await stand.call(lotId, 1, 1000);
    await stand.call(lotId, 2, 1000);
    await stand.closeLot(lotId, 1000);
    await ann.page.getByTestId('lot-ending').waitFor();
    await ann.page.getByTestId('cart-key').click();
    await ann.page.locator('[data-testid=order-line][data-status=paid]').waitFor();
    t.equal(stripe.books.charges.size, 1, 'charged once, with nobody asked again');
    await ann.page.goto(`${stand.stage.server.origin}/account`);
    await ann.page.getByText('A card is saved.').waitFor();
  },
);

void t.test('a card is kept when the buyer ticks it, and not before', { skip }, async (t) => {
  const { stripe, stand, lamp } = await openShop(t);
  await openOfferOf(stand, [lamp], { kind: 'buy-now', title: 'Lamp', priceMinor: 4000 });
  const keptBy = async (ticks: boolean): Promise<number> => {
    const buyer = await stand.bidder('desk');
    await buyer.page.getByTestId('take').first().click();
    await buyer.page.getByTestId('cart-key').click();
    await buyer.page.getByTestId('to-checkout').click();
    t.equal(await buyer.page.getByTestId('keep-card').isChecked(), false, 'nobody agreed beforehand');
    if (ticks) await buyer.page.getByTestId('keep-card').check();
    await buyer.page.getByTestId('check-out').click();
    await payOnPage(buyer, stripe, 'Pay');
    await stripe.notices.sent();
    await buyer.page.goto(`${stand.stage.server.origin}/account`);
    await buyer.page.locator('#account-card').waitFor();
    await buyer.page.getByTestId('save-card').waitFor();
    return buyer.page.getByText('A card is saved.').count();
  };
  t.equal(await keptBy(false), 0);
  t.equal(await keptBy(true), 1);
});
