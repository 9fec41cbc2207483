import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import { endsAs, type Ending } from './order-ending.ts';
import { OrdersStand } from './orders-stand.ts';

t.setTimeout(280_000);

const stand = await OrdersStand.open(t);

/** One of three pieces was won or ordered for 25.00 and paid. */
const paidOnce: Ending = {
  status: 'paid',
  lines: ['paid'],
  payments: [['succeeded', 2500, 0]],
  dueMinor: 0,
  stock: { capacity: 3, sold: 1, held: 0, free: 2 },
};

t.test('a server killed -9 between a charge and its recording charges once', async (t) => {
  const buyer = await stand.buyerWithCard(t, cardNumbers.good);
  const goods = await stand.addGoods('Lamp', 2500, 3);
  stand.stripe.faults.plan('POST /v1/payment_intents/*/confirm', 'no-answer');
  await stand.hammer(buyer, goods);
  await stand.until(() => stand.chargesOf(buyer) === 1, 'the charge');
  t.equal((await buyer.readAgain()).paidMinor, 0, 'charged, and not recorded');
  await stand.crash(buyer);
  await endsAs(t, stand, { buyer, goods }, paidOnce);
  t.equal(stand.chargesOf(buyer), 1);
});

t.test('one killed between making a charge and confirming it charges once', async (t) => {
  const buyer = await stand.buyerWithCard(t, cardNumbers.good);
  const goods = await stand.addGoods('Vase', 2500, 3);
  stand.stripe.faults.plan('POST /v1/payment_intents', 'no-answer');
  await stand.hammer(buyer, goods);
  await stand.until(() => stand.intentsOf(buyer) === 1, 'the intent');
  await stand.crash(buyer);
  await endsAs(t, stand, { buyer, goods }, paidOnce);
  t.equal(stand.intentsOf(buyer), 1, 'under the same key');
  t.equal(stand.chargesOf(buyer), 1);
});

t.test('one killed while a page is opened goes on with that page', async (t) => {
  const goods = await stand.addGoods('Plate', 2500, 3);
  const buyer = await stand.buyer(t);
  stand.stripe.faults.plan('POST /v1/checkout/sessions', 'no-answer');
  await buyer.order(await stand.openOffer(goods), goods);
  await stand.until(() => stand.pagesOf(buyer) === 1, 'the page');
  await stand.crash(buyer);
  await stand.stripe.press(await buyer.page(), 'pay');
  t.equal(stand.pagesOf(buyer), 1, 'one page, one way to pay');
  await stand.deliver(stand.noticesOf(buyer));
  await endsAs(t, stand, { buyer, goods }, paidOnce);
});

t.test('a payment that came while the server was down is found by asking, without a notice', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Bowl', 2500, 3);
  await stand.server.killHard();
  await stand.stripe.press(page, 'pay');
  await stand.crash(buyer);
  await endsAs(t, stand, { buyer, goods }, paidOnce);
});

t.test('a server killed between a refund and its recording gives back once', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Cup', 2500, 3);
  await stand.stripe.press(page, 'pay');
  await stand.deliver(stand.noticesOf(buyer));
  stand.stripe.faults.plan('POST /v1/refunds', 'no-answer');
  const { orderId, lineIds } = buyer;
  const wish = { orderId, lineIds, refundId: 'refund-crash', amountMinor: 1000, reason: 'Chipped' };
  await stand.host.command('order.refund-lines', { ...wish, restocks: false });
  await stand.until(() => stand.refundsOf(buyer) === 1, 'the refund');
  await stand.crash(buyer);
  await endsAs(t, stand, { buyer, goods }, { ...paidOnce, payments: [['succeeded', 2500, 1000]] });
  t.equal(stand.refundsOf(buyer), 1);
});

t.test(
  'one killed before it closed the page of what was cancelled gives back what was paid there',
  async (t) => {
    const { buyer, goods, page } = await stand.ordered(t, 'Jug', 2500, 3);
    stand.stripe.faults.plan('POST /v1/checkout/sessions/*/expire', 'unreached', 100);
    await buyer.client.command('order.cancel-lines', { orderId: buyer.orderId, lineIds: buyer.lineIds });
    await stand.server.killHard();
    stand.stripe.faults.forget();
    await stand.stripe.press(page, 'pay');
    await stand.crash(buyer);
    await endsAs(
      t,
      stand,
      { buyer, goods },
      {
        ...{ status: 'withdrawn', lines: ['withdrawn'], payments: [['succeeded', 2500, 2500]], dueMinor: 0 },
        stock: { capacity: 3, sold: 0, held: 0, free: 3 },
      },
    );
    t.equal(stand.refundsOf(buyer), 1);
  },
);

t.test('wherever a server dies after the hammer, the winner is charged once', async (t) => {
  for (const afterMs of [0, 3, 8, 15]) {
    const buyer = await stand.buyerWithCard(t, cardNumbers.good);
    const goods = await stand.addGoods(`Clock ${afterMs}`, 2500, 3);
    await stand.hammer(buyer, goods);
    await delay(afterMs);
    await stand.crash(buyer);
    await endsAs(t, stand, { buyer, goods }, paidOnce);
    t.equal(stand.chargesOf(buyer), 1, `killed ${afterMs} ms after it`);
    buyer.client.close();
  }
});
