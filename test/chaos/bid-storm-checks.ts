import type { Test } from 'tap';
import { evolveAuction, initialAuctionState, type AuctionEvent } from '#domain/auction/auction.ts';
import {
  deficitOf,
  evolveLedger,
  freeOf,
  initialLedgerState,
  totalFreeOf,
  type LedgerEvent,
} from '#domain/ledger/ledger.ts';
import type { EventLog, RecordedEvent } from '#application/ports.ts';
import { auctionStreamId, mainShopId, shopStreamId } from '#application/streams.ts';
import type { StreamId } from '#domain/ids.ts';
import type { BidStorm } from './bid-storm.ts';

/** Whoever leads and bids again only changes his own maximum. */
type Bid = Extract<AuctionEvent, { readonly type: 'bid-placed' | 'max-bid-changed' }>;

const isBid = (one: RecordedEvent<AuctionEvent>): one is RecordedEvent<Bid> =>
  one.event.type === 'bid-placed' || one.event.type === 'max-bid-changed';

async function readAll<Event>(log: EventLog, streamId: StreamId): Promise<readonly RecordedEvent<Event>[]> {
  const all: RecordedEvent<Event>[] = [];
  for (;;) {
    // A stream holds events of its kind only.
    const page = (await log.read(streamId, all.length, 5_000)) as readonly RecordedEvent<Event>[];
    all.push(...page);
    if (page.length < 5_000) return all;
  }
}

/** What must be true of the log after a storm, whatever was killed in it. */
export async function checkStorm(t: Test, storm: BidStorm, log: EventLog, stock: number): Promise<void> {
  const auction = await readAll<AuctionEvent>(log, auctionStreamId(mainShopId, storm.showId));
  const bids = auction.filter(isBid);
  t.ok(storm.acknowledged.length > 0, 'the faults met a running storm');
  checkBids(t, storm, bids);
  const sold = checkLots(t, auction);
  const ledger = await readAll<LedgerEvent>(log, shopStreamId(mainShopId, 'ledger'));
  checkStock(t, storm, ledger, sold, stock);
}

function checkBids(t: Test, storm: BidStorm, bids: readonly RecordedEvent<Bid>[]): void {
  const byCommand = Map.groupBy(bids, ({ commandId }) => commandId as string);
  const wrong = storm.acknowledged.filter(({ commandId, personId, lotId, amountMinor, version }) => {
    const [found, ...more] = byCommand.get(commandId) ?? [];
    if (found === undefined || more.length > 0) return true;
    const { event } = found;
    return (
      found.version !== version ||
      event.bidderId !== personId ||
      event.lotId !== lotId ||
      event.maxMinor !== amountMinor
    );
  });
  t.same(wrong, [], `${storm.acknowledged.length} acknowledged bids are in the log once, as answered`);
  t.same(
    [...byCommand.values()].filter(({ length }) => length > 1),
    [],
    'no bid is in it twice',
  );
  const unsigned = storm.acknowledged.filter(
    ({ receipt, version }) => receipt === null || receipt.sequence !== version,
  );
  t.same(unsigned, [], 'and each has its receipt');
}

/** Replayed by the naive rule: the highest maximum wins, the earlier of two. Answers how many lots were sold. */
function checkLots(t: Test, auction: readonly RecordedEvent<AuctionEvent>[]): number {
  const bids = new Map<string, Bid>();
  const closed = new Set<string>();
  const faults: string[] = [];
  let sold = 0;
  for (const { event } of auction) {
    if (event.type === 'bid-placed' || event.type === 'max-bid-changed') {
      if (closed.has(event.lotId)) faults.push(`a bid after the hammer of ${event.lotId}`);
      const best = bids.get(event.lotId);
      if (best === undefined || event.maxMinor > best.maxMinor) bids.set(event.lotId, event);
    }
    if (event.type !== 'lot-sold' && event.type !== 'lot-unsold') continue;
    if (closed.has(event.lotId)) faults.push(`${event.lotId} was closed twice`);
    closed.add(event.lotId);
    const best = bids.get(event.lotId);
    if (event.type === 'lot-unsold') {
      if (best !== undefined) faults.push(`${event.lotId} had bids and was not sold`);
      continue;
    }
    sold += 1;
    if (event.buyerId !== best?.bidderId || event.priceMinor > best.maxMinor)
      faults.push(`${event.lotId} went to another than the highest bidder`);
  }
  const state = auction.reduce(evolveAuction, initialAuctionState);
  t.same(faults, []);
  t.equal(state.lots.length, closed.size, `${closed.size} lots have one end each`);
  return sold;
}

function checkStock(
  t: Test,
  { skuId }: BidStorm,
  ledger: readonly RecordedEvent<LedgerEvent>[],
  sold: number,
  stock: number,
): void {
  const state = ledger.reduce(evolveLedger, initialLedgerState);
  const holds = state.holds.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0);
  t.equal(holds, sold, 'each lot that was sold holds its one unit for its winner');
  t.equal(totalFreeOf(state, skuId), stock - sold, 'and no other unit is gone');
  for (const pool of state.pools) {
    t.equal(deficitOf(pool), 0);
    t.equal(pool.capacity, freeOf(pool) + pool.held + pool.sold + pool.leased + pool.blocked);
  }
}
