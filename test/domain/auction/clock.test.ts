import t from 'tap';
import { closeGraceMs } from '#domain/auction/auction.ts';
import { ada, bid, bob, hammer, nowMs, on, opened, timed } from './auction-examples.ts';

const endsAtMs = nowMs + timed.durationMs;
const at = (atMs: number, by = ada) => ({ by, nowMs: atMs });
const end = (atMs: number) => on('end-lot-by-clock', { run: 1, endsAtMs: atMs });

t.test('a bid with more than the counter-bid time left leaves the clock alone', async (t) => {
  const auction = opened(t, timed);
  auction.does(bid(1000, {}, endsAtMs - 10_000), at(endsAtMs - 10_000));
  t.match(auction.seen, { endsAtMs });
});

t.test('a bid with less left sets the clock back to it, from when the bid was read', async (t) => {
  const auction = opened(t, timed);
  const readAtMs = endsAtMs - 4_000;
  const [event] = auction.does(bid(1000, {}, readAtMs), { ...at(readAtMs + 60), briefing: { readAtMs } });
  t.match(event, { readAtMs, result: { endsAtMs: endsAtMs + 6_000 } });
  t.match(auction.lot(), { openRun: { endsAtMs: endsAtMs + 6_000, extendedMs: 6_000 } });
});

t.test('a bid that was read earlier than the one before it never takes time away', async (t) => {
  const auction = opened(t, timed);
  auction.does(bid(1000, {}, endsAtMs - 1_000), at(endsAtMs - 1_000));
  auction.does(bid(1100, {}, endsAtMs - 1_000), {
    ...at(endsAtMs - 990, bob),
    briefing: { readAtMs: endsAtMs - 1_500 },
  });
  t.match(auction.seen, { endsAtMs: endsAtMs + 9_000, leader: bob });
});

t.test('refused bids never extend', async (t) => {
  const auction = opened(t, timed);
  auction.refuses(bid(1, {}, endsAtMs - 100), 'bid-too-low', at(endsAtMs - 100));
  auction.refuses(bid(1000, {}, endsAtMs - 5_000), 'bid-expired', at(endsAtMs - 100));
  t.match(auction.seen, { endsAtMs });
});

t.test('the leader’s new max does not extend', async (t) => {
  const auction = opened(t, timed);
  auction.does(bid(1000, {}, endsAtMs - 20_000), at(endsAtMs - 20_000));
  auction.does(bid(9000, {}, endsAtMs - 100), at(endsAtMs - 100));
  t.match(auction.seen, { endsAtMs });
});

t.test('all extensions together come to the cap and no further', async (t) => {
  const auction = opened(t, timed);
  let amountMinor = 1000;
  for (const [atMs, by] of [
    [endsAtMs, ada],
    [endsAtMs + 10_000, bob],
    [endsAtMs + 20_000, ada],
    [endsAtMs + 24_000, bob],
  ] as const) {
    auction.does(bid(amountMinor, {}, atMs), at(atMs, by));
    amountMinor += 100;
  }
  t.match(auction.lot(), { openRun: { endsAtMs: endsAtMs + 25_000, extendedMs: 25_000 } });
});

t.test('sudden death ends on the second', async (t) => {
  const auction = opened(t, { ...timed, counterBidMs: 0 });
  auction.does(bid(1000, {}, endsAtMs), at(endsAtMs));
  t.match(auction.seen, { endsAtMs, leader: ada });
  auction.refuses(bid(1100, {}, endsAtMs + 1), 'lot-not-open', at(endsAtMs + 1, bob));
});

t.test(
  'a bid is judged by when its server read it: in time until the end, however late it is decided',
  async (t) => {
    const auction = opened(t, timed);
    auction.refuses(bid(1000, {}, endsAtMs), 'lot-not-open', {
      ...at(endsAtMs + 80),
      briefing: { readAtMs: endsAtMs + 1 },
    });
    auction.does(bid(1000, {}, endsAtMs), { ...at(endsAtMs + 80), briefing: { readAtMs: endsAtMs } });
  },
);

t.test('the clock closes 100 ms after the end, not before, and not twice', async (t) => {
  const auction = opened(t, timed);
  auction.does(bid(1500), { by: ada });
  auction.refuses(end(endsAtMs), 'auction-unchanged', { nowMs: endsAtMs + closeGraceMs - 1 });
  const [event] = auction.does(end(endsAtMs), { nowMs: endsAtMs + closeGraceMs });
  t.match(event, { type: 'lot-sold', buyerId: ada, priceMinor: 1000 });
  auction.refuses(end(endsAtMs), 'lot-wrong-status', { nowMs: endsAtMs + 200 }, { status: 'sold' });
  auction.refuses(bid(2000, {}, endsAtMs + 100), 'lot-not-open', {
    ...at(endsAtMs + 110, bob),
    briefing: { readAtMs: endsAtMs - 1 },
  });
});

t.test('a close for an end that moved is refused, and one of another run', async (t) => {
  const auction = opened(t, timed);
  auction.does(bid(1000, {}, endsAtMs), at(endsAtMs));
  auction.refuses(end(endsAtMs), 'auction-unchanged', { nowMs: endsAtMs + 100 });
  auction.refuses(on('end-lot-by-clock', { run: 2, endsAtMs }), 'lot-wrong-status', {
    nowMs: endsAtMs + 100,
  });
  auction.does(end(endsAtMs + 10_000), { nowMs: endsAtMs + 10_100 });
});

t.test('a bid expires two seconds after the tap', async (t) => {
  const auction = opened(t);
  auction.refuses(bid(1000, {}, nowMs), 'bid-expired', at(nowMs + 2_001));
  auction.refuses(bid(1000, {}, nowMs + 2_001), 'bid-expired', at(nowMs));
  auction.does(bid(1000, {}, nowMs), at(nowMs + 2_000));
});

t.test('a bid for another run is not for this one', async (t) => {
  const auction = opened(t, hammer);
  auction.refuses(bid(1000, { run: 2 }), 'lot-moved-on', { by: ada }, { run: 1 });
  auction.does(on('void-lot', { reason: 'wrong picture' }));
  auction.refuses(bid(1000), 'lot-not-open', { by: ada });
  auction.does(on('rerun-lot', {}));
  auction.does(on('open-lot', {}));
  auction.refuses(bid(1000), 'lot-moved-on', { by: ada }, { run: 2 });
});
