import type { AuctionView, LotView, ToldLot } from '#protocol/auction-views.ts';
import type { OrderView } from '#protocol/order-views.ts';
import type { OfferView, ShelfView } from '#protocol/shelf-views.ts';
import type { LedgerView } from '#protocol/stock-views.ts';
import type { TillsView } from '#protocol/till-views.ts';
import { assertNever } from '#domain/decision.ts';
import type { ChannelEvent, ChannelReader } from './channel-reader.ts';

/** With `item` in place of what had its id, or at the end. */
function withItem<Item>(list: readonly Item[], item: Item, idOf: (item: Item) => string): readonly Item[] {
  const place = list.findIndex((one) => idOf(one) === idOf(item));
  return place < 0 ? [...list, item] : list.with(place, item);
}

const lotIdOf = ({ lotId }: LotView) => lotId;
const offerIdOf = ({ offerId }: OfferView) => offerId;

/** An auction as a client holds it after a snapshot and what came since. */
export function auctionReading({ view, events }: ChannelReader<`auction-${string}`>): AuctionView {
  if (view === undefined) throw new Error('the auction was not read yet');
  return events.reduce(withAuctionEvent, view);
}

function withAuctionEvent(view: AuctionView, event: ChannelEvent<`auction-${string}`>): AuctionView {
  switch (event.type) {
    case 'auction.lot':
      return {
        ...view,
        lots: withItem(view.lots, asTold(view, event.lot), lotIdOf),
        openLotId: event.openLotId,
      };
    case 'auction.order': {
      const lots = event.lotIds.flatMap((lotId) => view.lots.filter((lot) => lot.lotId === lotId));
      return { ...view, lots };
    }
    case 'auction.bid':
      return {
        ...view,
        lots: view.lots.map((lot) => (lot.lotId === event.lotId ? withBid(lot, event) : lot)),
      };
    case 'auction.paddles':
      return { ...view, paddles: event.paddles };
    case 'auction.barred':
      return { ...view, barred: event.barred };
    case 'auction.own-bar':
      return { ...view, isBarred: event.isBarred };
    default:
      return assertNever(event);
  }
}

/** Told without anybody's own part, a lot leaves it as it was, as long as its bids are the same ones. */
function asTold({ lots }: AuctionView, { own, preBidCount, ...lot }: ToldLot): LotView {
  const before = lots.find(({ lotId }) => lotId === lot.lotId);
  const isSame = before?.current?.bookRun === lot.current?.bookRun;
  const kept = isSame ? (before?.own ?? null) : null;
  return { ...lot, own: own === undefined ? kept : own, preBidCount };
}

type BidEvent = Extract<ChannelEvent<`auction-${string}`>, { readonly type: 'auction.bid' }>;

/** As many bids as the server keeps of a lot (`maximumHistory`). */
const keptHistory = 30;

/** A lot is told as it is now, so it may come before the bids that made it so. */
function withBid(lot: LotView, bid: BidEvent): LotView {
  const { current } = lot;
  const newest = current?.history[0]?.sequence ?? 0;
  if (current === null || lot.status !== 'open' || lot.run !== bid.run || newest >= bid.sequence) return lot;
  const { sequence, bidder, priceMinor, askingMinor, leader, bidCount, atMs } = bid;
  const { endsAtMs, extendedMs, calls, isReserveMet } = bid;
  const history = [{ sequence, bidder, priceMinor, atMs }, ...current.history].slice(0, keptHistory);
  const changed = { priceMinor, askingMinor, leader, bidCount, endsAtMs, extendedMs, calls, isReserveMet };
  return { ...lot, current: { ...current, ...changed, history } };
}

/** A shelf likewise. */
export function shelfReading({ view, events }: ChannelReader<`shelf-${string}`>): ShelfView {
  if (view === undefined) throw new Error('the shelf was not read yet');
  return events.reduce((shelf, event): ShelfView => {
    switch (event.type) {
      case 'shelf.offer':
        return { ...shelf, offers: withItem(shelf.offers, event.offer, offerIdOf) };
      case 'shelf.offer-gone':
        return { ...shelf, offers: shelf.offers.filter(({ offerId }) => offerId !== event.offerId) };
      case 'shelf.order': {
        const offers = event.offerIds.flatMap((id) => shelf.offers.filter(({ offerId }) => offerId === id));
        return { ...shelf, offers };
      }
      case 'shelf.pinned':
        return { ...shelf, pinnedOfferId: event.offerId };
      default:
        return assertNever(event);
    }
  }, view);
}

/** The ledger likewise. */
export function ledgerReading({ view, events }: ChannelReader<'ledger'>): LedgerView {
  if (view === undefined) throw new Error('the ledger was not read yet');
  return events.reduce((ledger, event): LedgerView => {
    switch (event.type) {
      case 'ledger.levels': {
        const levels = event.levels.reduce(
          (all, one) => withItem(all, one, ({ skuId }) => skuId),
          ledger.levels,
        );
        return { ...ledger, levels };
      }
      case 'ledger.rows': {
        const board = event.rows.reduce(
          (all, one) => withItem(all, one, ({ skuId }) => skuId),
          ledger.board ?? [],
        );
        return { ...ledger, board };
      }
      case 'ledger.release-plans':
        return { ...ledger, releasePlans: event.releasePlans };
      default:
        return assertNever(event);
    }
  }, view);
}

/** The tills likewise. */
export function tillsReading({ view, events }: ChannelReader<'tills'>): TillsView {
  if (view === undefined) throw new Error('the tills were not read yet');
  return events.reduce(
    (tills, event): TillsView =>
      event.type === 'tills.till'
        ? { ...tills, tills: withItem(tills.tills, event.till, ({ tillId }) => tillId) }
        : { ...tills, cashiers: event.cashiers },
    view,
  );
}

/** An order is told as a whole each time. */
export function orderReading({ view, events }: ChannelReader<`order-${string}`>): OrderView | undefined {
  return events.at(-1)?.order ?? view;
}
