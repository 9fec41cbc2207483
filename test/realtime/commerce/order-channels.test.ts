import { test } from 'tap';
import { orderStream } from '#application/commerce/commerce-streams.ts';
import { orderIdOf } from '#application/commerce/order-id.ts';
import { summaryOfOrder } from '#application/commerce/order-summary.ts';
import { mainShopId } from '#application/streams.ts';
import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import type { OfferId, OrderId, OrderLineId, PaymentId } from '#domain/ids.ts';
import type { OrderEvent } from '#domain/order/order.ts';
import { orderReading } from '#test/support/commerce-reading.ts';
import { ChannelReader } from '#test/support/channel-reader.ts';
import { hostId, RealtimeStand, showId } from '#test/support/realtime-stand.ts';
import { person } from './auction-stand.ts';

const orderId = orderIdOf(showId, person('bob'));
const channel = `order-${orderId}` as const;
// Brands are given where ids are made; these are made by tests.
const lineId = 'line-of-bob' as OrderLineId;
const paymentId = 'payment-of-bob' as PaymentId;
const url = 'https://pay.example/secret-page';

const bought: readonly OrderEvent[] = [
  { type: 'order-opened', orderId, showId, buyerId: person('bob'), currency: 'EUR' },
  {
    type: 'line-added',
    line: {
      lineId,
      source: { kind: 'offer', offerId: 'offer-of-cups' as OfferId },
      title: 'Cup',
      taxLabel: '',
      pieces: 2,
      items: [],
      unitPriceMinor: 900,
      amountMinor: 1800,
      status: 'in-cart',
      holdId: null,
      deadlineMs: null,
      soldFrom: [],
      paidById: null,
      refundedMinor: 0,
      isRehearsal: false,
    },
  },
];

const toPay: readonly OrderEvent[] = [
  {
    type: 'lines-placed',
    lineIds: [lineId],
    delivery: { kind: 'pick-up' },
    pickUpCode: 'K7Q2MX',
    deadlineMs: null,
  },
  {
    type: 'payment-started',
    payment: {
      paymentId,
      method: 'stripe',
      mode: 'begin',
      amountMinor: 1800,
      shippingMinor: 0,
      lineIds: [lineId],
      status: 'started',
      providerRef: null,
      url: null,
      declineCode: null,
    },
  },
  {
    type: 'payment-noted',
    paymentId,
    status: 'action-required',
    providerRef: 'ref',
    url,
    declineCode: null,
  },
];

async function follow<Name extends string>(
  stand: RealtimeStand,
  name: Name,
  role: VerifiedPrincipal['role'],
  who: string = role,
) {
  const socket = await stand.open(role, who);
  const reader = new ChannelReader(name);
  await stand.settle(reader.resume(socket));
  return { socket, reader };
}

test('a buyer waits for an order that is not there yet and sees it grow, once for each push', async (t) => {
  const stand = new RealtimeStand();
  const order = stand.streamOf(orderStream(mainShopId, orderId));
  const { reader } = await follow(stand, channel, 'viewer', 'bob');
  t.match(reader.view, { orderId, status: 'empty', currency: 'EUR', lines: [] });
  order.append(person('bob'), bought);
  await stand.clock.tick();
  t.equal(reader.events.length, 1, 'what happened at once is one message');
  t.match(orderReading(reader), { status: 'cart', cartMinor: 1800, dueMinor: 0, lines: [{ pieces: 2 }] });
  t.notOk('buyer' in (orderReading(reader) ?? {}));
});

test('where to pay goes to the buyer alone, who it is to the crew alone', async (t) => {
  const stand = new RealtimeStand();
  const order = stand.streamOf(orderStream(mainShopId, orderId));
  order.append(person('bob'), bought);
  const bob = await follow(stand, channel, 'viewer', 'bob');
  const staff = await follow(stand, channel, 'staff');
  order.append(person('bob'), toPay);
  await stand.clock.tick();
  t.match(orderReading(bob.reader), {
    status: 'awaiting-payment',
    dueMinor: 1800,
    pickUpCode: 'K7Q2MX',
    payments: [{ status: 'action-required', url }],
  });
  t.match(orderReading(staff.reader), { payments: [{ url: null }], buyer: { name: 'Bob', paddle: null } });
  const late = await follow(stand, channel, 'host');
  for (const { socket } of [staff, late]) t.notMatch(socket.texts.join(), /secret-page/);
  const again = await follow(stand, channel, 'viewer', 'bob');
  t.same(orderReading(again.reader), orderReading(bob.reader));
  order.append(hostId, [
    { type: 'payment-noted', paymentId, status: 'succeeded', providerRef: 'ref', url, declineCode: null },
  ]);
  await stand.clock.tick();
  t.match(orderReading(bob.reader)?.payments, [{ status: 'succeeded', url: null }]);
});

test('an order of somebody else is not found, whether there is one or not', async (t) => {
  const stand = new RealtimeStand();
  const refused = { code: 'order-not-found' };
  for (const name of [channel, 'order-that-nobody-has'])
    await t.rejects(follow(stand, name, 'viewer', 'vera'), refused);
  stand.streamOf(orderStream(mainShopId, orderId)).append(person('bob'), bought);
  for (const role of ['viewer', 'moderator', 'agent'] as const)
    await t.rejects(follow(stand, channel, role, 'vera'), refused);
});

test('who loses his role loses the order with it', async (t) => {
  const stand = new RealtimeStand();
  stand.streamOf(orderStream(mainShopId, orderId)).append(person('bob'), bought);
  const { socket } = await follow(stand, channel, 'staff', 'carla');
  socket.tell({ type: 'token', token: stand.token('viewer', 'carla') });
  await stand.clock.tick();
  t.same(socket.signals('channel.closed'), [{ channel, code: 'order-not-found' }]);
});

test('a return by position brings the order as it is now, once', async (t) => {
  const stand = new RealtimeStand();
  const order = stand.streamOf(orderStream(mainShopId, orderId));
  order.append(person('bob'), bought);
  const { socket, reader } = await follow(stand, channel, 'viewer', 'bob');
  socket.leave();
  order.append(person('bob'), toPay);
  await stand.clock.tick();
  await stand.settle(reader.resume(await stand.open('viewer', 'bob')));
  t.equal(reader.recoveries, 1);
  t.equal(reader.events.length, 1);
  t.match(orderReading(reader), { status: 'awaiting-payment' });
});

test('the order board is for who works in the shop, and says whose each is and of which show', async (t) => {
  const stand = new RealtimeStand();
  const stream = stand.streamOf(orderStream(mainShopId, orderId));
  stream.append(person('bob'), bought);
  const summary = () => {
    const found = summaryOfOrder(stream.state, stand.clock.nowMs());
    if (found === undefined) throw new Error('there is an order');
    return found;
  };
  stand.orderList.put(summary());
  await t.rejects(follow(stand, 'orders', 'viewer', 'bob'), { code: 'forbidden' });
  await t.rejects(follow(stand, 'orders', 'moderator'), { code: 'forbidden' });
  const { reader } = await follow(stand, 'orders', 'staff');
  const view = { orderId, showTitle: 'Pottery', status: 'cart', titles: ['Cup'], buyer: { name: 'Bob' } };
  t.match(reader.view, { orders: [view] });
  stream.append(person('bob'), toPay);
  stand.orderList.put(summary(), { ...summary(), orderId: 'order-of-eva' as OrderId, buyerId: null });
  for (let ticks = 0; ticks < 5; ticks += 1) await stand.clock.tick();
  t.match(reader.events, [
    { type: 'orders.changed', order: { ...view, status: 'awaiting-payment', dueMinor: 1800 } },
    { type: 'orders.changed', order: { orderId: 'order-of-eva', buyer: null } },
  ]);
  t.same(reader.faults, []);
});

test('who comes to the order board after somebody took another name reads the new one', async (t) => {
  const stand = new RealtimeStand();
  const stream = stand.streamOf(orderStream(mainShopId, orderId));
  stream.append(person('bob'), bought);
  const summary = summaryOfOrder(stream.state, stand.clock.nowMs());
  if (summary === undefined) throw new Error('there is an order');
  stand.orderList.put(summary);
  const first = await follow(stand, 'orders', 'staff');
  t.match(first.reader.view, { orders: [{ buyer: { name: 'Bob' } }] });
  stand.rename(person('bob'), 'Robert');
  const { reader } = await follow(stand, 'orders', 'staff', 'carla');
  t.match(reader.view, { orders: [{ buyer: { name: 'Robert' } }] });
});

test('who bought as a guest and signed in follows that order as its buyer, also where to pay', async (t) => {
  const stand = new RealtimeStand();
  const stream = stand.streamOf(orderStream(mainShopId, orderId));
  stream.append(person('bob'), bought);
  const socket = stand.connect();
  await socket.hello(stand.token('viewer', 'anna', 3_600_000, ['bob']));
  const reader = new ChannelReader(channel);
  await stand.settle(reader.resume(socket));
  t.match(orderReading(reader), { status: 'cart' });
  stream.append(person('bob'), toPay);
  await stand.clock.tick();
  t.match(orderReading(reader), { payments: [{ status: 'action-required', url }] });
  const summary = summaryOfOrder(stream.state, stand.clock.nowMs());
  if (summary === undefined) throw new Error('there is an order');
  stand.orderList.put(summary);
  const reply = await stand.settle(socket.request('order.mine', { showId }));
  t.match(reply, { result: { orderId } }, 'and goes on with it');
});
