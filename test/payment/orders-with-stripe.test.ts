import t from 'tap';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import type { OrderBuyer } from './order-buyer.ts';
import { endsAs } from './order-ending.ts';
import { OrdersStand } from './orders-stand.ts';

t.setTimeout(200_000);

/** The rule (shared semantics, "Payment"): so soon after the hammer a winner with a saved method is charged. */
const chargedWithinMs = 5_000;

/** Where he can be written to. */
const writesTo = async ({ client }: OrderBuyer, email: string): Promise<void> => {
  const contact = { name: null, phone: null, address: null, language: 'en', wantsMail: true };
  await client.http('PUT', '/api/me/contact', { ...contact, email });
};

const stand = await OrdersStand.open(t);

t.test('who wins and has a saved card is charged within 5 s of the hammer, without a notice', async (t) => {
  const buyer = await stand.buyerWithCard(t, cardNumbers.good);
  const goods = await stand.addGoods('Lamp', 4000, 3);
  const { atMs: hammeredAtMs } = await stand.hammer(buyer, goods);
  await buyer.until(({ status }) => status === 'paid', 'the win is paid');
  const tookMs = performance.now() - hammeredAtMs;
  t.comment(`paid ${tookMs.toFixed(0)} ms after the hammer`);
  t.ok(tookMs < chargedWithinMs, `paid ${tookMs.toFixed(0)} ms after the hammer`);
  await endsAs(
    t,
    stand,
    { buyer, goods },
    {
      status: 'paid',
      lines: ['paid'],
      payments: [['succeeded', 4000, 0]],
      dueMinor: 0,
      stock: { capacity: 3, sold: 1, held: 0, free: 2 },
    },
  );
  t.equal(stand.chargesOf(buyer), 1);
});

t.test('a card that its owner agreed to keep is charged at his next win, any other is not', async (t) => {
  for (const savesMethod of [true, false]) {
    const buyer = await stand.buyer(t);
    const [first, goods] = [await stand.addGoods('Card', 900, 1), await stand.addGoods('Lamp', 3000, 2)];
    await buyer.take(await stand.openOffer(first), first);
    await buyer.checkOut(first.priceMinor, savesMethod);
    await stand.stripe.press(await buyer.page(), 'pay');
    await stand.deliver(stand.noticesOf(buyer));
    await buyer.until(({ status }) => status === 'paid', 'the first is paid');
    await stand.hammer(buyer, goods);
    const won = savesMethod ? [['succeeded', 3000, 0] as const] : [];
    await endsAs(
      t,
      stand,
      { buyer, goods },
      {
        status: savesMethod ? 'paid' : 'awaiting-payment',
        lines: savesMethod ? ['paid', 'paid'] : ['paid', 'placed'],
        payments: [['succeeded', 900, 0], ...won],
        dueMinor: savesMethod ? 0 : 3000,
        stock: savesMethod
          ? { capacity: 2, sold: 1, held: 0, free: 1 }
          : { capacity: 2, sold: 0, held: 1, free: 1 },
      },
    );
  }
});

t.test(
  'a charge that is declined leaves the win due; its winner is told, and pays once on the page',
  async (t) => {
    const buyer = await stand.buyerWithCard(t, cardNumbers.declinedLater);
    await writesTo(buyer, 'winner@buyer.example');
    const goods = await stand.addGoods('Vase', 5000, 2);
    await stand.hammer(buyer, goods);
    await buyer.until(({ payments }) => payments.at(-1)?.status === 'failed', 'the charge is declined');
    t.match(buyer.view, { status: 'awaiting-payment', dueMinor: 5000, lines: [{ status: 'placed' }] });
    await stand.untilStock(goods, ({ held, free }) => held === 1 && free === 1);
    const [letter] = await stand.untilWritten(buyer, 'payment-failed');
    t.match(letter, { link: new RegExp(`/watch/${stand.showId}\\?order=${buyer.orderId}`) });
    await buyer.payAgain();
    await stand.stripe.press(await buyer.page(), 'pay');
    await stand.deliver(stand.noticesOf(buyer));
    await endsAs(
      t,
      stand,
      { buyer, goods },
      {
        status: 'paid',
        lines: ['paid'],
        payments: [
          ['failed', 5000, 0],
          ['succeeded', 5000, 0],
        ],
        dueMinor: 0,
        stock: { capacity: 2, sold: 1, held: 0, free: 1 },
      },
    );
    t.equal(stand.chargesOf(buyer), 1);
  },
);

t.test('a bank that wants its customer gets him on the page, in the same payment', async (t) => {
  const buyer = await stand.buyerWithCard(t, cardNumbers.asksAlways);
  await writesTo(buyer, 'prover@buyer.example');
  const goods = await stand.addGoods('Clock', 6000, 2);
  await stand.hammer(buyer, goods);
  const page = await buyer.page();
  t.match(buyer.view, { status: 'awaiting-payment', payments: [{ status: 'action-required' }] });
  t.equal((await stand.untilWritten(buyer, 'payment-due')).length, 1, 'and he is written so, once');
  t.match(await stand.stripe.press(page, 'pay', cardNumbers.asksAlways), { html: /Is it you\?/ });
  await stand.deliver(stand.noticesOf(buyer));
  t.equal(buyer.view.dueMinor, 6000, 'a page that asks has taken nothing');
  await stand.stripe.press(page, 'authenticate');
  await stand.deliver(stand.noticesOf(buyer));
  await endsAs(
    t,
    stand,
    { buyer, goods },
    {
      status: 'paid',
      lines: ['paid'],
      payments: [['succeeded', 6000, 0]],
      dueMinor: 0,
      stock: { capacity: 2, sold: 1, held: 0, free: 1 },
    },
  );
  t.equal(stand.chargesOf(buyer), 1);
});
