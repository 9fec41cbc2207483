import type { OrderId, ShopId, ShowId, StreamId } from '#domain/ids.ts';

/** The one shop of an installation; several would each have streams, a feed and a hash slot of their own. */
export const mainShopId = 'main' as ShopId;

/** `{shop}:show-<id>`. The only maker of a show's stream id, hence the cast to the brand. */
export const showStreamId = (shopId: ShopId, showId: ShowId): StreamId =>
  `{${shopId}}:show-${showId}` as StreamId;

/** `{shop}:room-<show>`, likewise. */
export const roomStreamId = (shopId: ShopId, showId: ShowId): StreamId =>
  `{${shopId}}:room-${showId}` as StreamId;

/** `{shop}:auction-<show>`, likewise. */
export const auctionStreamId = (shopId: ShopId, showId: ShowId): StreamId =>
  `{${shopId}}:auction-${showId}` as StreamId;

/** `{shop}:shelf-<show>`, likewise. */
export const shelfStreamId = (shopId: ShopId, showId: ShowId): StreamId =>
  `{${shopId}}:shelf-${showId}` as StreamId;

/** `{shop}:order-<id>`, likewise. */
export const orderStreamId = (shopId: ShopId, orderId: OrderId): StreamId =>
  `{${shopId}}:order-${orderId}` as StreamId;

/** One of each in a shop, likewise. */
export const shopStreamId = (shopId: ShopId, noun: 'catalogue' | 'ledger' | 'tills'): StreamId =>
  `{${shopId}}:${noun}` as StreamId;

/** The show whose stream this is, or undefined. The inverse of `showStreamId`. */
export function showIdOf(streamId: StreamId): ShowId | undefined {
  const match = /^\{[a-z0-9-]+\}:show-(.+)$/.exec(streamId);
  return match?.[1] as ShowId | undefined;
}

/** The show whose room's stream this is, or undefined. The inverse of `roomStreamId`. */
export function roomShowIdOf(streamId: StreamId): ShowId | undefined {
  const match = /^\{[a-z0-9-]+\}:room-(.+)$/.exec(streamId);
  return match?.[1] as ShowId | undefined;
}

/** The show whose auction's stream this is, or undefined. */
export const auctionShowIdOf = (streamId: StreamId): ShowId | undefined =>
  /^\{[a-z0-9-]+\}:auction-(.+)$/.exec(streamId)?.[1] as ShowId | undefined;

/** The show whose shelf's stream this is, or undefined. */
export const shelfShowIdOf = (streamId: StreamId): ShowId | undefined =>
  /^\{[a-z0-9-]+\}:shelf-(.+)$/.exec(streamId)?.[1] as ShowId | undefined;

/** The order whose stream this is, or undefined. */
export const orderIdOfStream = (streamId: StreamId): OrderId | undefined =>
  /^\{[a-z0-9-]+\}:order-(.+)$/.exec(streamId)?.[1] as OrderId | undefined;

/** Topic on which every append of a shop is told, without the events: followers of the feed read them in order. */
export const feedTopic = (shopId: ShopId): string => `{${shopId}}:feed`;
