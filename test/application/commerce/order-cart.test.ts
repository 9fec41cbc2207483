import t from 'tap';
import type { Command } from '#application/application.ts';
import { create, plain, principalOf, showIdOf, StandLog } from '../core-stand.ts';
import {
  ada,
  anotherServer,
  bob,
  checkOut,
  lineIdOf,
  offerIdOf,
  openOffer,
  openShop,
  orderOfBuyer,
  showId,
  stockUp,
  take,
  termsOf,
  until,
} from './order-stand.ts';

const minuteMs = 60_000;
const left = (offers: readonly { readonly taken: number }[]) => offers.map(({ taken }) => taken);

t.test('what goes into the cart is held until its deadline, and counted by the offer', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 3);
  await openOffer(stand, 'cup', { limitTotal: 3 });
  await stand.do(take('cup', 'cup', 2), ada);
  const line = await stand.line(orderOfBuyer(ada), lineIdOf('cup'));
  t.match(line, { status: 'in-cart', amountMinor: 1000, deadlineMs: log.nowMs() + 10 * minuteMs });
  t.match((await stand.ledger()).holds, [{ holdId: line.holdId, deadlineMs: line.deadlineMs }]);
  t.equal(await stand.try(take('cup', 'more', 2), bob), 'offer-sold-out');
  t.equal(await stand.try(take('cup', 'one'), bob), 'accepted');
});

t.test('whoever signed in has longer', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 1);
  await openOffer(stand, 'cup');
  await stand.do(take('cup'), { ...ada, isKnown: true });
  const { deadlineMs } = await stand.line(orderOfBuyer(ada), lineIdOf('cup'));
  t.equal(deadlineMs, log.nowMs() + 15 * minuteMs);
});

t.test('a price, a choice and an offer that the buyer did not see are refused', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 1);
  await openOffer(stand, 'cup');
  t.equal(await stand.try(take('cup', 'a', 1, 400), ada), 'price-changed');
  t.equal(await stand.try(take('bowl'), ada), 'offer-not-found');
  await stand.do(take('cup'), ada);
  t.equal(await stand.try(take('cup'), ada), 'line-exists');
  t.equal(await stand.try(take('cup', 'b'), bob), 'stock-insufficient');
});

t.test('more pieces are held under the same deadline, fewer go back, none takes the line out', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 5);
  await openOffer(stand, 'cup', { limitPerBuyer: 4 });
  await stand.do(take('cup'), ada);
  const change = (pieces: number) =>
    stand.try({ type: 'change-line', showId, lineId: lineIdOf('cup'), pieces }, ada);
  const { deadlineMs } = await stand.line(orderOfBuyer(ada), lineIdOf('cup'));
  log.clock.nowMs += minuteMs;
  t.equal(await change(4), 'accepted');
  t.match((await stand.ledger()).holds, [{ deadlineMs, lines: [{ quantity: 4 }] }]);
  t.equal(await change(5), 'offer-buyer-limit');
  t.equal(await change(2), 'accepted');
  t.match((await stand.ledger()).holds, [{ deadlineMs, lines: [{ quantity: 2 }] }]);
  t.equal(await change(0), 'accepted');
  t.same((await stand.ledger()).holds, []);
  const { state } = await stand.application.read(stand.application.streams.shelf(showId));
  t.same(left(state.offers), [0]);
  t.equal((await stand.line(orderOfBuyer(ada), lineIdOf('cup'))).status, 'withdrawn');
});

t.test(
  'a cart lapses when its time is over, on however many servers, and its stock is there for others',
  async (t) => {
    const log = new StandLog();
    const stand = await openShop(t, log);
    await anotherServer(t, log);
    await stockUp(log, 'cup', 1);
    await openOffer(stand, 'cup', { limitTotal: 1 });
    await stand.do(take('cup'), ada);
    log.clock.nowMs += 10 * minuteMs;
    const status = async () => (await stand.line(orderOfBuyer(ada), lineIdOf('cup'))).status;
    await until('lapsed', async () => (await status()) === 'lapsed');
    t.same((await stand.ledger()).holds, []);
    await stand.do(take('cup'), bob);
    t.equal(await stand.try(checkOut(500), ada), 'offer-sold-out', 'somebody took it');
  },
);

t.test('who comes late may still order what nobody took', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 1);
  await openOffer(stand, 'cup');
  await stand.do(take('cup'), ada);
  log.clock.nowMs += 10 * minuteMs;
  const status = async () => (await stand.line(orderOfBuyer(ada), lineIdOf('cup'))).status;
  await until('lapsed', async () => (await status()) === 'lapsed');
  await stand.do(checkOut(500), ada);
  t.equal(await status(), 'placed');
  t.equal((await stand.ledger()).holds.length, 1);
});

t.test('a cart that was pending when the only server died lapses at the next start', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 1);
  await openOffer(stand, 'cup');
  await stand.do(take('cup'), ada);
  await stand.application.shutdown();
  log.clock.nowMs += 10 * minuteMs;
  const next = await anotherServer(t, log);
  await until(
    'lapsed',
    async () => (await next.line(orderOfBuyer(ada), lineIdOf('cup'))).status === 'lapsed',
  );
});

t.test(
  'an offer for who pays first is not held in the cart, and goes to the first to check out',
  async (t) => {
    const log = new StandLog();
    const stand = await openShop(t, log);
    await stockUp(log, 'cup', 1);
    await openOffer(stand, 'cup', { claim: 'on-payment' });
    await stand.do(take('cup'), ada);
    await stand.do(take('cup'), bob);
    t.same((await stand.ledger()).holds, []);
    await stand.do(checkOut(500), bob);
    t.equal(await stand.try(checkOut(500), ada), 'stock-insufficient');
    t.equal((await stand.ledger()).holds.length, 1);
  },
);

t.test('a flash sale of ten sells out exactly among a hundred buyers on two servers', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  const other = await anotherServer(t, log);
  await stockUp(log, 'cup', 40);
  await openOffer(stand, 'cup', {
    kind: 'flash',
    insteadOfMinor: 900,
    durationMs: minuteMs,
    limitTotal: 10,
    limitPerBuyer: 1,
  });
  const buyers = Array.from({ length: 100 }, (_, index) => principalOf('viewer', `buyer-${index}`));
  const outcomes = await Promise.all(
    buyers.map((buyer, index) => (index % 2 === 0 ? stand : other).try(take('cup'), buyer)),
  );
  const count = (code: string) => outcomes.filter((outcome) => outcome === code).length;
  t.equal(count('accepted'), 10);
  t.equal(count('accepted') + count('offer-sold-out') + count('offer-not-open') + count('conflict'), 100);
  t.equal((await stand.ledger()).holds.length, 10);
});

t.test('a rehearsal touches neither stock nor offers, and nothing of it is left', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  const crew = principalOf('staff', 'stagehand');
  const two = showIdOf('two');
  await stockUp(log, 'cup', 1);
  await stand.do(create('two'));
  await stand.do(plain('start-rehearsal', 'two'));
  await stand.do({ type: 'add-offer', showId: two, offerId: offerIdOf('cup'), terms: termsOf('cup') });
  await stand.do({ type: 'open-offer', showId: two, offerId: offerIdOf('cup') });
  await stand.do({ ...take('cup'), showId: two } as Command, crew);
  await stand.do({ ...checkOut(0), showId: two } as Command, crew);
  t.same((await stand.ledger()).holds, []);
  await stand.do({ type: 'finish-rehearsal', showId: two });
  await until('nothing is left', async () => {
    const orders = await stand.application.listOrders({ showId: two });
    return orders.every(({ hasRehearsal }) => !hasRehearsal);
  });
});
