import type { Occurrence } from '../decision.ts';
import type { HoldId, LotId, OrderId, PersonId, ShowId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { LotFacts } from './state.ts';

interface OfLot {
  readonly lotId: LotId;
}

/** What a bid led to, so that whoever reads the log need not compute it (and whoever does finds the same). */
export interface BidResult {
  readonly priceMinor: AmountMinor;
  readonly leaderId: PersonId;
  /** Who led until this bid and does no longer; null: nobody lost the lead. Whoever tells the outbid reads it here. */
  readonly outbidId: PersonId | null;
  readonly isReserveMet: boolean;
  /** Effective end after it; null for the hammer. */
  readonly endsAtMs: number | null;
}

/** Events of the stream `auction-<show>`. Past tense, complete, never changed once written. Times in ms since the epoch. */
export type AuctionEvent =
  | ({
      readonly type: 'lot-added';
      readonly showId: ShowId;
      readonly facts: Omit<LotFacts, 'preBids' | 'run'>;
    } & OfLot)
  | ({
      readonly type: 'lot-edited';
      readonly facts: Omit<LotFacts, 'preBids' | 'run'>;
    } & OfLot)
  /** Now stands before that lot, or last. */
  | ({ readonly type: 'lot-moved'; readonly beforeLotId: LotId | null } & OfLot)
  | ({ readonly type: 'lot-removed' } & OfLot)
  /** A first pre-bid, or a new amount instead; either goes last in line, because on a tie the earlier max leads. */
  | ({ readonly type: 'pre-bid-placed'; readonly bidderId: PersonId; readonly maxMinor: AmountMinor } & OfLot)
  | ({ readonly type: 'pre-bid-withdrawn'; readonly bidderId: PersonId } & OfLot)
  /** Its pre-bids follow as `bid-placed` in the same append. */
  | ({
      readonly type: 'lot-opened';
      readonly run: number;
      readonly endsAtMs: number | null;
      readonly isRehearsal: boolean;
      readonly holdId: HoldId | null;
    } & OfLot)
  | ({
      readonly type: 'bid-placed';
      readonly run: number;
      readonly bidderId: PersonId;
      readonly bidderNumber: number;
      readonly via: 'online' | 'floor' | 'pre-bid';
      /** Of a floor bid; the actor of the event is the staff member who entered it. */
      readonly paddle: number | null;
      /** The highest that he will pay. */
      readonly maxMinor: AmountMinor;
      /** Exactly `maxMinor`, without a maximum to be secret about. */
      readonly isExact: boolean;
      /** Hides `maxMinor` in the commitment of the published log until it may be known. Unguessable. */
      readonly nonce: string;
      /** When a server read it, store time: what it is judged by. */
      readonly readAtMs: number;
      readonly result: BidResult;
    } & OfLot)
  /** The leader changes his own maximum: moves neither price nor clock. */
  | ({
      readonly type: 'max-bid-changed';
      readonly run: number;
      readonly bidderId: PersonId;
      readonly maxMinor: AmountMinor;
      readonly nonce: string;
      /** Raising it may meet the reserve, and then the price is the reserve. */
      readonly result: BidResult;
    } & OfLot)
  | ({ readonly type: 'going-called'; readonly run: number; readonly call: 1 | 2 } & OfLot)
  /** The host takes "going" back without a bid. */
  | ({ readonly type: 'going-taken-back'; readonly run: number } & OfLot)
  | ({
      readonly type: 'lot-sold';
      readonly run: number;
      readonly buyerId: PersonId;
      readonly priceMinor: AmountMinor;
      readonly orderId: OrderId | null;
      readonly holdId: HoldId | null;
      /** null: nothing is due (rehearsal). */
      readonly paymentDueAtMs: number | null;
    } & OfLot)
  | ({ readonly type: 'lot-unsold'; readonly run: number } & OfLot)
  /** The last lot again, as a new run with the same bids: the hammer fell by mistake. */
  | ({
      readonly type: 'lot-reopened';
      readonly run: number;
      readonly endsAtMs: number | null;
      readonly holdId: HoldId | null;
    } & OfLot)
  | ({ readonly type: 'lot-voided'; readonly run: number; readonly reason: string } & OfLot)
  /** Back into the queue, first in line, to be opened again. */
  | ({ readonly type: 'lot-requeued' } & OfLot)
  | ({ readonly type: 'lot-paid' } & OfLot)
  | ({ readonly type: 'lot-unpaid' } & OfLot)
  | ({
      readonly type: 'second-chance-offered';
      readonly bidderId: PersonId;
      readonly amountMinor: AmountMinor;
      readonly untilMs: number;
    } & OfLot)
  | ({
      readonly type: 'second-chance-accepted';
      readonly bidderId: PersonId;
      readonly orderId: OrderId;
      readonly holdId: HoldId | null;
      readonly paymentDueAtMs: number;
    } & OfLot)
  | ({
      readonly type: 'second-chance-ended';
      readonly bidderId: PersonId;
      readonly reason: 'declined' | 'lapsed';
    } & OfLot)
  /** All that a rehearsal did is gone: its lots are queued as before it. */
  | { readonly type: 'rehearsal-cleared'; readonly lotIds: readonly LotId[] }
  | { readonly type: 'paddle-given'; readonly paddle: number; readonly personId: PersonId }
  | { readonly type: 'paddle-returned'; readonly paddle: number }
  | { readonly type: 'bidder-barred'; readonly personId: PersonId; readonly reason: string }
  | { readonly type: 'bidder-unbarred'; readonly personId: PersonId };

export type AuctionOccurrence<Event extends AuctionEvent = AuctionEvent> = Occurrence<Event, PersonId>;
