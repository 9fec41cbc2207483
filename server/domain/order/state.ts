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
  TillId,
} from '../ids.ts';
import type { HoldLine } from '../ledger/ledger.ts';
import type { AmountMinor } from '../money/money.ts';

/** What of which SKU the line takes. */
export interface OrderItem {
  readonly skuId: SkuId;
  /** In the smallest division of its unit. */
  readonly quantity: number;
}

/** Where a line comes from. */
export type LineSource =
  | { readonly kind: 'offer'; readonly offerId: OfferId }
  | { readonly kind: 'lot'; readonly lotId: LotId; readonly run: number }
  | { readonly kind: 'till'; readonly tillId: TillId };

/**
 * `in-cart`: held, not ordered. `lapsed`: its hold ran out; it may still be ordered if the stock is there. `placed`:
 * ordered, to be paid. `overdue`: a win that was not paid in time. `paid`, then `handed-out` or `shipped`.
 * `withdrawn`: taken out before payment (by its buyer, the shop, a second chance). `refunded`: paid and given back.
 */
export type LineStatus =
  'in-cart' | 'lapsed' | 'placed' | 'overdue' | 'paid' | 'handed-out' | 'shipped' | 'withdrawn' | 'refunded';

export interface OrderLine {
  readonly lineId: OrderLineId;
  readonly source: LineSource;
  readonly title: string;
  readonly taxLabel: string;
  readonly pieces: number;
  /** Of all pieces together. */
  readonly items: readonly OrderItem[];
  readonly unitPriceMinor: AmountMinor;
  readonly amountMinor: AmountMinor;
  readonly status: LineStatus;
  /** The hold of the ledger; null once sold, given back, or never held. */
  readonly holdId: HoldId | null;
  /** Until when it is held (cart) or to be paid (placed); null: no deadline. Equal to that of the hold. */
  readonly deadlineMs: number | null;
  /** How it was taken from stock once sold, for a return. */
  readonly soldFrom: readonly HoldLine[];
  /** The payment that paid it; null until one did. */
  readonly paidById: PaymentId | null;
  /** Pieces and money given back so far. */
  readonly refundedMinor: AmountMinor;
  readonly isRehearsal: boolean;
  readonly addedAtMs: number;
}

export type PaymentMethod = 'stall' | 'stripe' | 'cash' | 'terminal';

export type PaymentStatus =
  | 'started'
  | 'action-required'
  | 'pending'
  | 'succeeded'
  | 'failed'
  /** Given up before it succeeded. */
  | 'cancelled';

export interface Payment {
  readonly paymentId: PaymentId;
  readonly method: PaymentMethod;
  /** `charge`: the saved method, without the buyer; `begin`: the buyer completes it on the provider's page. */
  readonly mode: 'begin' | 'charge' | 'noted';
  readonly amountMinor: AmountMinor;
  readonly lineIds: readonly OrderLineId[];
  /** The buyer agreed that what he pays with is kept and charged for wins; absent: he did not. */
  readonly savesMethod?: true;
  /** How much of the amount is for the parcel. */
  readonly shippingMinor: AmountMinor;
  readonly status: PaymentStatus;
  readonly providerRef: string | null;
  /** The provider's page, while action is required. For the buyer alone. */
  readonly url: string | null;
  readonly declineCode: string | null;
  readonly refundedMinor: AmountMinor;
  readonly startedAtMs: number;
}

export interface Refund {
  readonly refundId: string;
  readonly paymentId: PaymentId;
  readonly amountMinor: AmountMinor;
  readonly lineIds: readonly OrderLineId[];
  readonly reason: string;
  /** How much of it is for which line; the rest is for shipping, or for what could not be sold. */
  readonly parts: readonly { readonly lineId: OrderLineId; readonly amountMinor: AmountMinor }[];
  readonly status: 'started' | 'done' | 'failed';
  /** The shop handed the money back itself: no provider is asked. */
  readonly isByHand: boolean;
  /** Why the provider refused, in its own word; null where it did not, or did not say. */
  readonly declineCode: string | null;
  /** Of one that failed: what nobody gave back since. Empty: nothing. */
  readonly owed: readonly OwedPart[];
}

/** What the buyer is to have back and has not: of a line, or (null) of the parcel and of what could not be sold. */
export interface OwedPart {
  readonly lineId: OrderLineId | null;
  readonly amountMinor: AmountMinor;
}

/** How the buyer gets it. Name and address stand in the contacts. */
export type Delivery =
  { readonly kind: 'pick-up' } | { readonly kind: 'parcel'; readonly shippingMinor: AmountMinor };

/** Everything one person buys and wins in one show (or one sale of a till). */
export type OrderState =
  | { readonly status: 'absent'; readonly version: 0 }
  | {
      readonly status: 'present';
      readonly version: number;
      readonly orderId: OrderId;
      readonly showId: ShowId | null;
      /** null: a customer of the till whom nobody asked for a name. */
      readonly buyerId: PersonId | null;
      readonly currency: string;
      readonly lines: readonly OrderLine[];
      readonly payments: readonly Payment[];
      readonly refunds: readonly Refund[];
      /** null until the first check-out. */
      readonly delivery: Delivery | null;
      /** Six characters that are read out or scanned at the stall; null until something is to be picked up. */
      readonly pickUpCode: string | null;
      /** A parcel went off: its price stays with the shop, whatever comes back. */
      readonly isSent: boolean;
      readonly createdAtMs: number;
    };

export const initialOrderState: OrderState = { status: 'absent', version: 0 };

export const maximumLines = 200;
export const maximumPieces = 1_000;
export const maximumPayments = 100;
