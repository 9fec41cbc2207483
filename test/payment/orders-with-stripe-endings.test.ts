import t, { type Test } from 'tap';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import type { OrderBuyer } from './order-buyer.ts';
import { endsAs, type Ending } from './order-ending.ts';
import { OrdersStand, type Ordered } from './orders-stand.ts';

t.setTimeout(200_000);

const stand = await OrdersStand.open(t);

const press = async ({ buyer, page }: Ordered): Promise<void> => {
  await stand.stripe.press(page, 'pay');
  await stand.deliver(stand.noticesOf(buyer));
};

const paid = async (t: Test, title: string): Promise<Ordered> => {
  const ordered = await stand.ordered(t, title, 2500, 3);
  await press(ordered);
  await ordered.buyer.until(({ status }) => status === 'paid', 'paid');
  return ordered;
};

let refunds = 0;
const refund = async (buyer: OrderBuyer, amountMinor: number | null, restocks: boolean): Promise<void> => {
  refunds += 1;
  const { orderId, lineIds } = buyer;
  const wish = {
    orderId,
    refundId: `refund-00${refunds}`,
    lineIds,
    amountMinor,
    restocks,
    reason: 'Chipped',
  };
  await stand.host.command('order.refund-lines', wish);
};

/** What is ordered from now on is due so soon. */
const setDue = (paymentDueMs: number): Promise<number> =>
  stand.host.command('catalogue.set-shop', { changes: { paymentDueMs } });

const usualDueMs = 900_000;
/** Long enough to get to the page and short enough to watch it run out. */
const shortDueMs = 3_000;

/** One of three pieces was paid, and given back since. */
const backAgain: Ending = {
  status: 'refunded',
  lines: ['refunded'],
  payments: [['succeeded', 2500, 2500]],
  dueMinor: 0,
  stock: { capacity: 3, sold: 0, held: 0, free: 3 },
};

t.test('a whole refund gives back money and goods, once', async (t) => {
  const { buyer, goods } = await paid(t, 'Plate');
  await refund(buyer, null, true);
  await endsAs(t, stand, { buyer, goods }, backAgain);
  await t.rejects(refund(buyer, null, true), { code: 'order-unchanged' });
  t.equal(stand.refundsOf(buyer), 1);
});

t.test(
  'refunds in parts go back one by one, never more than was paid, and the goods with the last',
  async (t) => {
    const { buyer, goods } = await paid(t, 'Bowl');
    await refund(buyer, 600, false);
    const part = { ...backAgain, status: 'paid', lines: ['paid'] } as const;
    await endsAs(
      t,
      stand,
      { buyer, goods },
      { ...part, payments: [['succeeded', 2500, 600]], stock: { capacity: 3, sold: 1, held: 0, free: 2 } },
    );
    await t.rejects(refund(buyer, 1901, false), { code: 'refund-too-high', details: { mostMinor: 1900 } });
    await refund(buyer, null, true);
    await endsAs(t, stand, { buyer, goods }, backAgain);
    t.equal(stand.refundsOf(buyer), 2);
  },
);

t.test('a refund whose answer is lost goes back once', async (t) => {
  const { buyer, goods } = await paid(t, 'Cup');
  // The library asks twice, and the server a second later.
  stand.stripe.faults.plan('POST /v1/refunds', 'answer-lost', 3);
  await refund(buyer, null, true);
  await endsAs(t, stand, { buyer, goods }, backAgain);
  t.equal(stand.refundsOf(buyer), 1);
});

t.test('a page that cannot be opened keeps no refund of the same order waiting', async (t) => {
  const { buyer, goods } = await paid(t, 'Pot');
  const lineIds = [...buyer.lineIds];
  const more = await stand.addGoods('Lid', 700, 1);
  stand.stripe.faults.plan('POST /v1/checkout/sessions', 'unreached', 100);
  await buyer.order(await stand.openOffer(more), more);
  const wish = { orderId: buyer.orderId, lineIds, refundId: 'refund-pot', amountMinor: 900 };
  await stand.host.command('order.refund-lines', { ...wish, restocks: false, reason: 'Chipped' });
  await stand.until(() => stand.refundsOf(buyer) === 1, 'the refund');
  t.match(await buyer.readAgain(), { payments: [{ refundedMinor: 900 }, { status: 'started' }] });
  stand.stripe.faults.forget();
  await stand.stripe.press(await buyer.page(), 'pay');
  await stand.deliver(stand.noticesOf(buyer));
  await endsAs(
    t,
    stand,
    { buyer, goods },
    {
      status: 'paid',
      lines: ['paid', 'paid'],
      payments: [
        ['succeeded', 2500, 900],
        ['succeeded', 700, 0],
      ],
      dueMinor: 0,
      stock: { capacity: 3, sold: 1, held: 0, free: 2 },
    },
  );
});

t.test('money for what was cancelled meanwhile goes back, and the order says so', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Jug', 2500, 3);
  stand.stripe.faults.plan('POST /v1/checkout/sessions/*/expire', 'unreached', 4);
  await buyer.client.command('order.cancel-lines', { orderId: buyer.orderId, lineIds: buyer.lineIds });
  t.match(await buyer.readAgain(), { status: 'withdrawn', payments: [{ status: 'cancelled' }] });
  await press({ buyer, goods, page });
  await endsAs(t, stand, { buyer, goods }, { ...backAgain, status: 'withdrawn', lines: ['withdrawn'] });
  t.match(await buyer.readAgain(), { paidMinor: 2500, refundedMinor: 2500 });
  t.equal(stand.refundsOf(buyer), 1);
});

t.test('who was on the page when his order lapsed cannot pay there any more', async (t) => {
  await setDue(shortDueMs);
  const { buyer, goods, page } = await stand.ordered(t, 'Tray', 2500, 3);
  await setDue(usualDueMs);
  await stand.untilClosed(page);
  t.match(await stand.stripe.press(page, 'pay'), { html: /all done here/ });
  await endsAs(
    t,
    stand,
    { buyer, goods },
    { ...backAgain, status: 'cart', lines: ['lapsed'], payments: [['cancelled', 2500, 0]] },
  );
});

t.test('who paid just before his order lapsed has what nobody else took, without a notice', async (t) => {
  await setDue(shortDueMs);
  const { buyer, goods, page } = await stand.ordered(t, 'Dish', 2500, 3);
  await setDue(usualDueMs);
  await stand.stripe.press(page, 'pay');
  await endsAs(
    t,
    stand,
    { buyer, goods },
    {
      ...{ status: 'paid', lines: ['paid'], payments: [['succeeded', 2500, 0]], dueMinor: 0 },
      stock: { capacity: 3, sold: 1, held: 0, free: 2 },
    },
  );
});

t.test('who paid after his order lapsed and lost it to somebody else has his money back', async (t) => {
  const goods = await stand.addGoods('Last one', 2500, 1);
  const offerId = await stand.openOffer(goods);
  const [buyer, other] = [await stand.buyer(t), await stand.buyer(t)];
  await setDue(shortDueMs);
  await buyer.order(offerId, goods);
  await setDue(usualDueMs);
  const page = await buyer.page();
  stand.stripe.faults.plan('POST /v1/checkout/sessions/*/expire', 'unreached', 6);
  await buyer.until(({ lines }) => lines[0]?.status === 'lapsed', 'lapsed');
  await other.take(offerId, goods);
  await press({ buyer, goods, page });
  await endsAs(
    t,
    stand,
    { buyer, goods },
    { ...backAgain, status: 'cart', lines: ['lapsed'], stock: { capacity: 1, sold: 0, held: 1, free: 0 } },
  );
});

t.test('a winner who pays after his deadline has what he won', async (t) => {
  const buyer = await stand.buyerWithCard(t, cardNumbers.asksAlways);
  const goods = await stand.addGoods('Lamp', 2500, 3);
  await setDue(shortDueMs);
  await stand.hammer(buyer, goods);
  await setDue(usualDueMs);
  const page = await buyer.page();
  await buyer.until(({ status }) => status === 'overdue', 'overdue');
  await stand.stripe.press(page, 'pay', cardNumbers.asksAlways);
  await stand.stripe.press(page, 'authenticate');
  await stand.deliver(stand.noticesOf(buyer));
  await endsAs(
    t,
    stand,
    { buyer, goods },
    {
      ...{ status: 'paid', lines: ['paid'], payments: [['succeeded', 2500, 0]], dueMinor: 0 },
      stock: { capacity: 3, sold: 1, held: 0, free: 2 },
    },
  );
});

t.test('a lot that is voided after it was charged gives its winner the money back', async (t) => {
  const buyer = await stand.buyerWithCard(t, cardNumbers.good);
  const goods = await stand.addGoods('Clock', 2500, 3);
  // Charged, and nobody here knows it yet: once it is known, a lot is voided no more.
  stand.stripe.faults.plan('POST /v1/payment_intents/*/confirm', 'no-answer');
  const { lotId } = await stand.hammer(buyer, goods);
  await stand.until(() => stand.chargesOf(buyer) === 1, 'the charge');
  const { showId } = stand;
  await stand.host.command('auction.void-lot', { showId, lotId, reason: 'Wrong lot' });
  await stand.deliver(stand.noticesOf(buyer));
  await endsAs(t, stand, { buyer, goods }, { ...backAgain, status: 'withdrawn', lines: ['withdrawn'] });
  t.equal(stand.refundsOf(buyer), 1);
});
