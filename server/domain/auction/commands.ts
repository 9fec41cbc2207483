import type { Decision, DecisionContext } from '../decision.ts';
import type { HoldId, LotId, MediaId, OrderId, PersonId, ProductId, ShowId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { AuctionEvent } from './events.ts';
import type { LotLine, LotTerms } from './terms.ts';

interface OnAuction {
  readonly showId: ShowId;
}
interface OnLot extends OnAuction {
  readonly lotId: LotId;
}

/** What a host says of a lot. */
export interface LotDraft {
  readonly title: string;
  readonly productId: ProductId | null;
  readonly mediaId: MediaId | null;
  readonly lines: readonly LotLine[];
  /** `increments`: null takes the shop's table. */
  readonly terms: Omit<LotTerms, 'increments'> & { readonly increments: LotTerms['increments'] | null };
}

/** Commands on the auction of one show. Lot ids are client-made and refused for ever when repeated. */
export type AuctionCommand =
  | ({ readonly type: 'add-lot'; readonly lot: LotDraft } & OnLot)
  /** Only while it is queued. */
  | ({ readonly type: 'edit-lot'; readonly lot: LotDraft } & OnLot)
  | ({ readonly type: 'move-lot'; readonly beforeLotId: LotId | null } & OnLot)
  | ({ readonly type: 'remove-lot' } & OnLot)
  /** Holds its stock in the same append; refused while another is open. */
  | ({ readonly type: 'open-lot' } & OnLot)
  /**
   * The one way to bid, before the start (a pre-bid) and while it is open. Under the asking price it is refused with the
   * least acceptable amount. By the leader: a new maximum of his own.
   */
  | ({
      readonly type: 'place-bid';
      /** The run that the bidder saw; 0: before the first start. */
      readonly run: number;
      readonly amountMinor: AmountMinor;
      /** Exactly this, not a maximum. */
      readonly isExact: boolean;
      /** Server time of the tap, as the client knows it; expires `bidLifeMs` later. */
      readonly tappedAtMs: number;
    } & OnLot)
  /** Staff enter what a paddle bids: always exact. */
  | ({
      readonly type: 'place-floor-bid';
      readonly run: number;
      readonly paddle: number;
      readonly amountMinor: AmountMinor;
      readonly tappedAtMs: number;
    } & OnLot)
  | ({ readonly type: 'withdraw-pre-bid' } & OnLot)
  /** The next call: going once, going twice. Refused when the price is no longer the one that the host saw. */
  | ({
      readonly type: 'call-going';
      readonly call: 1 | 2;
      readonly seenPriceMinor: AmountMinor | null;
    } & OnLot)
  | ({ readonly type: 'take-back-going' } & OnLot)
  /** Sold, or unsold where nobody bid enough. By the host for a hammer lot, by the clock (system) for a timed one. */
  | ({ readonly type: 'close-lot'; readonly seenPriceMinor: AmountMinor | null } & OnLot)
  | ({ readonly type: 'reopen-last-lot' } & OnLot)
  | ({ readonly type: 'void-lot'; readonly reason: string } & OnLot)
  /** Voided, unsold, or sold and not paid: into the queue again. */
  | ({ readonly type: 'rerun-lot' } & OnLot)
  | ({ readonly type: 'offer-second-chance' } & OnLot)
  | ({ readonly type: 'accept-second-chance' } & OnLot)
  | ({ readonly type: 'decline-second-chance' } & OnLot)
  /** The name (and phone) go into the contacts of `personId`, made by whoever gives the paddle. */
  | ({
      readonly type: 'give-paddle';
      readonly paddle: number;
      readonly personId: PersonId;
    } & OnAuction)
  | ({ readonly type: 'return-paddle'; readonly paddle: number } & OnAuction)
  | ({ readonly type: 'bar-bidder'; readonly personId: PersonId; readonly reason: string } & OnAuction)
  | ({ readonly type: 'unbar-bidder'; readonly personId: PersonId } & OnAuction)
  /** Never from the wire: timers and policies. Each refuses what is no longer so. */
  | ({ readonly type: 'end-lot-by-clock'; readonly run: number; readonly endsAtMs: number } & OnLot)
  | ({ readonly type: 'lapse-second-chance'; readonly untilMs: number } & OnLot)
  | ({ readonly type: 'note-lot-paid'; readonly orderId: OrderId } & OnLot)
  | ({ readonly type: 'note-lot-unpaid'; readonly orderId: OrderId } & OnLot)
  | ({ readonly type: 'clear-rehearsal' } & OnAuction);

/** What `decide` must know beside state and time; gathered before it. */
export interface AuctionBriefing {
  /** `live` also while paused (bids go on only while live); `rehearsal` marks what is opened. */
  readonly showStatus: 'rehearsal' | 'live' | 'paused' | 'other';
  /** Belongs to the crew of the show: shops do not bid for themselves. */
  readonly isCrew: boolean;
  /** The shop demands something before the first bid that this person does not have. */
  readonly lacks: 'sign-in' | 'payment-method' | null;
  /** Store time when this server read the command. */
  readonly readAtMs: number;
  readonly nonce: string;
  /** One for each pre-bid of a lot that opens; one of them does not lead to another. */
  readonly preBidNonceOf: (bidderId: PersonId) => string;
  readonly increments: LotTerms['increments'];
  readonly paymentDueMs: number;
  readonly secondChanceMs: number;
  /** What a hold that this command takes is called; unused where nothing is held. */
  readonly holdId: HoldId;
  /** The order of whoever wins or accepts. */
  readonly orderIdOf: (personId: PersonId) => OrderId;
}

/** Every way an auction command can be refused; each stands in the error table of the protocol. */
export type AuctionRejectionCode =
  | 'lot-not-found'
  | 'lot-exists'
  | 'lot-limit-reached'
  | 'lot-wrong-status'
  | 'lot-terms-invalid'
  | 'another-lot-open'
  | 'lot-not-open'
  | 'lot-moved-on'
  | 'bid-too-low'
  | 'bid-expired'
  | 'bid-too-high'
  | 'bid-unchanged'
  | 'bidder-barred'
  | 'bidder-is-crew'
  | 'bidder-not-qualified'
  | 'max-below-price'
  | 'price-changed'
  | 'call-out-of-turn'
  | 'reopen-too-late'
  | 'paddle-unknown'
  | 'paddle-taken'
  | 'paddle-limit-reached'
  | 'second-chance-unavailable'
  | 'auction-unchanged';

export type AuctionContext = DecisionContext<PersonId> & { readonly briefing: AuctionBriefing };
export type AuctionDecision = Decision<AuctionEvent, AuctionRejectionCode>;
