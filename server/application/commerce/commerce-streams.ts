import type { OrderId, ShopId, ShowId } from '#domain/ids.ts';
import {
  evolveAuction,
  initialAuctionState,
  type AuctionEvent,
  type AuctionState,
} from '#domain/auction/auction.ts';
import {
  evolveCatalogue,
  initialCatalogueState,
  type CatalogueEvent,
  type CatalogueState,
} from '#domain/catalogue/catalogue.ts';
import {
  evolveLedger,
  initialLedgerState,
  type LedgerEvent,
  type LedgerState,
} from '#domain/ledger/ledger.ts';
import { evolveShelf, initialShelfState, type ShelfEvent, type ShelfState } from '#domain/shelf/shelf.ts';
import { evolveOrder, initialOrderState, type OrderEvent, type OrderState } from '#domain/order/order.ts';
import { evolveTills, initialTillsState, type TillEvent, type TillsState } from '#domain/till/till.ts';
import type { StreamKind, StreamRef } from '../command-handler.ts';
import { auctionStreamId, orderStreamId, shelfStreamId, shopStreamId } from '../streams.ts';

// All of them are kept for ever, so a snapshot of an older program may be thrown away: grow the version freely.

const auctionKind: StreamKind<AuctionState, AuctionEvent> = {
  initial: initialAuctionState,
  // 2: paddles and maxima of all bidders stand in the books.
  snapshotSchemaVersion: 2,
  evolve: evolveAuction,
};

const catalogueKind: StreamKind<CatalogueState, CatalogueEvent> = {
  initial: initialCatalogueState,
  // 2: the shop says whether it keeps replays.
  snapshotSchemaVersion: 2,
  evolve: evolveCatalogue,
};

const ledgerKind: StreamKind<LedgerState, LedgerEvent> = {
  initial: initialLedgerState,
  snapshotSchemaVersion: 1,
  evolve: evolveLedger,
};

const shelfKind: StreamKind<ShelfState, ShelfEvent> = {
  initial: initialShelfState,
  // 2: an offer says why it ended.
  snapshotSchemaVersion: 2,
  evolve: evolveShelf,
};

const orderKind: StreamKind<OrderState, OrderEvent> = {
  initial: initialOrderState,
  // 2: refunds say what they still owe.
  snapshotSchemaVersion: 2,
  evolve: evolveOrder,
};

const tillKind: StreamKind<TillsState, TillEvent> = {
  initial: initialTillsState,
  // 2: what was told after a count belongs to it.
  snapshotSchemaVersion: 2,
  evolve: evolveTills,
};

/** The auction of one show. */
export const auctionStream = (shopId: ShopId, showId: ShowId): StreamRef<AuctionState, AuctionEvent> => ({
  streamId: auctionStreamId(shopId, showId),
  kind: auctionKind,
});

/** What one show sells at fixed prices. */
export const shelfStream = (shopId: ShopId, showId: ShowId): StreamRef<ShelfState, ShelfEvent> => ({
  streamId: shelfStreamId(shopId, showId),
  kind: shelfKind,
});

/** One order. */
export const orderStream = (shopId: ShopId, orderId: OrderId): StreamRef<OrderState, OrderEvent> => ({
  streamId: orderStreamId(shopId, orderId),
  kind: orderKind,
});

/** The shop's products and settings. */
export const catalogueStream = (shopId: ShopId): StreamRef<CatalogueState, CatalogueEvent> => ({
  streamId: shopStreamId(shopId, 'catalogue'),
  kind: catalogueKind,
});

/** The shop's capacity. */
export const ledgerStream = (shopId: ShopId): StreamRef<LedgerState, LedgerEvent> => ({
  streamId: shopStreamId(shopId, 'ledger'),
  kind: ledgerKind,
});

/** The shop's tills. */
export const tillsStream = (shopId: ShopId): StreamRef<TillsState, TillEvent> => ({
  streamId: shopStreamId(shopId, 'tills'),
  kind: tillKind,
});
