import t from 'tap';
import { defaultIncrements, incrementAt } from '#domain/auction/auction.ts';
import { ada, bid, bob, eve, hammer, on, opened } from './auction-examples.ts';

t.test('the default increments follow the current price', async (t) => {
  const steps = [
    [0, 100],
    [2_999, 100],
    [3_000, 200],
    [4_999, 200],
    [5_000, 300],
    [10_000, 500],
    [30_000, 1_000],
    [100_000, 2_000],
    [199_999, 2_000],
    [200_000, 5_000],
    [90_000_000, 5_000],
  ] as const;
  for (const [priceMinor, incrementMinor] of steps)
    t.equal(incrementAt(defaultIncrements, priceMinor), incrementMinor, `at ${priceMinor}`);
});

t.test('a table of the lot replaces the default', async (t) => {
  const auction = opened(t, { ...hammer, increments: [{ fromMinor: 0, incrementMinor: 250 }] });
  auction.does(bid(1000), { by: ada });
  auction.refuses(bid(1249), 'bid-too-low', { by: bob }, { minimumMinor: 1250, priceMinor: 1000 });
  auction.does(bid(1250), { by: bob });
});

t.test('the first bid may equal the start, and is not less', async (t) => {
  const auction = opened(t);
  auction.refuses(bid(999), 'bid-too-low', { by: ada }, { minimumMinor: 1000 });
  auction.does(bid(1000), { by: ada });
  t.match(auction.seen, { priceMinor: 1000, leader: ada });
});

t.test('a bid under price and increment is refused with the least that would do', async (t) => {
  const auction = opened(t);
  auction.does(bid(3000, { isExact: true }), { by: ada });
  auction.refuses(bid(3199), 'bid-too-low', { by: bob }, { minimumMinor: 3200, priceMinor: 3000 });
  auction.does(bid(3200), { by: bob });
});

t.test(
  'a custom amount is a max: its bidder pays what the next needs, and the first bid the start',
  async (t) => {
    const auction = opened(t);
    auction.does(bid(5000), { by: ada });
    t.match(auction.seen, { priceMinor: 1000, leader: ada });
    auction.does(bid(3000), { by: bob });
    t.match(
      auction.seen,
      { priceMinor: 3200, leader: ada, runnerUp: bob },
      'the increment of his 30, not of the price',
    );
    auction.does(bid(4900), { by: eve });
    t.match(auction.seen, { priceMinor: 5000, leader: ada, runnerUp: eve }, 'never above the leader’s max');
  },
);

t.test('a max above the leader’s takes the lead at his max and an increment', async (t) => {
  const auction = opened(t);
  auction.does(bid(5000), { by: ada });
  const [event] = auction.does(bid(9000), { by: bob });
  t.match(event, { result: { priceMinor: 5300, leaderId: bob, outbidId: ada } });
  t.match(auction.seen, { priceMinor: 5300, leader: bob, runnerUp: ada });
});

t.test('a max just above the leader’s is the price', async (t) => {
  const auction = opened(t);
  auction.does(bid(5000), { by: ada });
  auction.does(bid(5100), { by: bob });
  t.match(auction.seen, { priceMinor: 5100, leader: bob });
});

t.test('an exact amount is the price at once', async (t) => {
  const auction = opened(t);
  auction.does(bid(4000, { isExact: true }), { by: ada });
  t.match(auction.seen, { priceMinor: 4000, leader: ada });
  auction.does(bid(9000, { isExact: true }), { by: bob });
  t.match(auction.seen, { priceMinor: 9000, leader: bob });
});

t.test('an exact amount below a max pushes it and does not lead', async (t) => {
  const auction = opened(t);
  auction.does(bid(9000), { by: ada });
  auction.does(bid(4000, { isExact: true }), { by: bob });
  t.match(auction.seen, { priceMinor: 4200, leader: ada, runnerUp: bob });
});

t.test('on a tie the earlier max leads, at that price', async (t) => {
  const auction = opened(t);
  auction.does(bid(5000), { by: ada });
  const [event] = auction.does(bid(5000), { by: bob });
  t.match(event, { result: { priceMinor: 5000, leaderId: ada, outbidId: null } });
  t.match(auction.seen, { leader: ada, runnerUp: bob });
});

t.test(
  'nobody bids against himself: the leader’s bid is his max and moves neither price nor clock',
  async (t) => {
    const auction = opened(t);
    auction.does(bid(5000), { by: ada });
    auction.does(bid(3000), { by: bob });
    const before = auction.seen;
    t.match(auction.does(bid(8000), { by: ada }), [{ type: 'max-bid-changed', maxMinor: 8000 }]);
    t.same(auction.seen, before);
    auction.refuses(bid(8000), 'bid-unchanged', { by: ada });
    auction.does(bid(7900), { by: bob });
    t.match(auction.seen, { priceMinor: 8000, leader: ada });
  },
);

t.test('a max is lowered to the price, and no further', async (t) => {
  const auction = opened(t);
  auction.does(bid(9000), { by: ada });
  auction.does(bid(3000), { by: bob });
  auction.refuses(bid(3199), 'max-below-price', { by: ada }, { minimumMinor: 3200 });
  auction.does(bid(3200), { by: ada });
  t.match(auction.seen, { priceMinor: 3200, leader: ada });
  auction.does(bid(3400), { by: bob });
  t.match(auction.seen, { priceMinor: 3400, leader: bob });
});

t.test('the next amount, tapped twice by who leads by it, is one bid', async (t) => {
  const auction = opened(t);
  auction.does(bid(1000, { isExact: true }), { by: ada });
  auction.refuses(bid(1000, { isExact: true }), 'bid-unchanged', { by: ada });
  auction.does(bid(5000), { by: ada });
  auction.refuses(bid(1100, { isExact: true }), 'bid-unchanged', { by: ada });
  t.match(auction.lot(), { openRun: { leader: { maxMinor: 5000 } } });
});

t.test('a max that reaches the reserve makes it the price; below it the price goes as ever', async (t) => {
  const auction = opened(t, { ...hammer, reserveMinor: 6000 });
  t.match(auction.seen, { isReserveMet: false });
  auction.does(bid(4000), { by: ada });
  t.match(auction.seen, { priceMinor: 1000, isReserveMet: false });
  auction.does(bid(7000), { by: bob });
  t.match(auction.seen, { priceMinor: 6000, leader: bob, isReserveMet: true });
  auction.does(bid(6500), { by: ada });
  t.match(auction.seen, { priceMinor: 6800, leader: bob });
});

t.test('a raised max may meet the reserve: that moves the price, and takes "going" back', async (t) => {
  const auction = opened(t, { ...hammer, reserveMinor: 6000 });
  auction.does(bid(4000), { by: ada });
  auction.does(on('call-going', { call: 1, seenPriceMinor: 1000 }));
  auction.does(bid(6000), { by: ada });
  t.match(auction.seen, { priceMinor: 6000, isReserveMet: true, calls: 0 });
});

t.test('an amount that cannot be is refused', async (t) => {
  const auction = opened(t);
  for (const amountMinor of [10_000_000_001, 1000.5, Number.NaN, -5])
    auction.refuses(bid(amountMinor), 'bid-too-high', { by: ada });
});
