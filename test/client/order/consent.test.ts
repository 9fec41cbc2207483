import { test } from 'tap';
import { needOf } from '../../../client-demo/src/auction/bid-needs.ts';
import { consentOf, mayKeep } from '../../../client-demo/src/order/consent.ts';
import type { BidProgress } from '../../../client-demo/src/live/commerce/bidding.ts';

type RefusedBid = Extract<BidProgress, { readonly status: 'refused' }>;

const refused = (code: string, lacks: string): RefusedBid =>
  // Only what is read of a refusal; the rest of bid and error plays no part in it.
  ({ status: 'refused', bid: {}, error: { code, details: { lacks } } }) as unknown as RefusedBid;

test('a card is kept only where the buyer agreed and pays with it', async (t) => {
  t.same(consentOf('stripe', true), { savesMethod: true });
  t.same(consentOf('stripe', false), {}, 'nothing is said for him');
  t.same(consentOf('stall', true), {}, 'a box that was ticked before he chose the stall counts for nothing');
  t.same([mayKeep('stripe'), mayKeep('stall')], [true, false], 'nor is he asked there');
});

test('a bidder is asked for what the refusal says he lacks', async (t) => {
  const both = ['stall', 'stripe'] as const;
  t.equal(needOf(refused('bidder-not-qualified', 'payment-method'), both), 'card');
  t.equal(needOf(refused('bidder-not-qualified', 'sign-in'), both), 'sign-in');
  t.equal(needOf(refused('bid-too-low', 'payment-method'), both), null);
  t.equal(needOf({ status: 'idle' }, both), null);
});

test('nobody is sent to save a card where the shop keeps none', async (t) => {
  t.equal(needOf(refused('bidder-not-qualified', 'payment-method'), ['stall']), null);
});
