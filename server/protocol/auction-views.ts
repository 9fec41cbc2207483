import type { Settlement } from '#domain/auction/auction.ts';
import type { LotTerms } from '#domain/auction/auction.ts';

/** A bidder as others see him: never by name. The crew also gets `person`. */
export interface BidderView {
  readonly number: number;
  readonly via: 'online' | 'floor';
  /** Of floor bids. */
  readonly paddle: number | null;
  readonly isYou: boolean;
  readonly person?: { readonly personId: string; readonly name: string };
}

/** A lot as this reader may see it. The reserve itself is never told to the public, only whether there is one and it is met. */
export interface LotView {
  readonly lotId: string;
  readonly title: string;
  readonly productId: string | null;
  readonly mediaId: string | null;
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
  readonly kind: LotTerms['kind'];
  readonly startMinor: number;
  readonly hasReserve: boolean;
  /** The crew alone. */
  readonly reserveMinor?: number | null;
  readonly terms: Pick<LotTerms, 'durationMs' | 'counterBidMs' | 'extensionCapMs' | 'increments'>;
  readonly status: 'queued' | 'open' | 'sold' | 'unsold' | 'voided';
  readonly run: number;
  /** Of the run that is open or was last; null before the first. */
  readonly current: {
    /** The run in which these bids began: other than `run` where a lot was opened again with the bids it had. */
    readonly bookRun: number;
    readonly openedAtMs: number;
    readonly endsAtMs: number | null;
    readonly extendedMs: number;
    readonly calls: 0 | 1 | 2;
    readonly priceMinor: number | null;
    /** The least that a bid must be now. */
    readonly askingMinor: number;
    readonly leader: BidderView | null;
    readonly bidCount: number;
    readonly isReserveMet: boolean;
    readonly isRehearsal: boolean;
    readonly history: readonly {
      readonly sequence: number;
      readonly bidder: BidderView;
      readonly priceMinor: number;
      readonly atMs: number;
    }[];
  } | null;
  readonly sale: {
    readonly soldAtMs: number;
    readonly buyer: BidderView;
    readonly priceMinor: number;
    /** The crew, the winner, and who has the second chance get the whole; others `null`. */
    readonly settlement: Settlement | null;
    readonly orderId: string | null;
    readonly canOfferSecondChance: boolean;
  } | null;
  readonly voidReason: string | null;
  /** This reader's own part; null for who never bid on it. */
  readonly own: {
    /** What he leads with, which is secret; null for who does not lead. */
    readonly maxMinor: number | null;
    /** The most that he would pay in these bids, leading or not. */
    readonly highestMinor: number | null;
    readonly isLeading: boolean;
    /** Bid, but somebody else leads. */
    readonly isOutbid: boolean;
    readonly preBidMinor: number | null;
    readonly secondChance: { readonly amountMinor: number; readonly untilMs: number } | null;
  } | null;
  readonly preBidCount: number;
}

/** Snapshot of the channel `auction-<show>`. */
export interface AuctionView {
  readonly showId: string;
  /** In the order they come up. */
  readonly lots: readonly LotView[];
  readonly openLotId: string | null;
  /** Whether this reader may bid. */
  readonly isBarred: boolean;
  /** The crew alone. */
  readonly paddles?: readonly { readonly paddle: number; readonly personId: string; readonly name: string }[];
  readonly barred?: readonly { readonly personId: string; readonly name: string; readonly reason: string }[];
}
export type ToldLot = Omit<LotView, 'own'> & Partial<Pick<LotView, 'own'>>;

/** Each says the whole of what it names, so applying one twice does no harm. */
export type AuctionChannelEvent =
  /**
   * New or changed: put it in place of what was there. Without `own` this reader's part is what it was, as long as the
   * bids are the same ones (`current.bookRun`, or none before and after), and otherwise null.
   */
  | { readonly type: 'auction.lot'; readonly lot: ToldLot; readonly openLotId: string | null }
  | { readonly type: 'auction.order'; readonly lotIds: readonly string[] }
  /** The hot path: only what a bid changes. Not sent to those it concerns as `own`, who get `auction.lot`. */
  | {
      readonly type: 'auction.bid';
      readonly lotId: string;
      readonly run: number;
      readonly sequence: number;
      readonly priceMinor: number;
      readonly askingMinor: number;
      readonly leader: BidderView;
      readonly bidder: BidderView;
      readonly bidCount: number;
      readonly endsAtMs: number | null;
      readonly extendedMs: number;
      readonly calls: 0 | 1 | 2;
      readonly isReserveMet: boolean;
      readonly atMs: number;
    }
  | { readonly type: 'auction.paddles'; readonly paddles: NonNullable<AuctionView['paddles']> }
  | { readonly type: 'auction.barred'; readonly barred: NonNullable<AuctionView['barred']> }
  | { readonly type: 'auction.own-bar'; readonly isBarred: boolean };

/** Proof of an acknowledged bid: keep it, and `npm run auction:replay` finds whoever changes the log. */
export interface BidReceipt {
  readonly showId: string;
  readonly lotId: string;
  readonly run: number;
  readonly sequence: number;
  /** SHA-256 of the bid's own line. */
  readonly lineHash: string;
  /** The line itself, as it will be published: what was altered can be named. */
  readonly line?: Readonly<Record<string, unknown>>;
  /** Of the last line that the signature covers. */
  readonly headSequence: number;
  readonly headHash: string;
  /** Ed25519 over the canonical JSON of show, lot, run, headSequence, headHash; base64url. */
  readonly signature: string;
}

/** Answer of `auction.place-bid`. */
export interface BidAcknowledged {
  readonly version: number;
  readonly receipt: BidReceipt | null;
}
