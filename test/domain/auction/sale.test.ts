import t, { type Test } from 'tap';
import {
  ada,
  bid,
  bob,
  eve,
  hammer,
  nowMs,
  on,
  opened,
  orderIdOf,
  type Auction,
} from './auction-examples.ts';

/** Ada won at 42 with a max of 60; Bob's max was 40. */
function sold(t: Test): Auction {
  const auction = opened(t);
  auction.does(bid(6000), { by: ada });
  auction.does(bid(4000), { by: bob });
  auction.does(on('close-lot', { seenPriceMinor: 4200 }));
  return auction;
}
function unpaid(t: Test): Auction {
  const auction = sold(t);
  auction.does(on('note-lot-unpaid', { orderId: orderIdOf(ada) }));
  return auction;
}
const settlement = (auction: Auction) => {
  const lot = auction.lot();
  return lot.status === 'sold' ? lot.sale.settlement.status : undefined;
};

t.test('a winner pays in time', async (t) => {
  const auction = sold(t);
  auction.refuses(on('note-lot-paid', { orderId: orderIdOf(bob) }), 'auction-unchanged');
  auction.does(on('note-lot-paid', { orderId: orderIdOf(ada) }));
  t.equal(settlement(auction), 'paid');
  auction.refuses(on('note-lot-paid', { orderId: orderIdOf(ada) }), 'auction-unchanged');
  auction.refuses(on('note-lot-unpaid', { orderId: orderIdOf(ada) }), 'auction-unchanged');
});

t.test('whoever does not pay in time may still put it right', async (t) => {
  const auction = unpaid(t);
  t.equal(settlement(auction), 'unpaid');
  auction.does(on('note-lot-paid', { orderId: orderIdOf(ada) }));
  t.equal(settlement(auction), 'paid');
});

t.test('the runner-up is offered it at his max, once', async (t) => {
  const auction = unpaid(t);
  const [event] = auction.does(on('offer-second-chance', {}));
  t.match(event, { bidderId: bob, amountMinor: 4000, untilMs: nowMs + 600_000 });
  auction.does(on('decline-second-chance', {}), { by: bob });
  t.equal(settlement(auction), 'second-chance-over');
  auction.refuses(on('offer-second-chance', {}), 'second-chance-unavailable');
});

t.test('accepted, it is his, with a deadline of his own', async (t) => {
  const auction = unpaid(t);
  auction.does(on('offer-second-chance', {}));
  auction.refuses(on('accept-second-chance', {}), 'second-chance-unavailable', { by: eve });
  auction.does(on('accept-second-chance', {}), { by: bob, nowMs: nowMs + 600_000 });
  t.match(auction.lot(), {
    sale: {
      buyer: { bidderId: bob },
      priceMinor: 4000,
      orderId: orderIdOf(bob),
      settlement: { status: 'payment-due', dueAtMs: nowMs + 1_500_000 },
    },
  });
  auction.does(on('note-lot-unpaid', { orderId: orderIdOf(bob) }));
  auction.refuses(on('offer-second-chance', {}), 'second-chance-unavailable');
  auction.does(on('rerun-lot', {}));
});

t.test('not answered in time, it lapses, and cannot be taken any more', async (t) => {
  const auction = unpaid(t);
  auction.does(on('offer-second-chance', {}));
  const untilMs = nowMs + 600_000;
  auction.refuses(on('lapse-second-chance', { untilMs }), 'auction-unchanged', { nowMs: untilMs - 1 });
  auction.refuses(on('lapse-second-chance', { untilMs: untilMs - 1 }), 'auction-unchanged', {
    nowMs: untilMs,
  });
  auction.refuses(on('accept-second-chance', {}), 'second-chance-unavailable', {
    by: bob,
    nowMs: untilMs + 1,
  });
  auction.does(on('lapse-second-chance', { untilMs }), { nowMs: untilMs });
  t.equal(settlement(auction), 'second-chance-over');
  auction.refuses(on('lapse-second-chance', { untilMs }), 'auction-unchanged', { nowMs: untilMs });
});

t.test(
  'there is no second chance while payment is due, without a runner-up, or for who is barred',
  async (t) => {
    sold(t).refuses(on('offer-second-chance', {}), 'second-chance-unavailable');
    const alone = opened(t);
    alone.does(bid(1000), { by: ada });
    alone.does(on('close-lot', { seenPriceMinor: 1000 }));
    alone.does(on('note-lot-unpaid', { orderId: orderIdOf(ada) }));
    alone.refuses(on('offer-second-chance', {}), 'second-chance-unavailable');
    const barred = unpaid(t);
    barred.does({ type: 'bar-bidder', showId: on('open-lot', {}).showId, personId: bob, reason: '' });
    barred.refuses(on('offer-second-chance', {}), 'second-chance-unavailable');
  },
);

t.test('the winner who pays while the offer stands has it', async (t) => {
  const auction = unpaid(t);
  auction.does(on('offer-second-chance', {}));
  auction.does(on('note-lot-paid', { orderId: orderIdOf(ada) }));
  auction.refuses(on('accept-second-chance', {}), 'second-chance-unavailable', { by: bob });
});

t.test('a sale is run again when it is not paid, and not before', async (t) => {
  const due = sold(t);
  due.refuses(on('rerun-lot', {}), 'lot-wrong-status', {}, { status: 'payment-due' });
  const over = unpaid(t);
  over.does(on('rerun-lot', {}));
  t.equal(over.lot().status, 'queued');
  const offered = unpaid(t);
  offered.does(on('offer-second-chance', {}));
  offered.refuses(on('rerun-lot', {}), 'lot-wrong-status', {}, { status: 'second-chance' });
});

t.test('an unsold lot is run again', async (t) => {
  const auction = opened(t, { ...hammer, reserveMinor: 9000 });
  auction.does(bid(1000), { by: ada });
  auction.does(on('close-lot', { seenPriceMinor: 1000 }));
  auction.does(on('rerun-lot', {}));
  auction.does(on('open-lot', {}));
  t.match(auction.seen, { status: 'open', priceMinor: null });
});
