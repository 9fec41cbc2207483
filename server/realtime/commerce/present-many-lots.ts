import type { RecordedEvent } from '#application/ports.ts';
import type { AuctionEvent } from '#domain/auction/auction.ts';
import type { LotId } from '#domain/ids.ts';
import type { AuctionChannelEvent } from '#protocol/auction-views.ts';

/** Bids of one lot in one push beyond which the whole lot is less to read than each of them. */
const manyBids = 8;

interface OneByOne {
  readonly each: (one: RecordedEvent<AuctionEvent>) => readonly AuctionChannelEvent[];
  readonly whole: (lotId: LotId) => readonly AuctionChannelEvent[];
}

/**
 * Much that happened at once, shorter: once a lot is told as a whole, as it is now, nothing that happened to it before
 * is told. Looks from the end, so that a storm of bids costs one lot and not one for each bid.
 */
export function presentManyLots(
  recorded: readonly RecordedEvent<AuctionEvent>[],
  { each, whole }: OneByOne,
): readonly AuctionChannelEvent[] {
  const bids = countBids(recorded);
  const done = new Set<string>();
  const told: (readonly AuctionChannelEvent[])[] = [];
  for (const one of recorded.toReversed()) {
    const { event } = one;
    if (isOfOneLot(event) && done.has(event.lotId)) continue;
    const messages = each(one);
    const isMany = event.type === 'bid-placed' && (bids.get(event.lotId) ?? 0) > manyBids;
    // What is hidden one by one is hidden as a whole.
    const shorter = isMany && messages.length > 0 ? whole(event.lotId) : messages;
    for (const message of shorter) if (message.type === 'auction.lot') done.add(message.lot.lotId);
    told.push(shorter);
  }
  return told.toReversed().flat();
}

/** Whether it says nothing of the auction beside its lot. */
const isOfOneLot = (event: AuctionEvent): event is Extract<AuctionEvent, { readonly lotId: LotId }> =>
  'lotId' in event &&
  event.type !== 'lot-moved' &&
  event.type !== 'lot-removed' &&
  event.type !== 'lot-requeued';

function countBids(recorded: readonly RecordedEvent<AuctionEvent>[]): ReadonlyMap<LotId, number> {
  const counts = new Map<LotId, number>();
  for (const { event } of recorded)
    if (event.type === 'bid-placed') counts.set(event.lotId, (counts.get(event.lotId) ?? 0) + 1);
  return counts;
}
