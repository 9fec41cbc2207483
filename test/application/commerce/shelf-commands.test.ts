import t from 'tap';
import type { Command } from '#application/application.ts';
import { plain, StandLog } from '../core-stand.ts';
import {
  ada,
  anotherServer,
  bob,
  checkOut,
  eve,
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
  type ShopStand,
} from './order-stand.ts';

const offerId = offerIdOf('cup');
const offersOf = async ({ application }: ShopStand) =>
  (await application.read(application.streams.shelf(showId))).state.offers;

t.test('a flash offer ends by its time, on a server that started after it was opened', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 3);
  await openOffer(stand, 'cup', { kind: 'flash', durationMs: 60_000 });
  await stand.application.shutdown();
  const next = await anotherServer(t, log);
  log.clock.nowMs += 60_000;
  t.equal(await next.try(take('cup'), ada), 'offer-not-open', 'at once, whenever the timer comes');
  await until('its end', async () => (await offersOf(next))[0]?.status === 'ended');
});

t.test('the clock of an earlier opening does not end a later one', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 3);
  await openOffer(stand, 'cup', { kind: 'flash', durationMs: 60_000 });
  log.clock.nowMs += 30_000;
  await stand.do({ type: 'end-offer', showId, offerId });
  await stand.do({ type: 'open-offer', showId, offerId });
  const endsAtMs = log.nowMs() + 60_000;
  log.clock.nowMs += 30_000;
  t.equal(await stand.try(take('cup'), ada), 'accepted');
  t.match(await offersOf(stand), [{ status: 'open', endsAtMs }]);
});

t.test('an offer names what is on sale, and opens in a show that is not over', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  const add: Command = { type: 'add-offer', showId, offerId, terms: termsOf('cup') };
  t.equal(await stand.try(add), 'sku-not-found');
  await stockUp(log, 'cup', 3);
  t.equal(await stand.try(add, ada), 'forbidden');
  await stand.do(add);
  t.equal(await stand.try(add), 'offer-exists');
  await stand.do(plain('end-show', 'one'));
  t.equal(await stand.try({ type: 'open-offer', showId, offerId }), 'show-wrong-status');
});

t.test('the price of an open offer is fixed', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 3);
  await openOffer(stand, 'cup');
  const edit = (terms: object): Command => ({
    type: 'edit-offer',
    showId,
    offerId,
    terms: { ...termsOf('cup'), ...terms },
  });
  t.equal(await stand.try(edit({ priceMinor: 400 })), 'offer-terms-invalid');
  await stand.do(edit({ title: 'The last cups' }));
});

t.test('limits per buyer and in total hold over two servers', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 9);
  await openOffer(stand, 'cup', { limitTotal: 3, limitPerBuyer: 2 });
  const other = await anotherServer(t, log);
  await stand.do(take('cup', 'a', 2), ada);
  t.equal(await other.try(take('cup', 'b', 1), ada), 'offer-buyer-limit');
  t.equal(await other.try(take('cup', 'c', 2), bob), 'offer-sold-out');
  t.equal(await other.try(take('cup', 'd', 1), bob), 'accepted');
  t.match(await offersOf(stand), [{ taken: 3 }]);
});

t.test('the last piece ends a limited offer as sold out; a cart that lapses opens it again', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 9);
  const durationMs = 24 * 3_600_000;
  await openOffer(stand, 'cup', { kind: 'flash', limitTotal: 2, durationMs });
  const endsAtMs = log.nowMs() + durationMs;
  await stand.do(take('cup', 'a'), ada);
  t.match(await offersOf(stand), [{ status: 'open' }]);
  await stand.do(take('cup', 'b'), bob);
  t.match(await offersOf(stand), [{ status: 'ended', reason: 'sold-out', taken: 2 }]);
  t.equal(await stand.try(take('cup', 'c'), eve), 'offer-sold-out');
  t.equal(await stand.try({ type: 'open-offer', showId, offerId }), 'offer-sold-out');
  const { deadlineMs } = await stand.line(orderOfBuyer(ada), lineIdOf('a'));
  log.clock.nowMs = deadlineMs ?? 0;
  await until('both carts lapse', async () => (await offersOf(stand))[0]?.taken === 0);
  t.match(await offersOf(stand), [{ status: 'open', endsAtMs }]);
  t.equal(await stand.try(take('cup', 'c'), eve), 'accepted');
  log.clock.nowMs = endsAtMs;
  await until('its end', async () => (await offersOf(stand))[0]?.status === 'ended');
  t.match(await offersOf(stand), [{ reason: 'clock' }], 'its clock was armed again');
});

t.test('of what is sold to who pays first, the last payment ends the offer', async (t) => {
  const log = new StandLog();
  const stand = await openShop(t, log);
  await stockUp(log, 'cup', 9);
  await openOffer(stand, 'cup', { limitTotal: 1, claim: 'on-payment' });
  await stand.do(take('cup', 'a'), ada);
  await stand.do(take('cup', 'b'), bob);
  t.match(await offersOf(stand), [{ status: 'open', taken: 0 }], 'in carts it is nobody’s');
  await stand.do(checkOut(500), ada);
  t.match(await offersOf(stand), [{ status: 'ended', reason: 'sold-out' }]);
  t.equal(await stand.try(checkOut(500), bob), 'offer-sold-out');
});
