import t, { type Test } from 'tap';
import type { OrderId, PaymentId } from '#domain/ids.ts';
import type { PaymentOutcome } from '#application/payment/payment-provider.ts';
import { Refusal } from '#protocol/errors.ts';
import { principalOf, StandLog } from '../core-stand.ts';
import { BookProvider } from './book-provider.ts';
import {
  ada,
  anotherServer,
  bob,
  checkOut,
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
const minuteMs = 60_000;

/** Ada has a cup in her order and its payment with the provider has begun. */
async function paying(t: Test, provider = new BookProvider()) {
  const log = new StandLog();
  const stand = await openShop(t, log, { payment: provider });
  await stockUp(log, 'cup', 1);
  await openOffer(stand, 'cup');
  await stand.do(take('cup'), ada);
  await stand.do(checkOut(500, 'stripe'), ada);
  const status = async () => (await stand.line(orderId, lineIdOf('cup'))).status;
  const payment = async () => (await stand.order(orderId)).payments.at(-1);
  await until('begun', async () => (await payment())?.status === 'action-required');
  const { paymentId = '' as PaymentId, providerRef } = (await payment()) ?? {};
  return { log, stand, provider, status, payment, paymentId, providerRef: providerRef ?? '' };
}

let lastNotice = 0;
const tell = (stand: ShopStand, paymentId: PaymentId, outcome: PaymentOutcome, of: OrderId = orderId) =>
  stand.application.takePaymentNotice({
    noticeId: `notice-${++lastNotice}`,
    paymentId,
    orderId: of,
    saidAtMs: 0,
    kind: 'outcome',
    outcome,
  });

t.test('the buyer is sent to the page of the provider, and what he pays is his', async (t) => {
  const { stand, paymentId, providerRef, payment, status } = await paying(t);
  t.match(await payment(), { url: `https://provider.example/${paymentId}`, amountMinor: 500 });
  await tell(stand, paymentId, { status: 'succeeded', providerRef });
  t.equal(await status(), 'paid');
  t.match(await stand.ledger(), { holds: [], pools: [{ sold: 1, held: 0 }] });
  t.match(await stand.order(orderId), { pickUpCode: /^[A-Z34679]{6}$/, delivery: { kind: 'pick-up' } });
});

t.test('what is paid with is kept only where the buyer agreed to it, payment by payment', async (t) => {
  const log = new StandLog();
  const provider = new BookProvider();
  const stand = await openShop(t, log, { payment: provider });
  await stockUp(log, 'cup', 1);
  await openOffer(stand, 'cup');
  await stand.do(take('cup'), ada);
  const wish = { showId, delivery: 'pick-up', method: 'stripe', seenTotalMinor: 500 } as const;
  await stand.do({ type: 'check-out', ...wish, savesMethod: true }, ada);
  await until('asked', async () => provider.requests.length === 1);
  t.equal(provider.requests[0]?.savesMethod, true);
  const isOpen = async () => (await stand.order(orderId)).payments.at(-1)?.status === 'action-required';
  await until('open', isOpen);
  await stand.do({ type: 'pay-order', showId, method: 'stripe' }, ada);
  await until('asked anew', async () => provider.requests.length === 2);
  t.equal(provider.requests[1]?.savesMethod, undefined, 'what he agreed to once is not agreed to for ever');
  await until('open anew', isOpen);
  await stand.do({ type: 'pay-order', showId, method: 'stripe', savesMethod: true }, ada);
  await until('asked thrice', async () => provider.requests.length === 3);
  t.equal(provider.requests[2]?.savesMethod, true);
  await until('open thrice', isOpen);
  await stand.do({ type: 'pay-order', showId, method: 'stall', savesMethod: true }, ada);
  t.notOk((await stand.order(orderId)).payments.at(-1)?.savesMethod, 'at the stall there is nothing to keep');
});

t.test('notices that come twice and in any order end in one state', async (t) => {
  const orders: readonly (readonly PaymentOutcome['status'][])[] = [
    ['pending', 'succeeded', 'succeeded'],
    ['succeeded', 'failed', 'pending'],
    ['failed', 'action-required', 'succeeded', 'failed'],
  ];
  for (const statuses of orders) {
    const { stand, paymentId, providerRef, payment, status } = await paying(t);
    for (const said of statuses) {
      const outcome = { status: said, providerRef, url: 'https://x.example', declineCode: 'lost' };
      await tell(stand, paymentId, outcome);
    }
    t.equal((await payment())?.status, 'succeeded', statuses.join(', '));
    t.equal(await status(), 'paid');
    t.equal((await stand.order(orderId)).refunds.length, 0);
  }
});

t.test('a notice that got lost is asked for', async (t) => {
  const { log, stand, provider, providerRef, status } = await paying(t);
  provider.onLook = () => ({ status: 'succeeded', providerRef });
  log.clock.nowMs += minuteMs;
  await until('paid', async () => (await status()) === 'paid');
  t.equal((await stand.order(orderId)).payments.length, 1);
});

t.test(
  'a server that dies between order and provider is followed by one that begins the payment',
  async (t) => {
    const provider = new BookProvider();
    provider.onBegin = () => {
      throw new Error('killed');
    };
    const log = new StandLog();
    const stand = await openShop(t, log, { payment: provider });
    await stockUp(log, 'cup', 1);
    await openOffer(stand, 'cup');
    await stand.do(take('cup'), ada);
    await stand.do(checkOut(500, 'stripe'), ada);
    await until('asked', async () => provider.requests.length > 0);
    await stand.application.shutdown();
    const second = new BookProvider();
    const next = await anotherServer(t, log, { payment: second });
    await until('begun', async () => (await next.order(orderId)).payments[0]?.status === 'action-required');
    t.equal(second.requests[0]?.paymentId, provider.requests[0]?.paymentId);
  },
);

t.test('paid too late: still the buyer’s when nobody took it', async (t) => {
  const { log, stand, provider, paymentId, providerRef, status } = await paying(t);
  log.clock.nowMs += 15 * minuteMs;
  await until('lapsed', async () => (await status()) === 'lapsed');
  await until('given up', async () => provider.cancelled.includes(providerRef));
  await tell(stand, paymentId, { status: 'succeeded', providerRef });
  t.equal(await status(), 'paid');
  t.match((await stand.ledger()).pools, [{ sold: 1, held: 0 }]);
});

t.test('paid too late and somebody else has it: the money goes back by itself', async (t) => {
  const { log, stand, provider, paymentId, providerRef, status } = await paying(t);
  log.clock.nowMs += 15 * minuteMs;
  await until('lapsed', async () => (await status()) === 'lapsed');
  await stand.do(take('cup', 'hers'), bob);
  await tell(stand, paymentId, { status: 'succeeded', providerRef });
  await until('refunded', async () => (await stand.order(orderId)).refunds[0]?.status === 'done');
  t.same([...provider.refunds.values()], [500]);
  t.equal(await status(), 'lapsed');
  t.match((await stand.ledger()).pools, [{ sold: 0, held: 1 }]);
});

t.test('two payments that both succeed pay once, and the second goes back', async (t) => {
  const { stand, provider, paymentId, providerRef, status } = await paying(t);
  await stand.do({ type: 'pay-order', showId, method: 'stripe' }, ada);
  await until('second', async () => (await stand.order(orderId)).payments[1]?.status === 'action-required');
  const [first, second] = (await stand.order(orderId)).payments;
  t.equal(first?.status, 'cancelled');
  await tell(stand, second?.paymentId ?? paymentId, { status: 'succeeded', providerRef: 'ref-second' });
  await tell(stand, paymentId, { status: 'succeeded', providerRef });
  t.equal(await status(), 'paid');
  await until('refunded', async () => provider.refunds.size === 1);
  t.equal((await stand.order(orderId)).refunds[0]?.paymentId, paymentId);
});

t.test('while the bank works on it nothing else is begun', async (t) => {
  const { stand, paymentId, providerRef } = await paying(t);
  await tell(stand, paymentId, { status: 'pending', providerRef });
  t.equal(await stand.try({ type: 'pay-order', showId, method: 'stripe' }, ada), 'payment-under-way');
  t.equal(
    await stand.try({ type: 'note-stall-payment', orderId, method: 'cash' }, principalOf('staff')),
    'payment-under-way',
  );
});

t.test('a refund goes through the provider, in parts and never above what was paid', async (t) => {
  const { stand, provider, paymentId, providerRef } = await paying(t);
  await tell(stand, paymentId, { status: 'succeeded', providerRef });
  const refund = (refundId: string, amountMinor: number | null, restocks = false) =>
    stand.try({
      type: 'refund-lines',
      orderId,
      refundId,
      lineIds: [lineIdOf('cup')],
      amountMinor,
      restocks,
      reason: 'cracked',
    });
  t.equal(await refund('refund-01', 200), 'accepted');
  t.equal(await refund('refund-01', 200), 'refund-exists');
  t.equal(await refund('refund-02', 301), 'refund-too-high');
  t.match(await stand.line(orderId, lineIdOf('cup')), { status: 'paid', refundedMinor: 200 });
  t.equal(await refund('refund-03', null, true), 'accepted');
  await until('done', async () =>
    (await stand.order(orderId)).refunds.every(({ status }) => status === 'done'),
  );
  t.same([...provider.refunds.values()], [200, 300]);
  t.match(await stand.line(orderId, lineIdOf('cup')), { status: 'refunded', refundedMinor: 500 });
  t.match((await stand.ledger()).pools, [{ sold: 0 }]);
});

t.test('a refund that the provider refuses is not counted, and can be tried again', async (t) => {
  const { stand, provider, paymentId, providerRef } = await paying(t);
  await tell(stand, paymentId, { status: 'succeeded', providerRef });
  provider.onRefund = () => {
    throw new Refusal('refund-refused', { reason: 'disputed' });
  };
  const refund = (refundId: string) =>
    stand.do({
      type: 'refund-lines',
      orderId,
      refundId,
      lineIds: [lineIdOf('cup')],
      amountMinor: null,
      restocks: false,
      reason: '',
    });
  await refund('refund-01');
  await until('failed', async () => (await stand.order(orderId)).refunds[0]?.status === 'failed');
  t.match(await stand.line(orderId, lineIdOf('cup')), { refundedMinor: 0 });
  provider.onRefund = () => undefined;
  await refund('refund-02');
  await until('done', async () => (await stand.order(orderId)).refunds[1]?.status === 'done');
  t.match(await stand.line(orderId, lineIdOf('cup')), { refundedMinor: 500, status: 'refunded' });
});

t.test('the buyer cancels his purchase, the shop anything; nobody cancels what is paid', async (t) => {
  const { stand, paymentId, providerRef, status } = await paying(t);
  const cancel = { type: 'cancel-lines', orderId, lineIds: [lineIdOf('cup')] } as const;
  t.equal(await stand.try(cancel, bob), 'forbidden');
  t.equal(await stand.try(cancel, ada), 'accepted');
  t.equal(await status(), 'withdrawn');
  t.same((await stand.ledger()).holds, []);
  await tell(stand, paymentId, { status: 'succeeded', providerRef });
  t.equal((await stand.order(orderId)).refunds[0]?.amountMinor, 500);
});

t.test(
  'money for what was cancelled that the provider keeps is told to the shop, who sends it again',
  async (t) => {
    const { stand, provider, paymentId, providerRef } = await paying(t);
    provider.onRefund = () => {
      throw new Refusal('refund-refused', { reason: 'disputed' });
    };
    await stand.do({ type: 'cancel-lines', orderId, lineIds: [lineIdOf('cup')] }, ada);
    await tell(stand, paymentId, { status: 'succeeded', providerRef });
    await until('failed', async () => (await stand.order(orderId)).refunds[0]?.status === 'failed');
    t.match(await stand.application.listOrders({ showId }), [{ needsAttention: true }]);
    provider.onRefund = () => undefined;
    const [{ refundId: failedRefundId = '' } = {}] = (await stand.order(orderId)).refunds;
    const again = {
      type: 'retry-refund',
      orderId,
      failedRefundId,
      amountMinor: null,
      by: 'provider',
    } as const;
    await stand.do({ ...again, refundId: 'refund-again' });
    await until('done', async () => (await stand.order(orderId)).refunds[1]?.status === 'done');
    t.same([...provider.refunds.values()], [500]);
    t.match((await stand.order(orderId)).payments, [{ refundedMinor: 500 }]);
    t.notOk((await stand.application.listOrders({ showId }))[0]?.needsAttention);
    t.not(await stand.try({ ...again, refundId: 'refund-third' }), 'accepted', 'nothing is given back twice');
  },
);

t.test('whoever pays at the stall has until the day after the show', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 1);
  await openOffer(stand, 'cup');
  await stand.do(take('cup'), ada);
  t.equal(await stand.try(checkOut(400), ada), 'price-changed');
  t.equal(await stand.try(checkOut(500, 'stripe'), ada), 'payment-method-unavailable');
  await stand.do(checkOut(500), ada);
  t.match(await stand.line(orderId, lineIdOf('cup')), { status: 'placed', deadlineMs: null });
  await stand.do({ type: 'end-show', showId });
  const dueMs = log.nowMs() + 24 * 60 * minuteMs;
  await until('limited', async () => (await stand.line(orderId, lineIdOf('cup'))).deadlineMs === dueMs);
  t.match((await stand.ledger()).holds, [{ deadlineMs: dueMs }]);
  await stand.do({ type: 'note-stall-payment', orderId, method: 'cash' }, principalOf('staff'));
  const handing = { orderId, lineIds: [lineIdOf('cup')] };
  await stand.do({ type: 'hand-out', ...handing }, principalOf('staff'));
  t.match(await stand.application.listOrders({ showId }), [{ status: 'done', dueMinor: 0, totalMinor: 500 }]);
  await stand.do({ type: 'undo-hand-out', ...handing }, principalOf('staff'));
  t.equal((await stand.application.listOrders({ showId }))[0]?.status, 'paid');
});

t.test('a parcel needs a shop that ships and an address, costs once, and is sent', async (t) => {
  const log = new StandLog();
  const contact = { name: 'Ada', address: { lines: ['1 Mill'], postalCode: '1', town: 'X', country: 'GB' } };
  const book: { known?: object } = {};
  // Only name and address of a contact are looked at.
  const contacts = { find: async () => book.known as never };
  const stand = await openShop(t, log, { contacts });
  await stockUp(log, 'cup', 2);
  await openOffer(stand, 'cup');
  await stand.do(take('cup'), ada);
  const parcel = { ...checkOut(990), delivery: 'parcel' } as Parameters<ShopStand['do']>[0];
  t.equal(await stand.try(parcel, ada), 'delivery-unavailable');
  await stand.do({ type: 'set-shop', changes: { shipsParcels: true, shippingMinor: 490 } });
  t.equal(await stand.try(parcel, ada), 'contact-missing');
  book.known = contact;
  t.equal(await stand.try(parcel, ada), 'accepted');
  await stand.do({ type: 'note-stall-payment', orderId, method: 'terminal' });
  await stand.do(take('cup', 'second'), ada);
  t.equal(
    await stand.try({ ...parcel, seenTotalMinor: 500 } as typeof parcel, ada),
    'accepted',
    'shipping is paid',
  );
  await stand.do({ type: 'ship', orderId, lineIds: [lineIdOf('cup')], tracking: 'T1' });
  t.equal((await stand.line(orderId, lineIdOf('cup'))).status, 'shipped');
});
