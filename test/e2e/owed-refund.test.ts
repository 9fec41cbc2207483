import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { warehousePlaceId } from '#domain/catalogue/catalogue.ts';
import type { OfferId, OrderLineId, ProductId, ShowId, SkuId } from '#domain/ids.ts';
import type { OrderView } from '#protocol/order-views.ts';
import { axeFaults, axePath, spillOf, still } from '../support/axe.ts';
import { chromiumPath, launchBrowser, newPerson, screens } from '../support/browser.ts';
import { orderReading } from '../support/commerce-reading.ts';
import { HeadlessClient } from '../support/headless-client.ts';
import { goLive } from '../support/headless-stage.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StripeDouble } from '../support/stripe-double/stripe-double.ts';

t.setTimeout(120_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;
const priceMinor = 500;

// Brands are for ids that came over a wire; a test makes its own.
const idOf = <Id>(name: string): Id => `${name}-${randomUUID()}`.slice(0, 36) as Id;

async function openOffer(host: HeadlessClient, showId: ShowId): Promise<OfferId> {
  const [productId, skuId] = [idOf<ProductId>('product'), idOf<SkuId>('sku')];
  const unit = { name: 'piece', divisions: 1, divisionName: 'piece', leastQuantity: 1 };
  const sku = { skuId, label: '', priceMinor, unit, barcode: null, isArchived: false };
  const product = { productId, title: 'Cup', description: '', pictures: [], taxLabel: '', skus: [sku] };
  await host.command('catalogue.set-shop', { changes: { onSiteReservePercent: 0 } });
  await host.command('catalogue.save-product', { product });
  await host.command('ledger.receive-stock', { skuId, placeId: warehousePlaceId, quantity: 1, note: '' });
  const offerId = idOf<OfferId>('offer');
  const terms = {
    ...{ kind: 'buy-now' as const, title: 'Cup', priceMinor, mediaId: null, insteadOfMinor: null },
    items: [{ productId, skuId, quantity: 1 }],
    ...{ isChoice: false, limitTotal: null, limitPerBuyer: null, durationMs: null },
    claim: 'on-hold' as const,
  };
  await host.command('shelf.add-offer', { showId, offerId, terms });
  await host.command('shelf.open-offer', { showId, offerId });
  return offerId;
}

/** Somebody bought a cup and paid it over Stripe, on a real server. */
async function openPaid(t: Test) {
  const stripe = await StripeDouble.start(t);
  const server = await ServerProcess.start({ environment: stripe.env });
  t.teardown(() => server.close());
  stripe.notices.sendTo(`${server.origin}/api/payment-notices/stripe`);
  const host = await HeadlessClient.connect(server.origin, { link: server.adminLink });
  t.teardown(() => host.close());
  const showId = await goLive(host, 'Tonight');
  const offerId = await openOffer(host, showId);
  const buyer = await HeadlessClient.connect(server.origin);
  t.teardown(() => buyer.close());
  const { orderId } = await buyer.request('order.mine', { showId });
  const reader = await buyer.read(`order-${orderId}`);
  const until = async (holds: (order: OrderView) => boolean) =>
    reader.until(() => {
      const order = orderReading(reader);
      return order !== undefined && holds(order);
    });
  const lineId = idOf<OrderLineId>('line');
  const wish = { showId, offerId, lineId, pieces: 1, skuId: null, seenPriceMinor: priceMinor };
  await buyer.command('order.take-offer', wish);
  const ordered = { showId, delivery: 'pick-up', method: 'stripe', seenTotalMinor: priceMinor } as const;
  await buyer.command('order.check-out', ordered);
  await until(({ payments }) => (payments.at(-1)?.url ?? null) !== null);
  await stripe.press(orderReading(reader)?.payments.at(-1)?.url ?? '', 'pay');
  await until(({ lines }) => lines[0]?.status === 'paid');
  const [charge] = stripe.books.charges.values();
  if (charge === undefined) throw new Error('nothing was taken');
  return { server, stripe, charge, until };
}

async function enterShop(t: Test, server: ServerProcess): Promise<Page> {
  const browser = await launchBrowser();
  t.teardown(() => browser.close());
  const context = await newPerson(browser, 'desk', still);
  await context.addInitScript({ path: axePath });
  const page = await context.newPage();
  await page.goto(`${server.origin}/enter#${server.adminLink}`);
  await page.waitForURL('**/operator');
  await page.goto(`${server.origin}/shop/orders`);
  return page;
}

async function expectGoodOnAllScreens(t: Test, page: Page): Promise<void> {
  for (const [name, { viewport }] of Object.entries(screens)) {
    await page.setViewportSize(viewport);
    t.same(await axeFaults(page, '.order-columns'), [], `axe, ${name}`);
    t.ok((await spillOf(page)) <= 0, `nothing is wider than the ${name}`);
  }
}

const refundsAsked = ({ requests }: StripeDouble): number =>
  requests.filter((request) => request === 'POST /v1/refunds').length;

const gone = (locator: Locator): Promise<void> => locator.waitFor({ state: 'detached' });

void t.test(
  'the shop sees what a provider refused to give back, and brings it to an end',
  { skip },
  async (t) => {
    const { server, stripe, charge, until } = await openPaid(t);
    const page = await enterShop(t, server);
    const button = (name: string | RegExp) => page.getByRole('button', { name });
    charge.disputed = true;
    await page.locator('.order-line').click();
    await button('Refund').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Refund/ })
      .click();
    await page.locator('.order-line').getByText('needs attention').waitFor();
    await page.getByText('Needs attention (1)').click();
    const owed = page.getByRole('region', { name: 'Money is owed to the buyer' });
    await owed.getByText('Still owed: €5.00').waitFor();
    t.match(await owed.textContent(), /refused to give back €5\.00 for Cup\..*charge_disputed/);
    await expectGoodOnAllScreens(t, page);

    await button('Give back €5.00 again').click();
    while (refundsAsked(stripe) < 2) await new Promise((resolve) => setTimeout(resolve, 25));
    await until(({ refundedMinor }) => refundedMinor === 0);
    await owed.getByText('Still owed: €5.00').waitFor();
    t.equal(charge.amount_refunded, 0, 'the provider refused again');

    charge.disputed = false;
    await owed.getByRole('textbox').fill('9');
    await owed.getByText('At most what is owed.').waitFor();
    await owed.getByRole('textbox').fill('2');
    await button('Give back €2.00 again').click();
    await owed.getByText('Still owed: €3.00').waitFor();
    await owed.getByRole('textbox').fill('');
    await button('€3.00 returned by hand').click();
    await button('The buyer has it').click();
    await gone(owed);
    await gone(page.locator('.order-line'));
    await until(({ refundedMinor }) => refundedMinor === priceMinor);
    t.equal(charge.amount_refunded, 200, 'what was handed back is not sent once more');
  },
);
