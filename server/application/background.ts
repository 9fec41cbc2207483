import type { ShowId } from '#domain/ids.ts';
import type { Application } from './application.ts';
import { keepAuctionTimers } from './commerce/auction-timers.ts';
import { keepCommerce } from './commerce/keep-commerce.ts';
import { keepLedgerTimers } from './commerce/ledger-timers.ts';
import { keepShelfTimers } from './commerce/shelf-timers.ts';
import type { Core } from './core.ts';
import { randomIds } from './id-source.ts';
import { keepPinTimers } from './pin-timers.ts';

/** Timers and policies of one server. Resolves once nothing that falls due or follows from now on is missed. */
export async function keepBackground(
  application: Application,
  { options, streams, access, followers, commerce }: Core,
): Promise<void> {
  const { onError, shopId } = options;
  const readRoom = (showId: ShowId) => access.peek(streams.room(showId));
  const readAuction = (showId: ShowId) => access.peek(streams.auction(showId));
  const readShelf = (showId: ShowId) => access.peek(streams.shelf(showId));
  const readLedger = () => access.peek(streams.ledger);
  followers.keep(await keepPinTimers({ application, readRoom, onError }));
  followers.keep(await keepAuctionTimers({ application, readAuction, onError }));
  followers.keep(await keepShelfTimers({ application, readShelf, onError }));
  followers.keep(await keepLedgerTimers({ shopId, application, readLedger, onError }));
  const kept = await keepCommerce({ application, ...commerce, ids: randomIds, onError });
  for (const follower of kept) followers.keep(follower);
}
