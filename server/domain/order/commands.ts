import type { Decision, DecisionContext } from '../decision.ts';
import type {
  HoldId,
  LotId,
  OfferId,
  OrderId,
  OrderLineId,
  PaymentId,
  PersonId,
  ShowId,
  SkuId,
} from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { OrderEvent } from './events.ts';
import type { OrderItem, PaymentStatus } from './state.ts';

interface OfOrder {
  readonly orderId: OrderId;
}

interface OfOwnOrder {
  readonly showId: ShowId;
  /** Where a buyer has two in this show, of which one was his as a guest: which he means. */
  readonly ownOrderId?: OrderId;
}

interface WithConsent {
  /** The buyer agreed that the method he pays with is kept and charged when he wins; absent: he did not. */
  readonly savesMethod?: boolean;
}

/** Commands of buyers in a show: the order is theirs by the show and their person. Line ids are client-made. */
export type CartCommand =
  | {
      readonly type: 'take-offer';
      readonly showId: ShowId;
      readonly offerId: OfferId;
      readonly lineId: OrderLineId;
      readonly pieces: number;
      /** Of an offer with a choice. */
      readonly skuId: SkuId | null;
      /** What the buyer saw; refused when the price is another one by now. */
      readonly seenPriceMinor: AmountMinor;
    }
  /** 0 pieces takes it out. */
  | ({ readonly type: 'change-line'; readonly lineId: OrderLineId; readonly pieces: number } & OfOwnOrder)
  /** Orders all that is in the cart, holding what lapsed again if it is there; starts the payment of all that is due. */
  | ({
      readonly type: 'check-out';
      readonly delivery: 'pick-up' | 'parcel';
      readonly method: 'stall' | 'stripe';
      /** Sum of what is due as the buyer saw it. */
      readonly seenTotalMinor: AmountMinor;
    } & WithConsent &
      OfOwnOrder)
  /** Again, perhaps otherwise, for all that is due (an earlier one that did not succeed is given up). */
  | ({ readonly type: 'pay-order'; readonly method: 'stall' | 'stripe' } & WithConsent & OfOwnOrder);

/** Commands on one order, by the shop, and by timers and policies. */
export type OrderCommand =
  | CartCommand
  /** Unpaid lines; buyers cancel their own purchases (not what they won), the shop any. */
  | ({ readonly type: 'cancel-lines'; readonly lineIds: readonly OrderLineId[] } & OfOrder)
  /** Up to what was paid for these lines. `amountMinor` null: all of it. */
  | ({
      readonly type: 'refund-lines';
      readonly refundId: string;
      readonly lineIds: readonly OrderLineId[];
      readonly amountMinor: AmountMinor | null;
      readonly restocks: boolean;
      readonly reason: string;
    } & OfOrder)
  /**
   * Money that the provider refused to give back: through the provider again, or noted as handed back by the shop
   * itself. Up to what that refund still owes; null: all of it.
   */
  | ({
      readonly type: 'retry-refund';
      readonly failedRefundId: string;
      /** Of the new one. */
      readonly refundId: string;
      readonly amountMinor: AmountMinor | null;
      readonly by: 'provider' | 'hand';
    } & OfOrder)
  | ({ readonly type: 'hand-out'; readonly lineIds: readonly OrderLineId[] } & OfOrder)
  | ({ readonly type: 'undo-hand-out'; readonly lineIds: readonly OrderLineId[] } & OfOrder)
  | ({ readonly type: 'ship'; readonly lineIds: readonly OrderLineId[]; readonly tracking: string } & OfOrder)
  /** Money taken at the stall without a till. */
  | ({ readonly type: 'note-stall-payment'; readonly method: 'cash' | 'terminal' } & OfOrder)
  /** Never from the wire. */
  | ({
      readonly type: 'add-win';
      readonly showId: ShowId;
      readonly buyerId: PersonId;
      readonly lotId: LotId;
      readonly run: number;
      readonly holdId: HoldId | null;
      readonly title: string;
      readonly taxLabel: string;
      readonly items: readonly OrderItem[];
      readonly priceMinor: AmountMinor;
      readonly dueAtMs: number;
      /** Charge the saved method at once. */
      readonly charges: boolean;
    } & OfOrder)
  | ({
      readonly type: 'withdraw-win';
      readonly showId: ShowId;
      readonly lotId: LotId;
      readonly run: number;
      readonly by: 'second-chance' | 'void';
    } & OfOrder)
  /** The show is over: from then on, what is still unpaid has an end. Of lines without a deadline. */
  | ({ readonly type: 'limit-order'; readonly showId: ShowId; readonly deadlineMs: number } & OfOrder)
  | ({ readonly type: 'lapse-line'; readonly lineId: OrderLineId; readonly deadlineMs: number } & OfOrder)
  | ({
      readonly type: 'note-payment';
      readonly paymentId: PaymentId;
      readonly status: Exclude<PaymentStatus, 'started'>;
      readonly providerRef: string | null;
      readonly url: string | null;
      readonly declineCode: string | null;
    } & OfOrder)
  | ({
      readonly type: 'note-refund';
      readonly refundId: string;
      readonly status: 'done' | 'failed';
      readonly declineCode: string | null;
    } & OfOrder);

export type OrderRejectionCode =
  | 'order-not-found'
  | 'order-limit-reached'
  | 'line-not-found'
  | 'line-exists'
  | 'line-wrong-status'
  | 'line-is-a-win'
  | 'cart-empty'
  | 'price-changed'
  | 'choice-invalid'
  | 'delivery-unavailable'
  | 'contact-missing'
  | 'payment-method-unavailable'
  | 'payment-not-found'
  | 'payment-under-way'
  | 'nothing-due'
  | 'refund-too-high'
  | 'refund-exists'
  | 'order-unchanged';

export type OrderContext = DecisionContext<PersonId>;
export type OrderDecision = Decision<OrderEvent, OrderRejectionCode>;
