import { test } from 'tap';
import { applyCatalogueEvent } from '../../../../client-demo/src/live/commerce/catalogue-book.ts';
import { applyLedgerEvent } from '../../../../client-demo/src/live/commerce/ledger-book.ts';
import { applyOrdersEvent } from '../../../../client-demo/src/live/commerce/order-book.ts';
import { applyShelfEvent } from '../../../../client-demo/src/live/commerce/shelf-book.ts';
import { applyTillsEvent } from '../../../../client-demo/src/live/commerce/tills-book.ts';
import type { CatalogueChannelEvent, CatalogueView } from '#protocol/catalogue-views.ts';
import type { OrderSummaryView } from '#protocol/order-views.ts';
import type { OfferView, ShelfChannelEvent, ShelfView } from '#protocol/shelf-views.ts';
import type { LedgerView } from '#protocol/stock-views.ts';
import type { TillsView } from '#protocol/till-views.ts';

const offer = (offerId: string, left: number | null = null): OfferView => ({
  offerId,
  terms: {
    kind: 'buy-now',
    title: offerId,
    mediaId: null,
    priceMinor: 500,
    insteadOfMinor: null,
    items: [],
    isChoice: false,
    limitTotal: left,
    limitPerBuyer: null,
    durationMs: null,
    claim: 'on-hold',
  },
  status: 'open',
  openedAtMs: 1,
  endsAtMs: null,
  left,
  ownPieces: 0,
  isSoldOut: false,
});

/** Applies all, each of them twice, as a recovery may. */
const twice = <View, Event>(
  apply: (view: View, event: Event) => View,
  view: View,
  events: readonly Event[],
) => events.reduce((now, event) => apply(apply(now, event), event), view);

void test('the shelf: offers come, change in their place, are ordered, pinned and taken away', async (t) => {
  const events: readonly ShelfChannelEvent[] = [
    { type: 'shelf.offer', offer: offer('a') },
    { type: 'shelf.offer', offer: offer('b', 5) },
    { type: 'shelf.offer', offer: offer('b', 4) },
    { type: 'shelf.pinned', offerId: 'b' },
    { type: 'shelf.order', offerIds: ['b', 'a'] },
  ];
  const empty: ShelfView = { showId: 'show', offers: [], pinnedOfferId: null };
  const shelf = twice(applyShelfEvent, empty, events);
  t.same(shelf, { showId: 'show', offers: [offer('b', 4), offer('a')], pinnedOfferId: 'b' });
  const after = twice(applyShelfEvent, shelf, [{ type: 'shelf.offer-gone', offerId: 'b' }]);
  t.same(
    after,
    { showId: 'show', offers: [offer('a')], pinnedOfferId: null },
    'what is gone is pinned no more',
  );
});

void test('the ledger: whole rows take the place of what was known of a SKU', async (t) => {
  const empty: LedgerView = { levels: [{ skuId: 'cup', state: 'ok', available: null }] };
  const ledger = twice(applyLedgerEvent, empty, [
    {
      type: 'ledger.levels',
      levels: [
        { skuId: 'cup', state: 'few', available: 3 },
        { skuId: 'jug', state: 'gone', available: 0 },
      ],
    },
    { type: 'ledger.levels', levels: [{ skuId: 'cup', state: 'few', available: 2 }] },
  ]);
  t.same(ledger.levels, [
    { skuId: 'cup', state: 'few', available: 2 },
    { skuId: 'jug', state: 'gone', available: 0 },
  ]);
});

void test('the catalogue: a product changes in its place and goes when it is archived', async (t) => {
  // Only ids matter here; the rest of a product and the settings pass through.
  const product = (productId: string, title: string) =>
    ({ productId, title }) as unknown as CatalogueView['products'][number];
  const events: readonly CatalogueChannelEvent[] = [
    { type: 'catalogue.product', product: product('cup', 'Cup') },
    { type: 'catalogue.product', product: product('jug', 'Jug') },
    { type: 'catalogue.product', product: product('cup', 'Blue cup') },
    { type: 'catalogue.product-gone', productId: 'jug' },
  ];
  const empty = { settings: {}, products: [], paymentMethods: ['stall'] } as unknown as CatalogueView;
  t.same(twice(applyCatalogueEvent, empty, events).products, [product('cup', 'Blue cup')]);
});

void test('the board of orders: a new one stands first, a changed one where it stood', async (t) => {
  const order = (orderId: string, dueMinor: number) => ({ orderId, dueMinor }) as OrderSummaryView;
  const board = twice(applyOrdersEvent, { orders: [order('a', 1)] }, [
    { type: 'orders.changed', order: order('b', 2) },
    { type: 'orders.changed', order: order('a', 0) },
  ]);
  t.same(board.orders, [order('b', 2), order('a', 0)]);
});

void test('the tills: each push says the whole of one till or of all cashiers', async (t) => {
  const till = (tillId: string, label: string) => ({ tillId, label }) as TillsView['tills'][number];
  const cashier = { personId: 'ada', name: 'Ada', pin: { salt: '', iterations: 1, hash: '' } };
  const tills = twice(applyTillsEvent, { tills: [till('a', 'A')], cashiers: [] }, [
    { type: 'tills.till', till: till('a', 'Stall') },
    { type: 'tills.cashiers', cashiers: [cashier] },
  ]);
  t.same(tills, { tills: [till('a', 'Stall')], cashiers: [cashier] });
});
