import t, { type Test } from 'tap';
import { winLineIdOf } from '#application/commerce/order-id.ts';
import { auctionStreamId, mainShopId } from '#application/streams.ts';
import { defaultIncrements } from '#domain/auction/auction.ts';
import type { LotId } from '#domain/ids.ts';
import { plain, StandLog } from '../core-stand.ts';
import { bidOn, draft, lot, lotNow } from './auction-examples.ts';
import { BookProvider } from './book-provider.ts';
import {
  ada,
  anotherServer,
  append,
  bob,
  openShop,
  orderOfBuyer,
  settled,
  showId,
  skuIdOf,
  stockUp,
  until,
  type ShopStand,
} from './order-stand.ts';

const lotId = 'lot-vase' as LotId;
const lines = [{ skuId: skuIdOf('vase'), quantity: 1 }];

async function sellTo(
  stand: ShopStand,
  log: StandLog,
  ...bids: readonly [typeof ada, number][]
): Promise<void> {
  const { productId, mediaId, title, terms } = draft();
  const facts = {
    lotId,
    title,
    productId,
    mediaId,
    lines,
    terms: { ...terms, increments: defaultIncrements },
  };
  await append(log, auctionStreamId(mainShopId, showId), { type: 'lot-added', showId, lotId, facts });
  await stand.do(lot('open-lot', 'vase'));
  for (const [who, amountMinor] of bids) await stand.do(bidOn('vase', amountMinor, log.nowMs()), who);
  const { status, ...rest } = await lotNow(stand.application, 'vase');
  const seenPriceMinor = status === 'open' && 'openRun' in rest ? rest.openRun.priceMinor : null;
  await stand.do(lot('close-lot', 'vase', { seenPriceMinor }));
}

async function standOf(t: Test, provider = new BookProvider()) {
  const log = new StandLog();
  const stand = await openShop(t, log, { payment: provider });
  await stockUp(log, 'vase', 1);
  return { log, stand, provider };
}

const lineStatus = async (stand: ShopStand, who = ada, run = 1): Promise<string> => {
  const { state } = await stand.application.read(stand.application.streams.order(orderOfBuyer(who)));
  if (state.status === 'absent') return 'absent';
  return state.lines.find(({ lineId }) => lineId === winLineIdOf(lotId, run))?.status ?? 'absent';
};

t.test(
  'a win becomes a line of the order under the hold that the hammer gave, with its deadline',
  async (t) => {
    const { log, stand } = await standOf(t);
    await sellTo(stand, log, [ada, 1000], [bob, 2000], [ada, 3000]);
    await until('placed', async () => (await lineStatus(stand)) === 'placed');
    const line = await stand.line(orderOfBuyer(ada), winLineIdOf(lotId, 1));
    const [hold] = (await stand.ledger()).holds;
    t.match(line, { holdId: hold?.holdId, deadlineMs: hold?.deadlineMs, amountMinor: 2100, title: 'a vase' });
    t.same(hold?.owner, { kind: 'order', orderId: orderOfBuyer(ada), lineId: line.lineId });
  },
);

t.test('a winner with a saved method is charged at once, and the lot knows', async (t) => {
  const { log, stand, provider } = await standOf(t);
  provider.withMethod.add(ada.personId);
  await sellTo(stand, log, [ada, 1000]);
  await until('paid', async () => (await lineStatus(stand)) === 'paid');
  t.same(
    [...provider.charged.values()].map(({ amountMinor }) => amountMinor),
    [1000],
  );
  await until('settled', async () => {
    const now = await lotNow(stand.application, 'vase');
    return now.status === 'sold' && now.sale.settlement.status === 'paid';
  });
  const { holds, pools } = await stand.ledger();
  t.same(holds, []);
  t.match(pools, [{ capacity: 1, sold: 1, held: 0 }]);
  t.match(await stand.order(orderOfBuyer(ada)), {
    delivery: { kind: 'pick-up' },
    pickUpCode: /^[A-Z34679]{6}$/,
  });
});

t.test('a saved method that is declined leaves the win to be paid otherwise', async (t) => {
  const { log, stand, provider } = await standOf(t);
  provider.withMethod.add(ada.personId);
  provider.onCharge = () => ({ status: 'failed', providerRef: null, declineCode: 'insufficient_funds' });
  await sellTo(stand, log, [ada, 1000]);
  await until('failed', async () => {
    if ((await lineStatus(stand)) === 'absent') return false;
    return (await stand.order(orderOfBuyer(ada))).payments[0]?.status === 'failed';
  });
  t.equal(await lineStatus(stand), 'placed');
  await stand.do({ type: 'note-stall-payment', orderId: orderOfBuyer(ada), method: 'cash' });
  t.equal(await lineStatus(stand), 'paid');
});

t.test('a provider that is away when the hammer falls is asked again, and charges once', async (t) => {
  const { log, stand, provider } = await standOf(t);
  provider.withMethod.add(ada.personId);
  let failures = 1;
  const charge = provider.onCharge;
  provider.onCharge = (request) => {
    if (failures-- > 0) throw new Error('the line is down');
    return charge(request);
  };
  await sellTo(stand, log, [ada, 1000]);
  await until('asked', async () => provider.requests.length === 1);
  log.clock.nowMs += 1_000;
  await until('paid', async () => (await lineStatus(stand)) === 'paid');
  const ids = new Set(provider.requests.map(({ paymentId }) => paymentId));
  t.equal(ids.size, 1, 'under the same id, so that it can only be charged once');
});

t.test('an unpaid win becomes overdue, keeps its stock, and the lot knows', async (t) => {
  const { log, stand } = await standOf(t);
  await sellTo(stand, log, [ada, 1000], [bob, 2000]);
  await until('placed', async () => (await lineStatus(stand, bob)) === 'placed');
  log.clock.nowMs += 15 * 60_000;
  await until('overdue', async () => (await lineStatus(stand, bob)) === 'overdue');
  t.match((await stand.ledger()).holds, [{ deadlineMs: null }]);
  await until('unpaid', async () => {
    const now = await lotNow(stand.application, 'vase');
    return now.status === 'sold' && now.sale.settlement.status === 'unpaid';
  });
});

t.test('a second chance takes the win from who did not pay and gives it to the runner-up', async (t) => {
  const { log, stand } = await standOf(t);
  await sellTo(stand, log, [ada, 1000], [bob, 2000]);
  await until('placed', async () => (await lineStatus(stand, bob)) === 'placed');
  log.clock.nowMs += 15 * 60_000;
  await until('unpaid', async () => {
    const now = await lotNow(stand.application, 'vase');
    return now.status === 'sold' && now.sale.settlement.status === 'unpaid';
  });
  await stand.do(lot('offer-second-chance', 'vase'));
  await until('withdrawn', async () => (await lineStatus(stand, bob)) === 'withdrawn');
  await stand.do(lot('accept-second-chance', 'vase'), ada);
  await until('placed', async () => (await lineStatus(stand, ada)) === 'placed');
  const line = await stand.line(orderOfBuyer(ada), winLineIdOf(lotId, 1));
  const { holds } = await stand.ledger();
  t.equal(line.amountMinor, 1000);
  t.match(holds, [{ holdId: line.holdId, deadlineMs: line.deadlineMs }]);
});

t.test('a lot that is voided leaves the order and its stock comes back', async (t) => {
  const { log, stand } = await standOf(t);
  await sellTo(stand, log, [ada, 1000]);
  await until('placed', async () => (await lineStatus(stand)) === 'placed');
  await stand.do(lot('void-lot', 'vase', { reason: 'the wrong vase' }));
  await until('withdrawn', async () => (await lineStatus(stand)) === 'withdrawn');
  t.match(await stand.ledger(), { holds: [], pools: [{ sold: 0, held: 0 }] });
});

t.test('a charge that comes through after the lot was undone is given back, and sells nothing', async (t) => {
  const { log, stand, provider } = await standOf(t);
  provider.withMethod.add(ada.personId);
  provider.onCharge = ({ paymentId }) => ({ status: 'pending', providerRef: `ref-${paymentId}` });
  await sellTo(stand, log, [ada, 1000]);
  const payment = async () => (await stand.order(orderOfBuyer(ada))).payments[0];
  await until(
    'pending',
    async () => (await lineStatus(stand)) === 'placed' && (await payment())?.status === 'pending',
  );
  await stand.do(lot('void-lot', 'vase', { reason: 'the wrong vase' }));
  await until('withdrawn', async () => (await lineStatus(stand)) === 'withdrawn');
  const paymentId = (await payment())?.paymentId;
  if (paymentId === undefined) throw new Error('there is no payment');
  await stand.application.takePaymentNotice({
    noticeId: 'notice-1',
    paymentId,
    orderId: orderOfBuyer(ada),
    saidAtMs: log.nowMs(),
    kind: 'outcome',
    outcome: { status: 'succeeded', providerRef: `ref-${paymentId}` },
  });
  await until('given back', async () => provider.refunds.size === 1);
  t.same([...provider.refunds.values()], [1000]);
  t.equal(await lineStatus(stand), 'withdrawn');
  t.match((await stand.ledger()).pools, [{ sold: 0 }]);
});

t.test('a lot that is opened again before it was paid leaves the order', async (t) => {
  const { log, stand } = await standOf(t);
  await sellTo(stand, log, [ada, 1000]);
  await until('placed', async () => (await lineStatus(stand)) === 'placed');
  await stand.do({ type: 'reopen-last-lot', showId, lotId });
  await until('withdrawn', async () => (await lineStatus(stand)) === 'withdrawn');
  t.match((await stand.ledger()).holds, [{ owner: { kind: 'lot' } }], 'the lot has its stock back');
});

t.test('a crash between the hammer and the order loses nothing: the next server adds the win', async (t) => {
  const { log, stand } = await standOf(t);
  await sellTo(stand, log);
  await settled(stand.application);
  await stand.do(lot('rerun-lot', 'vase'));
  await stand.do(lot('open-lot', 'vase'));
  await stand.do(bidOn('vase', 1000, log.nowMs(), 2), ada);
  // From here on nothing that follows can be written: as if the process were killed right after the hammer.
  log.before = (request) =>
    JSON.stringify(request).includes('line-added') ? { outcome: 'storage-full' } : undefined;
  await stand.do(lot('close-lot', 'vase', { seenPriceMinor: 1000 }));
  await stand.application.shutdown();
  log.before = () => undefined;
  const next = await anotherServer(t, log);
  await until('placed', async () => (await lineStatus(next, ada, 2)) === 'placed');
  t.equal((await next.order(orderOfBuyer(ada))).lines.length, 1);
});

t.test('after the show what nobody paid has a day, then its stock comes back', async (t) => {
  const { log, stand } = await standOf(t);
  await sellTo(stand, log, [ada, 1000]);
  await until('placed', async () => (await lineStatus(stand)) === 'placed');
  log.clock.nowMs += 15 * 60_000;
  await until('overdue', async () => (await lineStatus(stand)) === 'overdue');
  await stand.do(plain('end-show', 'one'));
  const endedAtMs = log.nowMs();
  await until('limited', async () => (await stand.ledger()).holds[0]?.deadlineMs !== null);
  t.match((await stand.ledger()).holds, [{ deadlineMs: endedAtMs + 24 * 3_600_000 }]);
  log.clock.nowMs += 24 * 3_600_000;
  await until('withdrawn', async () => (await lineStatus(stand)) === 'withdrawn');
  t.same((await stand.ledger()).holds, []);
});
