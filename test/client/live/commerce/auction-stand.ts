import type { AuctionChannelEvent, AuctionView, BidderView, LotView } from '#protocol/auction-views.ts';

export const bidder = (number: number, isYou = false): BidderView => ({
  number,
  via: 'online',
  paddle: null,
  isYou,
});

type Current = NonNullable<LotView['current']>;

export const currentRun = (changes: Partial<Current> = {}): Current => ({
  bookRun: 1,
  openedAtMs: 1000,
  endsAtMs: null,
  extendedMs: 0,
  calls: 0,
  priceMinor: null,
  askingMinor: 1000,
  leader: null,
  bidCount: 0,
  isReserveMet: true,
  isRehearsal: false,
  history: [],
  ...changes,
});

export const lotOf = (lotId: string, changes: Partial<LotView> = {}): LotView => ({
  lotId,
  title: `Lot ${lotId}`,
  productId: null,
  mediaId: null,
  lines: [],
  kind: 'hammer',
  startMinor: 1000,
  hasReserve: false,
  terms: {
    durationMs: 60_000,
    counterBidMs: 10_000,
    extensionCapMs: 60_000,
    increments: [
      { fromMinor: 0, incrementMinor: 100 },
      { fromMinor: 3000, incrementMinor: 200 },
    ],
  },
  status: 'queued',
  run: 0,
  current: null,
  sale: null,
  voidReason: null,
  own: null,
  preBidCount: 0,
  ...changes,
});

export const openLot = (
  lotId: string,
  current: Partial<Current> = {},
  changes: Partial<LotView> = {},
): LotView => lotOf(lotId, { status: 'open', run: 1, current: currentRun(current), ...changes });

export const auctionOf = (lots: readonly LotView[], changes: Partial<AuctionView> = {}): AuctionView => ({
  showId: 'show-number-1',
  lots,
  openLotId: lots.find(({ status }) => status === 'open')?.lotId ?? null,
  isBarred: false,
  ...changes,
});

/** A bid of somebody else, as the channel tells it. */
export const bidOf = (
  lotId: string,
  sequence: number,
  priceMinor: number,
  changes: Partial<Extract<AuctionChannelEvent, { type: 'auction.bid' }>> = {},
): Extract<AuctionChannelEvent, { type: 'auction.bid' }> => ({
  type: 'auction.bid',
  lotId,
  run: 1,
  sequence,
  priceMinor,
  askingMinor: priceMinor + 100,
  leader: bidder(2),
  bidder: bidder(2),
  bidCount: 1,
  endsAtMs: null,
  extendedMs: 0,
  calls: 0,
  isReserveMet: true,
  atMs: 2000,
  ...changes,
});
