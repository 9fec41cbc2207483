import type { HoldId, LotId, MediaId, OrderId, PersonId, ProductId, ShowId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { BidderMaxima } from './bidder-maxima.ts';
import type { LotLine, LotTerms } from './terms.ts';

/** What a lot is about, for people. */
export interface LotFacts {
  readonly lotId: LotId;
  readonly title: string;
  readonly productId: ProductId | null;
  readonly mediaId: MediaId | null;
  readonly lines: readonly LotLine[];
  readonly terms: LotTerms;
  /** Bids before the start; applied as max bids in their order when it opens. One of each person, the first to come first. */
  readonly preBids: readonly PreBid[];
  /** How often it was opened; 0 before the first time. A bid is for one run. */
  readonly run: number;
}

export interface PreBid {
  readonly bidderId: PersonId;
  readonly maxMinor: AmountMinor;
  readonly atMs: number;
}

/** The highest that somebody will pay, and how he came by it. */
export interface Standing {
  readonly bidderId: PersonId;
  /** See `AuctionState.bidders`. */
  readonly bidderNumber: number;
  readonly via: 'online' | 'floor';
  /** Under which a floor bid was made, for ever: somebody else may hold the number by now. */
  readonly paddle: number | null;
  /** Never below the price; for others than himself it is secret while he leads. */
  readonly maxMinor: AmountMinor;
  /** Version of the event that gave it: on a tie the smaller leads. */
  readonly sequence: number;
  readonly atMs: number;
}

/** While it can be bid for. */
export interface OpenRun {
  readonly openedAtMs: number;
  /** Effective end of a timed lot, extensions included; null for the hammer. */
  readonly endsAtMs: number | null;
  readonly extendedMs: number;
  /** Hammer: 0 none, 1 "going once", 2 "going twice". A bid takes it back to 0. */
  readonly calls: 0 | 1 | 2;
  /** null until the first bid. */
  readonly priceMinor: AmountMinor | null;
  readonly leader: Standing | null;
  /** The best of those who do not lead: what the price rests on, and who gets the second chance. */
  readonly runnerUp: Standing | null;
  readonly bidCount: number;
  readonly isReserveMet: boolean;
  /** What everybody who ever bid in this book would pay at most. */
  readonly maxima: BidderMaxima;
  /** The run in which this book was begun: a lot that is opened again goes on with it. */
  readonly bookRun: number;
  /** Of a show in rehearsal: touches neither stock nor money. */
  readonly isRehearsal: boolean;
  /** What its stock is held under; null for a rehearsal and for lots without lines. */
  readonly holdId: HoldId | null;
  /** The last bids, the newest first, at most `maximumHistory`. */
  readonly history: readonly HistoryEntry[];
}

export interface HistoryEntry {
  readonly sequence: number;
  readonly bidderId: PersonId;
  readonly bidderNumber: number;
  readonly via: 'online' | 'floor';
  readonly paddle: number | null;
  /** The price after it. */
  readonly priceMinor: AmountMinor;
  readonly atMs: number;
}

/** What becomes of a sale after the hammer. */
export type Settlement =
  /** The winner may pay until then (the deadline of the hold, too). */
  | { readonly status: 'payment-due'; readonly dueAtMs: number }
  | { readonly status: 'paid'; readonly atMs: number }
  /** Not paid in time: the winner may still fix it until the show's end; the host may go on. */
  | { readonly status: 'unpaid'; readonly sinceMs: number }
  /** Offered once to the runner-up, at his max. */
  | {
      readonly status: 'second-chance';
      readonly bidderId: PersonId;
      readonly amountMinor: AmountMinor;
      readonly untilMs: number;
    }
  | { readonly status: 'second-chance-over'; readonly reason: 'declined' | 'lapsed' }
  /** A rehearsal: nobody owes anything. */
  | { readonly status: 'nothing-due' };

/** How the last run ended. */
export interface Sale {
  readonly soldAtMs: number;
  /** Who has it now: the winner, or the runner-up who took the second chance. */
  readonly buyer: Standing;
  readonly priceMinor: AmountMinor;
  readonly runnerUp: Standing | null;
  readonly settlement: Settlement;
  readonly hasUsedSecondChance: boolean;
  readonly orderId: OrderId | null;
}

/** queued -> open -> sold or unsold; voided goes back to queued when it is run again. */
export type Lot =
  | ({ readonly status: 'queued' } & LotFacts)
  | ({ readonly status: 'open'; readonly openRun: OpenRun } & LotFacts)
  | ({ readonly status: 'sold'; readonly lastRun: OpenRun; readonly sale: Sale } & LotFacts)
  /** No bid, or none that met the reserve. */
  | ({ readonly status: 'unsold'; readonly lastRun: OpenRun; readonly closedAtMs: number } & LotFacts)
  /** A clear error, by the host or a moderator, with its reason for everybody. */
  | ({
      readonly status: 'voided';
      readonly lastRun: OpenRun;
      readonly voidedAtMs: number;
      readonly reason: string;
    } & LotFacts);

export type LotStatus = Lot['status'];

/** A guest in the room with a number in the hand. The name stands in the contacts. */
export interface Paddle {
  readonly paddle: number;
  readonly personId: PersonId;
}

export interface Barred {
  readonly personId: PersonId;
  readonly reason: string;
  readonly byId: PersonId;
  readonly atMs: number;
}

/**
 * The auction of one show: the queue of lots and who bids. Lists, not records: ids come from outside, and a snapshot is
 * JSON. Bounded by the numbers below.
 */
export interface AuctionState {
  /** How many events made it, which is the version of its stream. */
  readonly version: number;
  readonly showId: ShowId | null;
  /** In the order they come up; removed ones are gone. */
  readonly lots: readonly Lot[];
  /** Their ids are refused for ever; at most `maximumRemovedLots`, the newest first. */
  readonly removedLotIds: readonly LotId[];
  /** At most one lot is open at a time: one stage, one auctioneer. */
  readonly openLotId: LotId | null;
  /** Everybody who ever bid here, in order: the place in it, counted from 1, is the number that others see. */
  readonly bidders: readonly PersonId[];
  readonly paddles: readonly Paddle[];
  readonly barred: readonly Barred[];
}

export const initialAuctionState: AuctionState = {
  version: 0,
  showId: null,
  lots: [],
  removedLotIds: [],
  openLotId: null,
  bidders: [],
  paddles: [],
  barred: [],
};

export const maximumLots = 500;
export const maximumRemovedLots = 2_000;
export const maximumHistory = 30;
export const maximumPreBids = 500;
export const maximumPaddles = 2_000;
export const maximumBarred = 2_000;
/** A bid is of the moment: so long after the tap it expires (shared semantics, "Auctions"). */
export const bidLifeMs = 2_000;
/** A close is decided so long after the end, so that bids read in time on any server get in (architecture.md). */
export const closeGraceMs = 100;
/** The last lot can be opened again for so long, if nobody paid for it yet. */
export const reopenLotMs = 2 * 60_000;
