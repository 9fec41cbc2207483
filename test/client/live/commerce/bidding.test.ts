import { test } from 'tap';
import { createBidding, type Bid } from '../../../../client-demo/src/live/commerce/bidding.ts';
import type { BidReceipt } from '#protocol/auction-views.ts';
import { standingSocket } from '../socket-stand.ts';

const bid: Bid = { lotId: 'lot-number-1', run: 1, amountMinor: 1200, isExact: true };
const receipt: BidReceipt = {
  showId: 'show-number-1',
  lotId: 'lot-number-1',
  run: 1,
  sequence: 7,
  lineHash: 'aa',
  headSequence: 7,
  headHash: 'bb',
  signature: 'cc',
};

const standing = async () => {
  const stand = standingSocket();
  await stand.greet();
  const receipts: BidReceipt[] = [];
  const bidding = createBidding({
    socket: stand.socket,
    showId: 'show-number-1',
    time: stand.time,
    nowMs: () => 5_000_000 + stand.time.nowMs(),
    onReceipt: (kept) => receipts.push(kept),
  });
  const sent = () => stand.server.connections.flatMap((one) => one.requests('auction.place-bid'));
  const reply = (answer: object, at = -1) => {
    const request = sent().at(at);
    stand.server.latest.send({ type: 'reply', id: request?.id ?? -1, ...answer } as never);
    return stand.time.settle();
  };
  return { ...stand, bidding, receipts, sent, reply };
};

void test('two taps are one bid, also of another amount, until the first is answered', async (t) => {
  const { bidding, sent, time, reply, receipts } = await standing();
  t.equal(bidding.place(bid), true);
  t.equal(bidding.place(bid), false);
  t.equal(bidding.place({ ...bid, amountMinor: 1300 }), false);
  await time.settle();
  t.equal(sent().length, 1);
  t.match(sent()[0]?.params, { ...bid, showId: 'show-number-1', tappedAtMs: 5_001_000 });
  await reply({ ok: true, result: { version: 7, receipt } });
  t.match(bidding.progress.value, { status: 'placed', bid: { amountMinor: 1200 } });
  t.same(receipts, [receipt]);
  t.equal(bidding.place({ ...bid, amountMinor: 1300 }), true, 'the next one is another bid');
});

void test('a refusal is told with what the shop says of it, and the next bid has an id of its own', async (t) => {
  const { bidding, sent, time, reply } = await standing();
  bidding.place(bid);
  await time.settle();
  const error = { code: 'bid-too-low', message: '', temporary: false, details: { minimumMinor: 1400 } };
  await reply({ ok: false, error });
  t.match(bidding.progress.value, {
    status: 'refused',
    error: { code: 'bid-too-low', details: { minimumMinor: 1400 } },
  });
  bidding.place({ ...bid, amountMinor: 1400 });
  await time.settle();
  t.not(sent()[0]?.params['commandId'], sent()[1]?.params['commandId']);
});

void test('without a connection a bid is refused at once and never sent later', async (t) => {
  const { bidding, sent, time, greet, server } = await standing();
  server.latest.cut();
  await time.settle();
  bidding.place(bid);
  await time.settle();
  t.match(bidding.progress.value, { status: 'refused', error: { code: 'offline' } });
  await time.advance(5000);
  await greet();
  await time.advance(5000);
  t.same(sent(), []);
});

void test('a bid that a lost connection took is not repeated over the next one', async (t) => {
  const { bidding, sent, time, greet, server } = await standing();
  bidding.place(bid);
  await time.settle();
  server.latest.cut();
  await time.settle();
  t.match(bidding.progress.value, { status: 'refused', error: { code: 'offline' } });
  await time.advance(3000);
  await greet();
  await time.settle();
  t.equal(sent().length, 1);
});

void test('two seconds after the tap it says that it is late; the answer still counts when it comes', async (t) => {
  const { bidding, time, reply, receipts } = await standing();
  bidding.place(bid);
  await time.advance(1999);
  t.match(bidding.progress.value, { status: 'sending', isLate: false });
  await time.advance(1);
  t.match(bidding.progress.value, { status: 'sending', isLate: true });
  await reply({ ok: true, result: { version: 7, receipt } });
  t.match(bidding.progress.value, { status: 'placed' });
  t.same(receipts, [receipt]);
});

void test('a late bid makes way for the next one, whose answer is the one that is shown; both receipts are kept', async (t) => {
  const { bidding, time, reply, receipts, sent } = await standing();
  bidding.place(bid);
  await time.advance(2500);
  t.equal(bidding.place({ ...bid, amountMinor: 1300 }), true);
  await time.settle();
  t.equal(sent().length, 2);
  await reply({ ok: true, result: { version: 7, receipt } }, 0);
  t.match(bidding.progress.value, { status: 'sending', bid: { amountMinor: 1300 } });
  await reply({ ok: true, result: { version: 9, receipt: { ...receipt, sequence: 9 } } }, 1);
  t.match(bidding.progress.value, { status: 'placed', bid: { amountMinor: 1300 } });
  t.same(
    receipts.map(({ sequence }) => sequence),
    [7, 9],
  );
});

void test('no answer at all is said as such', async (t) => {
  const { bidding, time } = await standing();
  bidding.place(bid);
  await time.advance(6000);
  t.match(bidding.progress.value, { status: 'refused', error: { code: 'deadline-exceeded' } });
  bidding.dismiss();
  t.same(bidding.progress.value, { status: 'idle' });
});
