import type { Settlement } from '#domain/auction/auction.ts';
import type { Product, ShopSettings } from '#domain/catalogue/catalogue.ts';
import type { OfferTerms } from '#domain/shelf/shelf.ts';
import type { Delivery, LineStatus, PaymentMethod, PaymentStatus } from '#domain/order/order.ts';
import type { LotTerms } from '#domain/auction/auction.ts';

/** Snapshot of the channel `catalogue`; everybody may read it. Archived products are for the crew only. */
export interface CatalogueView {
  readonly settings: ShopSettings;
  readonly products: readonly Product[];
  /** What a buyer may pay with; `stripe` where it is set up. */
  readonly paymentMethods: readonly ('stall' | 'stripe')[];
}
export type CatalogueChannelEvent =
  | { readonly type: 'catalogue.product'; readonly product: Product }
  | { readonly type: 'catalogue.product-gone'; readonly productId: string }
  | { readonly type: 'catalogue.shop'; readonly settings: ShopSettings };

/** What everybody may know of a SKU (pretix quota states). `ordered`: nothing free, but something is only held. */
export interface StockLevel {
  readonly skuId: string;
  readonly state: 'ok' | 'few' | 'ordered' | 'reserved' | 'gone';
  /** For who asks: the public sees what online has, up to 10 (`few` below 10, else null: enough). In divisions. */
  readonly available: number | null;
}

/** The board of who keeps the stock. */
export interface StockRow {
  readonly skuId: string;
  readonly availableOnline: number;
  readonly availableOnSite: number;
  readonly reserved: number;
  readonly released: number;
  readonly places: readonly {
    readonly placeId: string;
    readonly capacity: number;
    readonly sold: number;
    readonly held: number;
    readonly leased: number;
    readonly blocked: number;
    readonly free: number;
  }[];
  /** Who holds what of it and until when. */
  readonly holds: readonly {
    readonly holdId: string;
    readonly quantity: number;
    readonly owner: { readonly kind: 'lot' | 'order'; readonly id: string };
    readonly deadlineMs: number | null;
  }[];
  readonly missing: number;
  readonly touchedOrderIds: readonly string[];
  readonly movements: readonly {
    readonly kind: string;
    readonly quantity: number;
    readonly placeId: string | null;
    readonly note: string;
    readonly atMs: number;
  }[];
}

/** Snapshot of the channel `ledger`. `board` is for the crew of the shop. */
export interface LedgerView {
  readonly levels: readonly StockLevel[];
  readonly board?: readonly StockRow[];
  readonly releasePlans?: readonly {
    readonly skuId: string | null;
    readonly steps: readonly { readonly atMs: number; readonly percent: number }[];
  }[];
}
/** Whole rows of what changed. */
export type LedgerChannelEvent =
  | { readonly type: 'ledger.levels'; readonly levels: readonly StockLevel[] }
  | { readonly type: 'ledger.rows'; readonly rows: readonly StockRow[] }
  | { readonly type: 'ledger.release-plans'; readonly releasePlans: NonNullable<LedgerView['releasePlans']> };

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
    readonly maxMinor: number | null;
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
/** Each says the whole of what it names, so applying one twice does no harm. */
export type AuctionChannelEvent =
  /** New or changed: put it in place of what was there. `beforeLotId`: where it stands now; absent: where it stood. */
  | { readonly type: 'auction.lot'; readonly lot: LotView; readonly openLotId: string | null }
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

/** Snapshot of the channel `shelf-<show>`. Planned offers are for the crew. Availability comes from `ledger`. */
export interface ShelfView {
  readonly showId: string;
  readonly offers: readonly OfferView[];
  readonly pinnedOfferId: string | null;
}
export interface OfferView {
  readonly offerId: string;
  readonly terms: OfferTerms;
  readonly status: 'planned' | 'open' | 'ended';
  readonly openedAtMs: number | null;
  readonly endsAtMs: number | null;
  /** Pieces left of `limitTotal`; null without one. */
  readonly left: number | null;
  /** This reader's pieces, where there is a limit per buyer. */
  readonly ownPieces: number;
  /** The crew alone: pieces taken. */
  readonly taken?: number;
}
export type ShelfChannelEvent =
  | { readonly type: 'shelf.offer'; readonly offer: OfferView }
  | { readonly type: 'shelf.offer-gone'; readonly offerId: string }
  | { readonly type: 'shelf.order'; readonly offerIds: readonly string[] }
  | { readonly type: 'shelf.pinned'; readonly offerId: string | null };

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
  /** The crew alone. */
  readonly buyer?: {
    readonly personId: string;
    readonly name: string;
    readonly paddle: number | null;
  } | null;
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
  /** The crew alone. */
  readonly buyer?: {
    readonly personId: string;
    readonly name: string;
    readonly paddle: number | null;
  } | null;
}
/** Events of the channel `orders` (the crew of the shop). Its snapshot is `{ orders: OrderSummaryView[] }`. */
export type OrdersChannelEvent = { readonly type: 'orders.changed'; readonly order: OrderSummaryView };

/** Snapshot of the channel `tills` (the crew of the shop). PIN hashes go to paired tills and hosts. Each push carries what changed. */
export interface TillsView {
  readonly tills: readonly TillView[];
  readonly cashiers: readonly {
    readonly personId: string;
    readonly name: string;
    readonly pin: { readonly salt: string; readonly iterations: number; readonly hash: string };
  }[];
}
export interface TillView {
  readonly tillId: string;
  readonly label: string;
  readonly deviceId: string;
  readonly isRetired: boolean;
  readonly drawer: {
    readonly openedAtMs: number;
    readonly floatMinor: number;
    readonly cashMinor: number;
    readonly terminalMinor: number;
    readonly sales: number;
  } | null;
  readonly leases: readonly {
    readonly leaseId: string;
    readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
  }[];
  readonly sales: readonly {
    readonly orderId: string;
    readonly kind: 'sale' | 'settlement' | 'refund';
    readonly method: 'cash' | 'terminal';
    readonly amountMinor: number;
    readonly cashierId: string;
    readonly deviceAtMs: number;
    readonly isUndone: boolean;
  }[];
  readonly cashUps: readonly {
    readonly atMs: number;
    readonly expectedMinor: number;
    readonly countedMinor: number;
    readonly terminalMinor: number;
    readonly note: string;
  }[];
}
export type TillsChannelEvent =
  | { readonly type: 'tills.till'; readonly till: TillView }
  | { readonly type: 'tills.cashiers'; readonly cashiers: TillsView['cashiers'] };
