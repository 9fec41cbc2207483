import type { ShopId } from '#domain/ids.ts';
import type { Streams } from './application.ts';
import {
  auctionStream,
  catalogueStream,
  ledgerStream,
  orderStream,
  shelfStream,
  tillsStream,
} from './commerce/commerce-streams.ts';
import { roomStream } from './room-stream.ts';
import { showStream } from './show-commands.ts';

/** All streams of a shop, by what they are about. */
export const shopStreams = (shopId: ShopId): Streams => ({
  show: (showId) => showStream(shopId, showId),
  room: (showId) => roomStream(shopId, showId),
  auction: (showId) => auctionStream(shopId, showId),
  shelf: (showId) => shelfStream(shopId, showId),
  order: (orderId) => orderStream(shopId, orderId),
  catalogue: catalogueStream(shopId),
  ledger: ledgerStream(shopId),
  tills: tillsStream(shopId),
});
