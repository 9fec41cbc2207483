import { test } from 'tap';
import { bidGateOf, lotOnStage, secondChanceIn } from '../../../client-demo/src/auction/lot-on-stage.ts';
import { leastMaximum, quickSteps } from '../../../client-demo/src/auction/next-amounts.ts';
import { auctionOf, bidder, currentRun, lotOf, openLot } from '../live/commerce/auction-stand.ts';

const sold = (lotId: string, openedAtMs: number) =>
  lotOf(lotId, { status: 'sold', run: 1, current: currentRun({ openedAtMs }) });

void test('the open lot is on stage; between lots it is the one that ended last, with the next one', async (t) => {
  t.match(lotOnStage(auctionOf([sold('a', 1), openLot('b'), lotOf('c')])), {
    kind: 'open',
    lot: { lotId: 'b' },
  });
  t.match(lotOnStage(auctionOf([sold('b', 9), sold('a', 5), lotOf('c')])), {
    kind: 'ended',
    lot: { lotId: 'b' },
    next: { lotId: 'c' },
  });
  t.match(lotOnStage(auctionOf([lotOf('c')])), { kind: 'coming', lot: { lotId: 'c' } });
  t.match(lotOnStage(auctionOf([])), { kind: 'nothing' });
});

void test('who is barred, belongs to the crew, has no connection, or comes too late cannot bid', async (t) => {
  const lot = openLot('a');
  const view = auctionOf([lot]);
  const now = { isConnected: true, isPaused: false, isPast: false };
  t.equal(bidGateOf(view, lot, now), 'open');
  t.equal(bidGateOf({ ...view, isBarred: true }, lot, now), 'barred');
  t.equal(bidGateOf({ ...view, paddles: [] }, lot, now), 'crew');
  const rehearsed = openLot('a', { isRehearsal: true });
  t.equal(bidGateOf({ ...view, paddles: [] }, rehearsed, now), 'open', 'a rehearsal is for the crew');
  t.equal(bidGateOf(view, lot, { ...now, isConnected: false }), 'lost');
  t.equal(bidGateOf(view, lot, { ...now, isPaused: true }), 'paused');
  t.equal(bidGateOf(view, lot, { ...now, isPast: true }), 'closing');
});

void test('a second chance that waits for an answer is found, whatever is on stage', async (t) => {
  const own = {
    maxMinor: null,
    highestMinor: null,
    isLeading: false,
    isOutbid: true,
    preBidMinor: null,
    secondChance: { amountMinor: 900, untilMs: 5 },
  };
  t.match(secondChanceIn(auctionOf([{ ...sold('a', 1), own }, openLot('b')])), { lotId: 'a' });
  t.equal(secondChanceIn(auctionOf([sold('a', 1)])), null);
});

void test('suggestions begin with the next bid and follow the table of increments', async (t) => {
  const { increments } = lotOf('a').terms;
  t.same(quickSteps(increments, 2800), [2800, 3000, 3600, 4600]);
});

void test('the least maximum is the next bid, for the leader the price, before the start the first bid', async (t) => {
  const open = openLot('a', { priceMinor: 1500, askingMinor: 1600, leader: bidder(1) });
  t.equal(leastMaximum(open), 1600);
  const own = {
    maxMinor: 2000,
    highestMinor: 2000,
    isLeading: true,
    isOutbid: false,
    preBidMinor: null,
    secondChance: null,
  };
  t.equal(leastMaximum({ ...open, own }), 1500);
  t.equal(leastMaximum(lotOf('a')), 1000);
});
