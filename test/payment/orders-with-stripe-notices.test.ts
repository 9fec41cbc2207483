import t from 'tap';
import type { StripeNotice } from '#test/support/stripe-double/notices.ts';
import { endsAs, type Ending } from './order-ending.ts';
import { OrdersStand } from './orders-stand.ts';

t.setTimeout(240_000);

/** 30 s since it was last heard of, looked at once a minute; and some time for a busy machine. */
const foundWithinMs = 90_000;

const stand = await OrdersStand.open(t);

/** One of three pieces was ordered for 25.00 and paid. */
const paidOnce: Ending = {
  status: 'paid',
  lines: ['paid'],
  payments: [['succeeded', 2500, 0]],
  dueMinor: 0,
  stock: { capacity: 3, sold: 1, held: 0, free: 2 },
};

/** The one that a page told last of a type. */
const only = (notices: readonly StripeNotice[]): StripeNotice => {
  const [notice, ...more] = notices;
  if (notice === undefined || more.length > 0) throw new Error(`one notice, but ${notices.length}`);
  return notice;
};

// It takes a minute in the background of all the others.
const lost = await stand.ordered(t, 'Lost', 2500, 3);
await stand.stripe.press(lost.page, 'pay');

t.test('an order paid on the page is paid when the notice comes, and not before', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Plate', 2500, 3);
  await stand.stripe.press(page, 'pay');
  t.match(await buyer.readAgain(), { status: 'awaiting-payment', dueMinor: 2500 });
  await stand.deliver([only(stand.noticesOf(buyer, 'checkout.session.completed'))]);
  await endsAs(t, stand, { buyer, goods }, paidOnce);
  t.equal(stand.chargesOf(buyer), 1);
});

t.test('a card that is declined on the page leaves it open for another one', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Jug', 2500, 3);
  t.match(await stand.stripe.press(page, 'decline'), { html: /declined/ });
  await stand.deliver(stand.noticesOf(buyer));
  t.match(await buyer.readAgain(), { status: 'awaiting-payment', payments: [{ url: page }] });
  await stand.stripe.press(page, 'pay');
  await stand.deliver(stand.noticesOf(buyer));
  await endsAs(t, stand, { buyer, goods }, paidOnce);
});

t.test('a notice that comes twice, also twice at once, pays once', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Bowl', 2500, 3);
  await stand.stripe.press(page, 'pay');
  const notice = only(stand.noticesOf(buyer, 'checkout.session.completed'));
  await Promise.all([1, 2, 3, 4].map(() => stand.deliver([notice])));
  await stand.deliver([notice]);
  await endsAs(t, stand, { buyer, goods }, paidOnce);
  t.equal(stand.chargesOf(buyer), 1);
});

t.test('two notices of one payment, under ids of their own and at once, pay once', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Cup', 2500, 3);
  await stand.stripe.press(page, 'pay');
  const completed = only(stand.noticesOf(buyer, 'checkout.session.completed'));
  const succeeded = only(stand.noticesOf(buyer, 'payment_intent.succeeded'));
  t.not(completed.id, succeeded.id);
  await Promise.all([completed, succeeded].map((notice) => stand.deliver([notice])));
  await endsAs(t, stand, { buyer, goods }, paidOnce);
});

t.test('the end of a page that is told after its success changes nothing', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Mug', 2500, 3);
  await stand.stripe.press(page, 'pay');
  const completed = only(stand.noticesOf(buyer, 'checkout.session.completed'));
  stand.stripe.notices.publish('checkout.session.expired', asExpired(completed));
  await stand.deliver(stand.noticesOf(buyer, 'checkout.session.expired'));
  t.match(await buyer.readAgain(), { status: 'awaiting-payment', payments: [{ status: 'failed' }] });
  await stand.deliver([completed]);
  await endsAs(t, stand, { buyer, goods }, paidOnce);
});

/** The page as Stripe had it while it was open, and closed. */
const asExpired = ({ body }: StripeNotice): object => {
  // Written by the double (stripe-double/notices.ts).
  const { data } = JSON.parse(body) as { readonly data: { readonly object: object } };
  return { ...data.object, status: 'expired', payment_status: 'unpaid', payment_intent: null, url: null };
};

t.test('a success that is told when another page is open closes that page: nobody pays twice', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Dish', 2500, 3);
  await stand.stripe.press(page, 'pay');
  const completed = only(stand.noticesOf(buyer, 'checkout.session.completed'));
  stand.stripe.notices.publish('checkout.session.expired', asExpired(completed));
  await stand.deliver(stand.noticesOf(buyer, 'checkout.session.expired'));
  await buyer.payAgain();
  await buyer.until(({ payments }) => payments.length === 2 && payments[1]?.url !== null, 'a second page');
  const second = await buyer.page();
  await stand.deliver([completed]);
  await endsAs(
    t,
    stand,
    { buyer, goods },
    {
      ...paidOnce,
      payments: [
        ['succeeded', 2500, 0],
        ['cancelled', 2500, 0],
      ],
    },
  );
  await stand.untilClosed(second);
  t.match(await stand.stripe.press(second, 'pay'), { html: /all done here/ });
  t.equal(stand.chargesOf(buyer), 1);
});

t.test('who pays one page and orders more before it is told owes only what is new', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Lamp', 2500, 3);
  const more = await stand.addGoods('Shade', 800, 1);
  await stand.stripe.press(page, 'pay');
  await buyer.take(await stand.openOffer(more), more);
  await buyer.checkOut(3300);
  await endsAs(
    t,
    stand,
    { buyer, goods },
    {
      status: 'awaiting-payment',
      lines: ['paid', 'placed'],
      payments: [
        ['succeeded', 2500, 0],
        ['cancelled', 3300, 0],
      ],
      dueMinor: 800,
      stock: { capacity: 3, sold: 1, held: 0, free: 2 },
    },
  );
  await buyer.payAgain();
  await stand.stripe.press(await buyer.page(), 'pay');
  await stand.deliver(stand.noticesOf(buyer));
  await buyer.until(({ dueMinor }) => dueMinor === 0, 'the rest is paid');
  t.equal(stand.takenMinor(buyer), 3300);
});

t.test('a refund that is told before the success it is of ends as one that is told after it', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Tray', 2500, 3);
  await stand.stripe.press(page, 'pay');
  await buyer.client.command('order.cancel-lines', { orderId: buyer.orderId, lineIds: buyer.lineIds });
  await stand.until(() => stand.noticesOf(buyer, 'charge.refunded').length === 1, 'the refund');
  await stand.deliver(stand.noticesOf(buyer, 'charge.refunded'));
  await stand.deliver(stand.noticesOf(buyer, 'checkout.session.completed'));
  await endsAs(
    t,
    stand,
    { buyer, goods },
    {
      status: 'withdrawn',
      lines: ['withdrawn'],
      payments: [['succeeded', 2500, 2500]],
      dueMinor: 0,
      stock: { capacity: 3, sold: 0, held: 0, free: 3 },
    },
  );
});

t.test('money by bank debit is awaited, and refused by the bank leaves the order due', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Vase', 2500, 3);
  await stand.stripe.press(page, 'pay-later');
  await stand.deliver(stand.noticesOf(buyer));
  t.match(await buyer.readAgain(), { payments: [{ status: 'pending' }] });
  await t.rejects(
    buyer.payAgain(),
    { code: 'payment-under-way' },
    'while a bank works on it, nobody pays twice',
  );
  stand.stripe.settle(page.split('/').at(-1) ?? '', false);
  await stand.deliver(stand.noticesOf(buyer));
  await endsAs(
    t,
    stand,
    { buyer, goods },
    {
      status: 'awaiting-payment',
      lines: ['placed'],
      payments: [['failed', 2500, 0]],
      dueMinor: 2500,
      stock: { capacity: 3, sold: 0, held: 1, free: 2 },
    },
  );
});

t.test('what nobody signed, signed with another secret, or signed long ago is refused', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Pot', 2500, 3);
  await stand.stripe.press(page, 'pay');
  const notice = only(stand.noticesOf(buyer, 'checkout.session.completed'));
  const { notices } = stand.stripe;
  const good = notices.signed(notice);
  const altered = { ...good, body: Buffer.from(notice.body.replace('2500', '1')) };
  const old = notices.signed(notice, { signedAtMs: Date.now() - 6 * 60_000 });
  for (const [what, signed, code] of [
    ['no signature', { ...good, signature: '' }, 'notice-signature-invalid'],
    ['another secret', notices.signed(notice, { secrets: ['whsec_other'] }), 'notice-signature-invalid'],
    ['an altered body', altered, 'notice-signature-invalid'],
    ['an old signature', old, 'notice-too-old'],
  ] as const) {
    const answer = await fetch(stand.noticesUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': signed.signature },
      body: new Uint8Array(signed.body),
    });
    t.match(await answer.json(), { error: { code } }, what);
    t.not(Math.floor(answer.status / 100), 2, 'so that a true one would come again');
  }
  t.match(await buyer.readAgain(), {
    status: 'awaiting-payment',
    payments: [{ status: 'action-required' }],
    paidMinor: 0,
  });
  await stand.deliver([notice]);
  await endsAs(t, stand, { buyer, goods }, paidOnce);
});

t.test('a payment whose notices are all lost is found by asking', async (t) => {
  const { buyer } = lost;
  await buyer.until(({ status }) => status === 'paid', 'found', foundWithinMs);
  await endsAs(t, stand, lost, paidOnce);
  t.equal(stand.chargesOf(buyer), 1);
});
