import t from 'tap';
import { reopenLotMs } from '#domain/auction/auction.ts';
import {
  ada,
  bid,
  bob,
  draft,
  hammer,
  holdId,
  host,
  lotIdOf,
  nowMs,
  on,
  opened,
  orderIdOf,
  timed,
} from './auction-examples.ts';

const going = (call: 1 | 2, seenPriceMinor: number | null) => on('call-going', { call, seenPriceMinor });
const close = (seenPriceMinor: number | null) => on('close-lot', { seenPriceMinor });
const lines = [{ skuId: 'sku-1' as never, quantity: 1 }];

t.test('going once, going twice, sold: each an event, in this order', async (t) => {
  const auction = opened(t);
  auction.does(bid(1500), { by: ada });
  auction.refuses(going(2, 1000), 'call-out-of-turn');
  t.same(auction.does(going(1, 1000)), [
    { type: 'going-called', lotId: auction.lot().lotId, run: 1, call: 1 },
  ]);
  auction.refuses(going(1, 1000), 'call-out-of-turn');
  auction.does(going(2, 1000));
  const [event] = auction.does(close(1000));
  t.match(event, {
    type: 'lot-sold',
    buyerId: ada,
    priceMinor: 1000,
    orderId: orderIdOf(ada),
    paymentDueAtMs: nowMs + 900_000,
  });
  t.match(auction.lot(), { status: 'sold', sale: { settlement: { status: 'payment-due' } } });
  t.equal(auction.state.openLotId, null);
});

t.test('a bid after "going" takes it back', async (t) => {
  const auction = opened(t);
  auction.does(bid(1000), { by: ada });
  auction.does(going(1, 1000));
  auction.does(going(2, 1000));
  auction.does(bid(1100), { by: bob });
  t.match(auction.seen, { calls: 0 });
  auction.does(going(1, 1100));
});

t.test('a refused bid and a new max do not take "going" back', async (t) => {
  const auction = opened(t);
  auction.does(bid(1000), { by: ada });
  auction.does(going(1, 1000));
  auction.refuses(bid(1050), 'bid-too-low', { by: bob });
  auction.does(bid(4000), { by: ada });
  t.match(auction.seen, { calls: 1 });
});

t.test('the host takes "going" back', async (t) => {
  const auction = opened(t);
  auction.refuses(on('take-back-going', {}), 'auction-unchanged');
  auction.does(going(1, null));
  auction.does(on('take-back-going', {}));
  t.match(auction.seen, { calls: 0 });
});

t.test('a call and the hammer are for the price that the host saw', async (t) => {
  const auction = opened(t);
  auction.refuses(going(1, 1000), 'price-changed');
  auction.does(bid(1000), { by: ada });
  auction.refuses(going(1, null), 'price-changed', {}, { priceMinor: 1000 });
  auction.refuses(close(null), 'price-changed', {}, { priceMinor: 1000 });
});

t.test('after the hammer a bid is refused', async (t) => {
  const auction = opened(t);
  auction.does(bid(1000), { by: ada });
  auction.does(close(1000));
  auction.refuses(bid(2000), 'lot-not-open', { by: bob });
});

t.test('without a bid, or below the reserve, it does not sell', async (t) => {
  const empty = opened(t);
  t.match(empty.does(close(null)), [{ type: 'lot-unsold' }]);
  const below = opened(t, { ...hammer, reserveMinor: 5000 });
  below.does(bid(4999), { by: ada });
  t.match(below.does(close(1000)), [{ type: 'lot-unsold' }]);
  t.match(below.lot(), { status: 'unsold', closedAtMs: nowMs });
});

t.test('the clock closes timed lots alone, and the host hammer lots alone', async (t) => {
  const auction = opened(t, timed);
  auction.refuses(close(null), 'lot-wrong-status');
  auction.refuses(going(1, null), 'lot-wrong-status');
  opened(t).refuses(on('end-lot-by-clock', { run: 1, endsAtMs: nowMs }), 'auction-unchanged', {
    nowMs: nowMs + 1_000_000,
  });
});

t.test('one lot is open at a time', async (t) => {
  const auction = opened(t);
  auction.does(on('add-lot', { lotId: lotIdOf('bowl'), lot: draft(hammer) }));
  auction.refuses(on('open-lot', { lotId: lotIdOf('bowl') }), 'another-lot-open');
  auction.refuses(on('open-lot', {}), 'lot-wrong-status', {}, { status: 'open' });
});

t.test('the stock of a lot is held from its opening, under one name until it is paid', async (t) => {
  const auction = opened(t, hammer, { lines });
  t.match(auction.lot(), { openRun: { holdId } });
  auction.does(bid(1000), { by: ada });
  t.match(auction.does(close(1000)), [{ holdId }]);
});

t.test('a void ends it with its reason; run again it starts anew, first in line', async (t) => {
  const auction = opened(t);
  auction.does(on('add-lot', { lotId: lotIdOf('bowl'), lot: draft(hammer) }));
  auction.does(bid(5000), { by: ada });
  auction.does(on('void-lot', { reason: 'wrong picture' }), { by: host });
  t.match(auction.lot(), { status: 'voided', reason: 'wrong picture' });
  t.equal(auction.state.openLotId, null);
  auction.does(on('rerun-lot', {}));
  t.same(
    auction.state.lots.map(({ lotId }) => lotId),
    [auction.lot().lotId, lotIdOf('bowl')],
  );
  auction.does(on('open-lot', {}));
  t.match(auction.lot(), {
    status: 'open',
    run: 2,
    openRun: { priceMinor: null, leader: null, bidCount: 0 },
  });
});

t.test('a sale is voided until it is paid, and an unsold or queued lot never', async (t) => {
  const auction = opened(t);
  auction.does(bid(1000), { by: ada });
  auction.does(close(1000));
  auction.does(on('note-lot-paid', { orderId: orderIdOf(ada) }));
  auction.refuses(on('void-lot', { reason: 'late' }), 'lot-wrong-status', {}, { status: 'sold' });
  const unsold = opened(t);
  unsold.does(close(null));
  unsold.refuses(on('void-lot', { reason: 'late' }), 'lot-wrong-status', {}, { status: 'unsold' });
});

t.test('the last lot is opened again with the same bids', async (t) => {
  const auction = opened(t);
  auction.does(bid(5000), { by: ada });
  auction.does(bid(3000), { by: bob });
  const before = auction.seen;
  auction.does(close(3200));
  auction.does(on('reopen-last-lot', {}), { nowMs: nowMs + reopenLotMs });
  t.match(auction.seen, { ...before, status: 'open' });
  t.equal(auction.lot().run, 2);
  auction.refuses(bid(6000), 'lot-moved-on', { by: bob });
  auction.does(bid(6000, { run: 2 }), { by: bob });
  t.match(auction.seen, { priceMinor: 5300, leader: bob });
});

t.test('a timed lot opened again runs for its counter-bid time', async (t) => {
  const auction = opened(t, timed);
  const endMs = nowMs + timed.durationMs;
  auction.does(on('end-lot-by-clock', { run: 1, endsAtMs: endMs }), { nowMs: endMs + 100 });
  auction.does(on('reopen-last-lot', {}), { nowMs: endMs + 5_000 });
  t.match(auction.lot(), { openRun: { endsAtMs: endMs + 15_000, extendedMs: 0 } });
});

t.test('too late, not the last, or paid: it stays closed', async (t) => {
  const auction = opened(t);
  auction.does(on('add-lot', { lotId: lotIdOf('bowl'), lot: draft(hammer) }));
  auction.does(bid(1000), { by: ada });
  auction.does(close(1000));
  auction.refuses(on('reopen-last-lot', {}), 'reopen-too-late', { nowMs: nowMs + reopenLotMs + 1 });
  auction.does(on('open-lot', { lotId: lotIdOf('bowl') }), { nowMs: nowMs + 1 });
  auction.refuses(on('reopen-last-lot', {}), 'another-lot-open', { nowMs: nowMs + 2 });
  auction.does(on('close-lot', { lotId: lotIdOf('bowl'), seenPriceMinor: null }), { nowMs: nowMs + 3 });
  auction.refuses(on('reopen-last-lot', {}), 'reopen-too-late', { nowMs: nowMs + 4 });
  const paid = opened(t);
  paid.does(bid(1000), { by: ada });
  paid.does(close(1000));
  paid.does(on('note-lot-paid', { orderId: orderIdOf(ada) }));
  paid.refuses(on('reopen-last-lot', {}), 'reopen-too-late');
});
