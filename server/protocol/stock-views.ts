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
