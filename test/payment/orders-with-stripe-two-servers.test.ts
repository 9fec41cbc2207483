import t from 'tap';
import { RedisServer } from '#test/support/redis-server.ts';
import { ServerProcess } from '#test/support/server-process.ts';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import { endsAs, type Ending } from './order-ending.ts';
import { OrdersStand } from './orders-stand.ts';

t.setTimeout(200_000);

const redis = await RedisServer.start(t);
const environment = { REDIS_URL: redis.url };
const stand = await OrdersStand.open(t, environment);
const { dataDir } = stand.server;
const second = await ServerProcess.start({ environment: { ...stand.stripe.env, ...environment }, dataDir });
t.teardown(() => second.close());

/** One of three pieces was won or ordered for 25.00 and paid. */
const paidOnce: Ending = {
  status: 'paid',
  lines: ['paid'],
  payments: [['succeeded', 2500, 0]],
  dueMinor: 0,
  stock: { capacity: 3, sold: 1, held: 0, free: 2 },
};

t.test('two servers that both charge a winner charge him once', async (t) => {
  const buyer = await stand.buyerWithCard(t, cardNumbers.good);
  const goods = await stand.addGoods('Lamp', 2500, 3);
  await stand.hammer(buyer, goods);
  await endsAs(t, stand, { buyer, goods }, paidOnce);
  t.equal(stand.intentsOf(buyer), 1);
  t.equal(stand.chargesOf(buyer), 1);
});

t.test('two servers that both open a page open one, and each takes the same notice', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Plate', 2500, 3);
  t.equal(stand.pagesOf(buyer), 1);
  await stand.stripe.press(page, 'pay');
  const notices = stand.noticesOf(buyer, 'checkout.session.completed');
  const urls = [stand.noticesUrl, stand.noticesUrl.replace(stand.server.origin, second.origin)];
  const answers = notices.flatMap((notice) => urls.map((url) => stand.stripe.notices.deliver(notice, url)));
  t.same(await Promise.all(answers), [204, 204]);
  await endsAs(t, stand, { buyer, goods }, paidOnce);
});

t.test('two servers that both give money back give it back once', async (t) => {
  const { buyer, goods, page } = await stand.ordered(t, 'Bowl', 2500, 3);
  await stand.stripe.press(page, 'pay');
  await stand.deliver(stand.noticesOf(buyer));
  const { orderId, lineIds } = buyer;
  const wish = { orderId, lineIds, refundId: 'refund-both', amountMinor: 700, reason: 'Chipped' };
  await stand.host.command('order.refund-lines', { ...wish, restocks: false });
  await endsAs(t, stand, { buyer, goods }, { ...paidOnce, payments: [['succeeded', 2500, 700]] });
  t.equal(stand.refundsOf(buyer), 1);
});

t.test('one that dies between a charge and its recording is followed by the other', async (t) => {
  const buyer = await stand.buyerWithCard(t, cardNumbers.good);
  const goods = await stand.addGoods('Vase', 2500, 3);
  stand.stripe.faults.plan('POST /v1/payment_intents/*/confirm', 'no-answer');
  await stand.hammer(buyer, goods);
  await stand.until(() => stand.chargesOf(buyer) === 1, 'the charge');
  await second.killHard();
  await second.startAgain();
  await endsAs(t, stand, { buyer, goods }, paidOnce);
  t.equal(stand.chargesOf(buyer), 1);
});
