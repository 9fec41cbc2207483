import t from 'tap';
import {
  ada,
  Auction,
  bid,
  bob,
  draft,
  eve,
  hammer,
  host,
  lotIdOf,
  nowMs,
  on,
  opened,
  personIdOf,
  queued,
  showId,
  vase,
} from './auction-examples.ts';
import { ownMaxMinorOf, paddleOf } from '#domain/auction/selectors.ts';

const give = (paddle: number, personId = bob) => ({ type: 'give-paddle' as const, showId, paddle, personId });
const floor = (paddle: number, amountMinor: number, run = 1) =>
  on('place-floor-bid', { run, paddle, amountMinor, tappedAtMs: nowMs });
const bar = (personId = ada) => ({ type: 'bar-bidder' as const, showId, personId, reason: 'did not pay' });

t.test(
  'a bid from the floor is in the same book: exact, of the paddle, entered by a staff member',
  async (t) => {
    const auction = opened(t);
    auction.does(give(7));
    auction.does(bid(5000), { by: ada });
    const [event] = auction.does(floor(7, 3000), { by: personIdOf('staff') });
    t.match(event, { bidderId: bob, bidderNumber: 2, via: 'floor', paddle: 7, isExact: true });
    t.match(auction.seen, { priceMinor: 3200, leader: ada });
    auction.does(floor(7, 8000), { by: personIdOf('staff') });
    t.match(auction.seen, { priceMinor: 8000, leader: bob });
    auction.refuses(floor(8, 9000), 'paddle-unknown');
  },
);

t.test('a bid of the floor keeps its paddle, whoever has that number later', async (t) => {
  const auction = opened(t);
  auction.does(give(7));
  auction.does(floor(7, 3000), { by: personIdOf('staff') });
  auction.does(bid(5000), { by: ada });
  auction.does({ type: 'return-paddle', showId, paddle: 7 });
  auction.does(give(7, eve));
  const lot = auction.lot();
  const run = lot.status === 'open' ? lot.openRun : undefined;
  t.match(run, { leader: { bidderId: ada, paddle: null }, runnerUp: { bidderId: bob, paddle: 7 } });
  t.match(run?.history, [
    { bidderId: ada, paddle: null },
    { bidderId: bob, paddle: 7 },
  ]);
  auction.does(bid(5000, { amountMinor: 9000 }), { by: ada });
  auction.does(give(9, bob));
  auction.does(floor(9, 20_000), { by: personIdOf('staff') });
  auction.does({ type: 'return-paddle', showId, paddle: 9 });
  auction.does(on('close-lot', { seenPriceMinor: auction.seen.priceMinor ?? null }));
  t.match(auction.lot(), { status: 'sold', sale: { buyer: { bidderId: bob, paddle: 9 } } });
  t.equal(paddleOf(auction.state, bob), 9, 'his order is found by the number he bought with');
  t.equal(paddleOf(auction.state, eve), 7);
  t.equal(paddleOf(auction.state, ada), null);
});

t.test('what each bidder would pay at most is known however long ago it was', async (t) => {
  const auction = opened(t);
  const crowd = Array.from({ length: 150 }, (_, at) => personIdOf(`crowd-${at}`));
  for (const [at, by] of crowd.entries()) auction.does(bid(1000 + at * 5000, { isExact: true }), { by });
  const own = (by: typeof ada) => ownMaxMinorOf(auction.state, auction.lot(), by);
  t.same(
    crowd.map(own),
    [...crowd.keys()].map((at) => 1000 + at * 5000),
  );
  t.equal(own(ada), null);
  auction.does(bid(1_900_000), { by: ada });
  auction.does(bid(1_700_000), { by: ada });
  t.equal(own(ada), 1_700_000, 'lowered by himself');
  auction.does(on('close-lot', { seenPriceMinor: auction.seen.priceMinor ?? null }));
  auction.does(on('reopen-last-lot', {}));
  t.equal(own(crowd[0] ?? ada), 1000, 'a lot that is opened again has its bids');
  auction.does(on('void-lot', { reason: 'wrong lot' }));
  auction.does(on('rerun-lot', {}));
  auction.does(on('open-lot', {}));
  t.equal(own(crowd[0] ?? ada), null, 'a new run has none');
});

t.test('a paddle has one person and a person one paddle', async (t) => {
  const auction = queued(t);
  auction.does(give(7));
  auction.refuses(give(7), 'auction-unchanged');
  auction.refuses(give(7, ada), 'paddle-taken');
  auction.refuses(give(8), 'paddle-taken', {}, { paddle: 7 });
  auction.does({ type: 'return-paddle', showId, paddle: 7 });
  auction.refuses({ type: 'return-paddle', showId, paddle: 7 }, 'paddle-unknown');
  auction.does(give(7, ada));
});

t.test('who is barred cannot bid any way; what he bid before stands', async (t) => {
  const auction = opened(t);
  auction.does(give(7, ada));
  auction.does(bid(5000), { by: ada });
  auction.does(bar());
  t.match(auction.state.barred, [{ personId: ada, byId: host, reason: 'did not pay' }]);
  auction.refuses(bid(6000), 'bidder-barred', { by: ada });
  auction.refuses(floor(7, 6000), 'bidder-barred');
  auction.refuses(bar(), 'auction-unchanged');
  t.match(auction.seen, { leader: ada });
  auction.does({ type: 'unbar-bidder', showId, personId: ada });
  auction.refuses({ type: 'unbar-bidder', showId, personId: ada }, 'auction-unchanged');
  auction.does(bid(6000), { by: ada });
});

t.test('the crew cannot bid, nor hold a paddle', async (t) => {
  const auction = opened(t);
  const briefing = { isCrew: true };
  auction.refuses(bid(1000), 'bidder-is-crew', { by: host, briefing });
  auction.refuses(give(7, host), 'bidder-is-crew', { briefing });
});

t.test('who lacks what the shop asks for hears what', async (t) => {
  const auction = opened(t);
  auction.refuses(
    bid(1000),
    'bidder-not-qualified',
    { by: ada, briefing: { lacks: 'sign-in' } },
    { lacks: 'sign-in' },
  );
});

t.test('bids go on only while the show is live', async (t) => {
  const auction = opened(t);
  for (const showStatus of ['paused', 'other', 'rehearsal'] as const)
    auction.refuses(bid(1000), 'lot-not-open', { by: ada, briefing: { showStatus } });
});

t.test('pre-bids become max bids in their order when it opens, in one append, by the host', async (t) => {
  const auction = queued(t);
  auction.refuses(bid(999, { run: 0 }), 'bid-too-low', { by: ada }, { minimumMinor: 1000 });
  auction.does(bid(5000, { run: 0 }), { by: ada });
  auction.does(bid(5000, { run: 0 }), { by: bob });
  auction.does(bid(2000, { run: 0 }), { by: eve });
  const events = auction.does(on('open-lot', {}), { by: host });
  t.match(events, [
    { type: 'lot-opened' },
    { type: 'bid-placed', bidderId: ada, via: 'pre-bid', result: { priceMinor: 1000 } },
    { type: 'bid-placed', bidderId: bob, via: 'pre-bid', result: { priceMinor: 5000, leaderId: ada } },
  ]);
  t.equal(events.length, 3, 'what others bid more than already is no bid');
  t.same(auction.lot().preBids, []);
});

t.test('a pre-bid is changed and withdrawn until the start; a new amount goes last', async (t) => {
  const auction = queued(t);
  auction.does(bid(4000, { run: 0 }), { by: ada });
  auction.refuses(bid(4000, { run: 0 }), 'bid-unchanged', { by: ada });
  auction.does(bid(5000, { run: 0 }), { by: bob });
  auction.does(bid(5000, { run: 0 }), { by: ada });
  t.same(
    auction.lot().preBids.map(({ bidderId }) => bidderId),
    [bob, ada],
  );
  auction.does(on('withdraw-pre-bid', {}), { by: bob });
  auction.refuses(on('withdraw-pre-bid', {}), 'auction-unchanged', { by: bob });
  auction.does(on('open-lot', {}));
  auction.refuses(on('withdraw-pre-bid', {}), 'lot-wrong-status', { by: ada });
});

t.test('pre-bids of who was barred since are passed over', async (t) => {
  const auction = queued(t);
  auction.does(bid(5000, { run: 0 }), { by: ada });
  auction.does(bar());
  t.equal(auction.does(on('open-lot', {})).length, 1);
});

t.test('a rehearsal touches nothing: no pre-bids, no hold, no order, nothing due', async (t) => {
  const auction = queued(t, hammer, { lines: [{ skuId: 'sku-1' as never, quantity: 1 }] });
  const rehearsing = { briefing: { showStatus: 'rehearsal' as const } };
  auction.does(bid(5000, { run: 0 }), { by: ada });
  auction.does(on('open-lot', {}), rehearsing);
  t.match(auction.lot(), { openRun: { isRehearsal: true, holdId: null, leader: null } });
  auction.does(bid(1000), { by: host, briefing: { ...rehearsing.briefing, isCrew: true } });
  t.match(
    auction.does(bid(2000), { by: bob, ...rehearsing }),
    [{ type: 'pre-bid-placed' }],
    'for people outside it has not begun',
  );
  t.match(auction.does(on('close-lot', { seenPriceMinor: 1000 }), rehearsing), [
    { type: 'lot-sold', orderId: null, holdId: null, paymentDueAtMs: null },
  ]);
  t.match(auction.lot(), { sale: { settlement: { status: 'nothing-due' } } });
  t.match(auction.does({ type: 'clear-rehearsal', showId }), [{ lotIds: [vase] }]);
  auction.refuses({ type: 'clear-rehearsal', showId }, 'auction-unchanged');
  t.match(auction.lot(), { status: 'queued', preBids: [{ bidderId: ada }, { bidderId: bob }] });
});

t.test('the first real lot clears away what a rehearsal left open', async (t) => {
  const auction = queued(t);
  auction.does(on('open-lot', {}), { briefing: { showStatus: 'rehearsal' } });
  t.match(auction.does(on('open-lot', {})), [{ type: 'rehearsal-cleared' }, { type: 'lot-opened', run: 2 }]);
});

t.test(
  'the queue: edited, moved and removed while a lot is queued, and an id never comes again',
  async (t) => {
    const auction = queued(t);
    const bowl = lotIdOf('bowl');
    auction.refuses(on('add-lot', { lot: draft(hammer) }), 'lot-exists');
    auction.does(on('add-lot', { lotId: bowl, lot: draft(hammer) }));
    auction.refuses(on('edit-lot', { lot: draft(hammer) }), 'auction-unchanged');
    auction.does(on('edit-lot', { lot: draft({ ...hammer, startMinor: 2000 }) }));
    t.equal(auction.lot().terms.startMinor, 2000);
    auction.refuses(on('move-lot', { beforeLotId: bowl }), 'auction-unchanged');
    auction.does(on('move-lot', { beforeLotId: null }));
    t.same(
      auction.state.lots.map(({ lotId }) => lotId),
      [bowl, vase],
    );
    auction.does(on('remove-lot', {}));
    auction.refuses(on('add-lot', { lot: draft(hammer) }), 'lot-exists');
    auction.refuses(on('remove-lot', {}), 'lot-not-found');
    auction.does(on('open-lot', { lotId: bowl }));
    auction.refuses(
      on('edit-lot', { lotId: bowl, lot: draft(hammer) }),
      'lot-wrong-status',
      {},
      { status: 'open' },
    );
  },
);

t.test('terms that contradict each other are refused by name', async (t) => {
  const auction = new Auction(t);
  const faulty = {
    startMinor: { ...hammer, startMinor: 0 },
    reserveMinor: { ...hammer, reserveMinor: 999 },
    durationMs: { ...hammer, kind: 'timed' as const, durationMs: 0 },
    counterBidMs: { ...hammer, counterBidMs: -1 },
    extensionCapMs: { ...hammer, extensionCapMs: 0.5 },
    increments: { ...hammer, increments: [{ fromMinor: 5, incrementMinor: 1 }] },
  };
  for (const [field, terms] of Object.entries(faulty))
    auction.refuses(on('add-lot', { lot: draft(terms) }), 'lot-terms-invalid', {}, { field });
  const sku = { skuId: 'sku-1' as never, quantity: 1 };
  auction.refuses(
    on('add-lot', { lot: draft(hammer, { lines: [sku, sku] }) }),
    'lot-terms-invalid',
    {},
    { field: 'lines' },
  );
});

t.test('the numbers under which bidders are seen are given in order and stay', async (t) => {
  const auction = opened(t);
  for (const [index, by] of [ada, bob, ada, eve, bob].entries())
    auction.does(bid(1000 + 1000 * index), { by });
  t.same(auction.state.bidders, [ada, bob, eve]);
  t.same(
    auction.events.flatMap((event) => (event.type === 'bid-placed' ? [event.bidderNumber] : [])),
    [1, 2, 1, 3, 2],
  );
});
