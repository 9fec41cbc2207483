import { assertNever } from '#domain/decision.ts';
import type { AuctionChannelEvent, AuctionView, LotView, ToldLot } from '#protocol/auction-views.ts';
import { followView, type FollowShowOptions, type Followed } from './follow-view.ts';
import { inOrder, withItem } from './listed.ts';

const lotIdOf = ({ lotId }: LotView): string => lotId;
/** As many as a snapshot carries (domain/auction/state.ts, `maximumHistory`). */
const keptHistory = 30;

type BidEvent = Extract<AuctionChannelEvent, { type: 'auction.bid' }>;

/**
 * What a bid of somebody changes. One of another run, or that the lot has already, changes nothing: a lot is told as it
 * is now, so it may come before the bids that made it so.
 */
const withBid = (lot: LotView, bid: BidEvent): LotView => {
  const { current } = lot;
  if (lot.lotId !== bid.lotId || lot.run !== bid.run || lot.status !== 'open' || current === null) return lot;
  if ((current.history[0]?.sequence ?? -1) >= bid.sequence) return lot;
  const { sequence, bidder, priceMinor, atMs } = bid;
  const { askingMinor, leader, bidCount, endsAtMs, extendedMs, calls, isReserveMet } = bid;
  const isLeading = leader.isYou;
  const own = lot.own && {
    ...lot.own,
    isLeading,
    isOutbid: !isLeading && (lot.own.isLeading || lot.own.isOutbid),
    maxMinor: isLeading ? lot.own.maxMinor : null,
  };
  return {
    ...lot,
    current: {
      ...current,
      ...{ priceMinor, askingMinor, leader, bidCount, endsAtMs, extendedMs, calls, isReserveMet },
      history: [{ sequence, bidder, priceMinor, atMs }, ...current.history].slice(0, keptHistory),
    },
    own,
  };
};

/** What is told to many says nothing of anybody's own part: it stays as long as the bids are the same ones. */
const lotAsTold = ({ lots }: AuctionView, lot: ToldLot): LotView => {
  const { own } = lot;
  if (own !== undefined) return { ...lot, own };
  const before = lots.find(({ lotId }) => lotId === lot.lotId);
  const isSameBook = before?.current?.bookRun === lot.current?.bookRun;
  return { ...lot, own: isSameBook ? (before?.own ?? null) : null };
};

/** The auction after one event. Pure. */
export const applyAuctionEvent = (view: AuctionView, event: AuctionChannelEvent): AuctionView => {
  switch (event.type) {
    case 'auction.lot':
      return {
        ...view,
        lots: withItem(view.lots, lotAsTold(view, event.lot), lotIdOf),
        openLotId: event.openLotId,
      };
    case 'auction.order': {
      const kept = view.lots.filter(({ lotId }) => event.lotIds.includes(lotId));
      return { ...view, lots: inOrder(kept, event.lotIds, lotIdOf) };
    }
    case 'auction.bid':
      return { ...view, lots: view.lots.map((lot) => withBid(lot, event)) };
    case 'auction.paddles':
      return { ...view, paddles: event.paddles };
    case 'auction.barred':
      return { ...view, barred: event.barred };
    case 'auction.own-bar':
      return { ...view, isBarred: event.isBarred };
    default:
      return assertNever(event);
  }
};

/** The auction of one show, as this reader may see it. */
export const followAuction = ({ socket, time, showId }: FollowShowOptions): Followed<AuctionView> =>
  followView<AuctionView, AuctionChannelEvent>({
    socket,
    time,
    channel: `auction-${showId}`,
    apply: applyAuctionEvent,
  });

/** The lot on the stage; null between lots. Pure. */
export const openLotOf = (view: AuctionView): LotView | null =>
  view.lots.find(({ lotId }) => lotId === view.openLotId) ?? null;
