import type { Delivery, LineStatus, PaymentMethod, PaymentStatus } from '#domain/order/order.ts';

/** How people name the whole order. */
export type OrderStatus =
  | 'empty'
  | 'cart'
  | 'awaiting-payment'
  | 'overdue'
  | 'paid'
  | 'partly-handed-out'
  | 'done'
  | 'withdrawn'
  | 'refunded';

export interface OrderLineView {
  readonly lineId: string;
  readonly source: { readonly kind: 'offer' | 'lot' | 'till'; readonly id: string };
  readonly title: string;
  readonly taxLabel: string;
  readonly pieces: number;
  readonly items: readonly { readonly skuId: string; readonly quantity: number }[];
  readonly unitPriceMinor: number;
  readonly amountMinor: number;
  readonly refundedMinor: number;
  readonly status: LineStatus;
  readonly deadlineMs: number | null;
  readonly isRehearsal: boolean;
}

/** Snapshot of the channel `order-<id>`: for its buyer and the crew of the shop. Each push carries the whole again. */
export interface OrderView {
  readonly orderId: string;
  readonly showId: string | null;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly lines: readonly OrderLineView[];
  readonly delivery: Delivery | null;
  readonly pickUpCode: string | null;
  readonly cartMinor: number;
  readonly dueMinor: number;
  readonly paidMinor: number;
  readonly refundedMinor: number;
  /** What the shop has for the parcel. 0: nobody paid for one, or it went back. */
  readonly parcelPaidMinor: number;
  readonly payments: readonly {
    readonly paymentId: string;
    readonly method: PaymentMethod;
    readonly amountMinor: number;
    readonly status: PaymentStatus;
    /** The buyer alone, while action is required. */
    readonly url: string | null;
    readonly refundedMinor: number;
    readonly startedAtMs: number;
  }[];
  readonly createdAtMs: number;
  /** The crew alone: refunds that the provider refused and nobody made up for. Try each again, or note it. */
  readonly owed?: readonly OwedRefundView[];
  /** The crew alone. */
  readonly buyer?: {
    readonly personId: string;
    readonly name: string;
    readonly paddle: number | null;
  } | null;
}

/** Money that is the buyer's and still here. */
export interface OwedRefundView {
  readonly refundId: string;
  /** Of the refund as it was begun. */
  readonly amountMinor: number;
  /** What of it the buyer has not had back since. */
  readonly owedMinor: number;
  /** Of the lines it was for. */
  readonly titles: readonly string[];
  /** What whoever gave it back wrote, or the server's own word: `not-available`, `no-parcel`, `void`, `second-chance`. */
  readonly reason: string;
  /** The provider's own word for why not; null: he gave none. */
  readonly declineCode: string | null;
}

export type OrderChannelEvent = { readonly type: 'order.changed'; readonly order: OrderView };

/** Answer of `GET /api/orders/:orderId/receipt`, for its buyer and the crew of the shop: what was paid, for printing. */
export interface ReceiptView {
  readonly orderId: string;
  readonly shopName: string;
  readonly showTitle: string;
  readonly currency: string;
  /** What the buyer told the shop; null: nothing. */
  readonly buyerName: string | null;
  /** Of a parcel. */
  readonly address: {
    readonly lines: readonly string[];
    readonly postalCode: string;
    readonly town: string;
    readonly country: string;
  } | null;
  /** Of a pick-up: where and when. */
  readonly pickUpText: string | null;
  /** What was paid for, refunded lines included; nothing of a rehearsal. */
  readonly lines: readonly OrderLineView[];
  readonly shippingMinor: number;
  readonly totalMinor: number;
  readonly refundedMinor: number;
  /** The total by tax label, refunds taken off; shipping stands under none. */
  readonly taxes: readonly { readonly taxLabel: string; readonly amountMinor: number }[];
  readonly payments: readonly {
    readonly method: PaymentMethod;
    readonly amountMinor: number;
    readonly startedAtMs: number;
  }[];
  readonly createdAtMs: number;
  readonly printedAtMs: number;
}

/** A line of the order board, the pick-up list and "my orders". `GET /api/me/orders` answers `{ orders }`. */
export interface OrderSummaryView {
  readonly orderId: string;
  readonly showId: string | null;
  readonly showTitle: string;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly totalMinor: number;
  readonly dueMinor: number;
  readonly pieces: number;
  readonly titles: readonly string[];
  readonly delivery: 'pick-up' | 'parcel' | null;
  readonly pickUpCode: string | null;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  /** The crew alone: the provider refused to give money back and it is owed still; see `owed` of the order. Absent: no. */
  readonly needsAttention?: boolean;
  /** The crew alone. */
  readonly buyer?: {
    readonly personId: string;
    readonly name: string;
    readonly paddle: number | null;
  } | null;
}
/** Events of the channel `orders` (the crew of the shop). Its snapshot is `{ orders: OrderSummaryView[] }`. */
export type OrdersChannelEvent = { readonly type: 'orders.changed'; readonly order: OrderSummaryView };
