import type { AuctionEvent } from '#domain/auction/auction.ts';
import type { OrderEvent } from '#domain/order/order.ts';
import type { Application } from '../../application.ts';
import type { Notifier } from '../../messages/notifier.ts';
import type { Policy } from '../../policy.ts';
import type { FeedEntry } from '../../ports.ts';
import { auctionShowIdOf, orderIdOfStream } from '../../streams.ts';
import { auctionsInSight, tellBidders } from './notices-of-auctions.ts';
import { tellBuyer } from './notices-of-orders.ts';

export interface NoticesDeps {
  readonly application: Pick<Application, 'read' | 'streams' | 'nowMs'>;
  readonly notifier: Notifier;
}

/**
 * Tells people what concerns them: outbid, won, payment due or failed, second chance, receipt, pick-up. One event tells
 * one person once, however often it comes; whoever cannot be reached sees the same on the page.
 */
export const noticesPolicy = (deps: NoticesDeps, inSight = auctionsInSight()): Policy => ({
  name: 'notices',
  startsAt: 'now',
  async handle(entry: FeedEntry) {
    const { streamId, event } = entry.recorded;
    const showId = auctionShowIdOf(streamId);
    const orderId = orderIdOfStream(streamId);
    // Streams hold events of their kind only.
    if (showId !== undefined)
      await tellBidders({ ...deps, inSight }, showId, event as AuctionEvent, entry.recorded);
    if (orderId !== undefined) await tellBuyer(deps, orderId, event as OrderEvent, entry.recorded.eventId);
  },
});
