import { test } from 'tap';
import {
  availabilityOf,
  leftForOne,
  variantAvailability,
} from '../../../client-demo/src/shelf/availability.ts';
import { isSwipeUp } from '../../../client-demo/src/shelf/swipe-up.ts';
import { offersOnShelf, pinnedOffer } from '../../../client-demo/src/shelf/shelf-list.ts';
import type { OfferView } from '#protocol/shelf-views.ts';
import type { LedgerView, StockLevel } from '#protocol/stock-views.ts';

type Items = readonly { readonly skuId: string; readonly quantity: number }[];

const offerOf = (
  items: Items,
  terms: Partial<OfferView['terms']> = {},
  changes: Partial<OfferView> = {},
): OfferView => ({
  offerId: 'offer-number-1',
  terms: {
    kind: 'buy-now',
    title: 'Cup',
    mediaId: null,
    priceMinor: 500,
    insteadOfMinor: null,
    // Ids are branded on the server only; here they are the text that came over the wire.
    items: items.map((item) => ({ productId: 'product', ...item })) as unknown as OfferView['terms']['items'],
    isChoice: false,
    limitTotal: null,
    limitPerBuyer: null,
    durationMs: null,
    claim: 'on-hold',
    ...terms,
  },
  status: 'open',
  isSoldOut: false,
  openedAtMs: 1,
  endsAtMs: null,
  left: null,
  ownPieces: 0,
  ...changes,
});

const ledgerOf = (
  levels: Readonly<Record<string, readonly [StockLevel['state'], number | null]>>,
): LedgerView => ({
  levels: Object.entries(levels).map(([skuId, [state, available]]) => ({ skuId, state, available })),
});

void test('enough is not counted out, few is, in pieces of the offer', async (t) => {
  const ledger = ledgerOf({ cup: ['ok', null], cloth: ['few', 7] });
  t.same(availabilityOf(offerOf([{ skuId: 'cup', quantity: 1 }]), ledger), { state: 'there', pieces: null });
  const threeEach = offerOf([{ skuId: 'cloth', quantity: 3 }]);
  t.same(availabilityOf(threeEach, ledger), { state: 'there', pieces: 2 });
});

void test('a bundle has as many as its scarcest item; a choice as long as one variant has', async (t) => {
  const items = [
    { skuId: 'cup', quantity: 2 },
    { skuId: 'jug', quantity: 1 },
  ];
  const ledger = ledgerOf({ cup: ['few', 8], jug: ['gone', 0] });
  t.same(availabilityOf(offerOf(items), ledger), { state: 'gone' });
  const choice = offerOf(items, { isChoice: true });
  t.same(availabilityOf(choice, ledger), { state: 'there', pieces: 4 });
  const [cup, jug] = choice.terms.items;
  if (cup === undefined || jug === undefined) throw new Error('two items');
  t.same(variantAvailability(choice, cup, ledger), { state: 'there', pieces: 4 });
  t.same(variantAvailability(choice, jug, ledger), { state: 'gone' });
});

void test('what is only held may come back, what is set aside is for the people in the room', async (t) => {
  const one = offerOf([{ skuId: 'cup', quantity: 1 }]);
  t.same(availabilityOf(one, ledgerOf({ cup: ['ordered', 0] })), { state: 'held' });
  t.same(availabilityOf(one, ledgerOf({ cup: ['reserved', 0] })), { state: 'on-site' });
  t.same(availabilityOf(one, ledgerOf({})), { state: 'gone' }, 'nobody ever received any');
});

void test('the limit of the offer counts beside the stock', async (t) => {
  const ledger = ledgerOf({ cup: ['ok', null] });
  const items = [{ skuId: 'cup', quantity: 1 }];
  t.same(availabilityOf(offerOf(items, {}, { left: 2 }), ledger), { state: 'there', pieces: 2 });
  t.same(availabilityOf(offerOf(items, {}, { left: 0 }), ledger), { state: 'gone' });
  t.equal(leftForOne(offerOf(items, { limitPerBuyer: 3 }, { ownPieces: 2 })), 1);
  t.equal(leftForOne(offerOf(items)), null);
});

void test('the shelf shows what is open before what is over, and pins only what is open', async (t) => {
  const planned = offerOf([], {}, { offerId: 'c', status: 'planned' });
  const ended = offerOf([], {}, { offerId: 'a', status: 'ended' });
  const open = offerOf([], {}, { offerId: 'b' });
  const view = { showId: 'show', offers: [ended, planned, open], pinnedOfferId: 'a' };
  t.same(
    offersOnShelf(view).map(({ offerId }) => offerId),
    ['b', 'a'],
  );
  t.equal(pinnedOffer(view), null);
  t.match(pinnedOffer({ ...view, pinnedOfferId: 'b' }), { offerId: 'b' });
});

void test('what sold out keeps its place and stays held up, because it may come back', async (t) => {
  const items = [{ skuId: 'cup', quantity: 1 }];
  const over = offerOf(items, {}, { offerId: 'over', status: 'ended' });
  const soldOut = offerOf(items, {}, { offerId: 'sold-out', status: 'ended', isSoldOut: true, left: 0 });
  const open = offerOf(items, {}, { offerId: 'open' });
  const view = { showId: 'show', offers: [over, soldOut, open], pinnedOfferId: 'sold-out' };
  t.same(
    offersOnShelf(view).map(({ offerId }) => offerId),
    ['sold-out', 'open', 'over'],
  );
  t.equal(pinnedOffer(view), soldOut);
});

void test('a quick way upwards opens the shelf; a tap, a slow way and one along the line do not', async (t) => {
  t.ok(isSwipeUp({ dx: 10, dy: -120, durationMs: 200 }));
  t.notOk(isSwipeUp({ dx: 0, dy: -20, durationMs: 80 }));
  t.notOk(isSwipeUp({ dx: 0, dy: -200, durationMs: 1500 }));
  t.notOk(isSwipeUp({ dx: 90, dy: -120, durationMs: 200 }));
  t.notOk(isSwipeUp({ dx: 0, dy: 120, durationMs: 200 }));
});
