import t, { type Test } from 'tap';
import type { PaymentId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import { principalOf, StandLog } from '../core-stand.ts';
import { BookProvider } from './book-provider.ts';
import {
  ada,
  anotherServer,
  lineIdOf,
  openOffer,
  openShop,
  orderOfBuyer,
  showId,
  stockUp,
  take,
  until,
  type ShopStand,
} from './order-stand.ts';

const orderId = orderOfBuyer(ada);
const parcelMinor = 90;

const refuse = (reason: string) => () => {
  throw new Refusal('refund-refused', { reason });
};
const breakDown = () => {
  throw new Error('the line is down');
};

/** Orders what is in Ada's cart as a parcel, and she pays it over the provider. */
async function payAll(stand: ShopStand, seenTotalMinor: number): Promise<void> {
  const wish = { showId, delivery: 'parcel', method: 'stripe', seenTotalMinor } as const;
  await stand.do({ type: 'check-out', ...wish }, ada);
  const payment = async () => (await stand.order(orderId)).payments.at(-1);
  await until('begun', async () => (await payment())?.status === 'action-required');
  const { paymentId = '' as PaymentId, providerRef } = (await payment()) ?? {};
  const outcome = { status: 'succeeded', providerRef: providerRef ?? '' } as const;
  const notice = { noticeId: `notice-${paymentId}`, paymentId, orderId, saidAtMs: 0 };
  await stand.application.takePaymentNotice({ ...notice, kind: 'outcome', outcome });
}

/** Ada has paid for a cup and its parcel. */
async function paid(t: Test) {
  const log = new StandLog();
  const provider = new BookProvider();
  const stand = await openShop(t, log, { payment: provider });
  await stand.do({ type: 'set-shop', changes: { shipsParcels: true, shippingMinor: parcelMinor } });
  for (const name of ['cup', 'vase']) {
    await stockUp(log, name, 5);
    await openOffer(stand, name);
  }
  await stand.do(take('cup'), ada);
  await payAll(stand, 500 + parcelMinor);
  return { log, provider, stand };
}

const refund = (refundId: string, name = 'cup', amountMinor: number | null = null) =>
  ({
    type: 'refund-lines',
    orderId,
    refundId,
    lineIds: [lineIdOf(name)],
    amountMinor,
    restocks: true,
    reason: 'cracked',
  }) as const;

const retry = (refundId: string, by: 'provider' | 'hand', amountMinor: number | null = null) =>
  ({ type: 'retry-refund', orderId, failedRefundId: 'refund-01', refundId, amountMinor, by }) as const;

const statusOf = async (stand: ShopStand, refundId: string) =>
  (await stand.order(orderId)).refunds.find((one) => one.refundId === refundId)?.status;
const isOwing = async (stand: ShopStand) =>
  (await stand.application.listOrders({ showId }))[0]?.needsAttention === true;

t.test('a refused refund stays owed until all of it went back, by the provider and by hand', async (t) => {
  const { provider, stand } = await paid(t);
  provider.onRefund = refuse('charge_disputed');
  await stand.do(refund('refund-01'));
  await until('refused', async () => (await statusOf(stand, 'refund-01')) === 'failed');
  t.match(await stand.order(orderId), { refunds: [{ declineCode: 'charge_disputed' }] });
  t.ok(await isOwing(stand));
  t.equal(await stand.try(retry('refund-02', 'provider'), principalOf('staff')), 'forbidden');
  t.equal(await stand.try(retry('refund-02', 'provider'), ada), 'forbidden');

  await stand.do(retry('refund-02', 'provider', 200));
  await until('refused again', async () => (await statusOf(stand, 'refund-02')) === 'failed');
  t.ok(await isOwing(stand));
  provider.onRefund = () => undefined;
  await stand.do({ ...retry('refund-03', 'provider'), failedRefundId: 'refund-02' });
  await until('done', async () => (await statusOf(stand, 'refund-03')) === 'done');
  t.ok(await isOwing(stand), 'the rest of the first');
  await stand.do(retry('refund-04', 'hand'));
  t.notOk(await isOwing(stand));
  t.same([...provider.refunds], [['refund-03', 200]], 'what was handed back is not sent');
  t.match(await stand.order(orderId), {
    payments: [{ refundedMinor: 590 }],
    lines: [{ status: 'refunded' }],
  });
  t.match((await stand.ledger()).pools[0], { sold: 0 }, 'the goods came back once');
});

t.test(
  'a refund that was begun is sent again after a crash, under the same id, until it is done',
  async (t) => {
    const { log, provider, stand } = await paid(t);
    let asked = 0;
    provider.onRefund = () => {
      asked += 1;
      breakDown();
    };
    await stand.do(refund('refund-01', 'cup', 200));
    await until('asked', async () => asked > 0);
    t.equal(await statusOf(stand, 'refund-01'), 'started', 'a fault is no refusal');
    t.notOk(await isOwing(stand));
    await stand.application.shutdown();
    const second = new BookProvider();
    let left = 1;
    second.onRefund = () => (left-- > 0 ? breakDown() : undefined);
    const next = await anotherServer(t, log, { payment: second });
    await until('broken once more', async () => left <= 0);
    log.clock.nowMs += 2_000;
    await until('done', async () => (await statusOf(next, 'refund-01')) === 'done');
    t.same([...second.refunds], [['refund-01', 200]]);
  },
);

t.test('of an order that is paid in part the parcel waits for the rest, and goes back with it', async (t) => {
  const { provider, stand } = await paid(t);
  await stand.do(take('vase'), ada);
  const wish = { showId, delivery: 'parcel', method: 'stall', seenTotalMinor: 500 } as const;
  await stand.do({ type: 'check-out', ...wish }, ada);
  const both = { orderId, lineIds: [lineIdOf('cup'), lineIdOf('vase')] };
  t.equal(await stand.try({ type: 'cancel-lines', ...both }), 'line-wrong-status');
  t.equal(await stand.try({ ...refund('refund-01'), ...both }), 'line-wrong-status');
  await stand.do(refund('refund-01', 'cup', 100));
  await stand.do(refund('refund-02', 'cup'));
  t.match(await stand.application.listOrders({ showId }), [{ dueMinor: 500, totalMinor: 590 }]);
  await stand.do({ type: 'cancel-lines', orderId, lineIds: [lineIdOf('vase')] }, ada);
  await until('all back', async () => provider.refunds.size === 3);
  t.same([...provider.refunds.values()], [100, 400, parcelMinor]);
  t.match(await stand.application.listOrders({ showId }), [{ dueMinor: 0, totalMinor: 0 }]);
  t.match((await stand.ledger()).holds, []);
});

t.test('what the provider says went back is compared with what he was asked for alone', async (t) => {
  const { provider, stand } = await paid(t);
  provider.onRefund = refuse('charge_disputed');
  await stand.do(refund('refund-01', 'cup', 300));
  await until('refused', async () => (await statusOf(stand, 'refund-01')) === 'failed');
  await stand.do(retry('refund-02', 'hand'));
  provider.onRefund = breakDown;
  await stand.do(refund('refund-03', 'cup', 200));
  const paymentId = (await stand.order(orderId)).payments[0]?.paymentId ?? ('' as PaymentId);
  const notice = { paymentId, orderId, saidAtMs: 0, kind: 'refunded' } as const;
  await stand.application.takePaymentNotice({ ...notice, noticeId: 'part', refundedMinor: 199 });
  t.equal(await statusOf(stand, 'refund-03'), 'started');
  await stand.application.takePaymentNotice({ ...notice, noticeId: 'whole', refundedMinor: 200 });
  t.equal(await statusOf(stand, 'refund-03'), 'done');
});
