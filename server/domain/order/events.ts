import type { Occurrence } from '../decision.ts';
import type { HoldId, OrderId, OrderLineId, PaymentId, PersonId, ShowId } from '../ids.ts';
import type { HoldLine } from '../ledger/ledger.ts';
import type { AmountMinor } from '../money/money.ts';
import type { Delivery, OrderLine, Payment } from './state.ts';

/** Events of the stream `order-<id>`. */
export type OrderEvent =
  | {
      readonly type: 'order-opened';
      readonly orderId: OrderId;
      readonly showId: ShowId | null;
      readonly buyerId: PersonId | null;
      readonly currency: string;
    }
  | { readonly type: 'line-added'; readonly line: Omit<OrderLine, 'addedAtMs'> }
  /** Another number of pieces in the cart, under a new hold. */
  | {
      readonly type: 'line-changed';
      readonly lineId: OrderLineId;
      readonly pieces: number;
      readonly items: OrderLine['items'];
      readonly amountMinor: AmountMinor;
      readonly holdId: HoldId | null;
      readonly deadlineMs: number | null;
    }
  /** Its hold ran out. */
  | { readonly type: 'line-lapsed'; readonly lineId: OrderLineId }
  /** Held again (at check-out after it lapsed, or prolonged). */
  | {
      readonly type: 'line-held';
      readonly lineId: OrderLineId;
      readonly holdId: HoldId | null;
      readonly deadlineMs: number | null;
    }
  | {
      readonly type: 'lines-placed';
      readonly lineIds: readonly OrderLineId[];
      readonly delivery: Delivery;
      readonly pickUpCode: string | null;
      readonly deadlineMs: number | null;
    }
  | { readonly type: 'line-overdue'; readonly lineId: OrderLineId }
  | {
      readonly type: 'line-withdrawn';
      readonly lineId: OrderLineId;
      readonly by: 'buyer' | 'shop' | 'second-chance' | 'void';
    }
  | { readonly type: 'payment-started'; readonly payment: Omit<Payment, 'refundedMinor' | 'startedAtMs'> }
  /** What the provider says; never back from `succeeded`. */
  | {
      readonly type: 'payment-noted';
      readonly paymentId: PaymentId;
      readonly status: Exclude<Payment['status'], 'started'>;
      readonly providerRef: string | null;
      readonly url: string | null;
      readonly declineCode: string | null;
    }
  /** Follows a success in the same append, for those lines whose stock was theirs to sell. */
  | {
      readonly type: 'lines-paid';
      readonly paymentId: PaymentId;
      readonly lines: readonly { readonly lineId: OrderLineId; readonly soldFrom: readonly HoldLine[] }[];
    }
  | {
      readonly type: 'refund-started';
      readonly refundId: string;
      readonly paymentId: PaymentId;
      readonly amountMinor: AmountMinor;
      readonly lineIds: readonly OrderLineId[];
      readonly reason: string;
      /** Whether the units go back to stock. */
      readonly restocks: boolean;
      /** The refund that failed and whose money this is. Absent: the lines take it in their order. */
      readonly retryOf?: string;
      /** The shop handed it back itself, although a provider took it. */
      readonly byHand?: boolean;
    }
  | {
      readonly type: 'refund-noted';
      readonly refundId: string;
      readonly status: 'done' | 'failed';
      /** The provider's own word for why not. */
      readonly declineCode?: string | null;
    }
  | { readonly type: 'lines-handed-out'; readonly lineIds: readonly OrderLineId[] }
  | { readonly type: 'lines-shipped'; readonly lineIds: readonly OrderLineId[]; readonly tracking: string }
  | { readonly type: 'hand-out-undone'; readonly lineIds: readonly OrderLineId[] };

export type OrderOccurrence<Event extends OrderEvent = OrderEvent> = Occurrence<Event, PersonId>;
