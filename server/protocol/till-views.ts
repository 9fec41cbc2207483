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
    /** Told after its drawer was counted: part of `late` of that cash-up. */
    readonly isLate: boolean;
  }[];
  readonly cashUps: readonly {
    readonly atMs: number;
    readonly expectedMinor: number;
    readonly countedMinor: number;
    readonly terminalMinor: number;
    readonly sales: number;
    readonly note: string;
    /** When the drawer was opened that was counted. */
    readonly openedAtMs: number;
    /** Told only after the count, but in the drawer when it was counted: belongs to what was expected. null: nothing. */
    readonly late: {
      readonly cashMinor: number;
      readonly terminalMinor: number;
      readonly sales: number;
    } | null;
  }[];
}
export type TillsChannelEvent =
  | { readonly type: 'tills.till'; readonly till: TillView }
  | { readonly type: 'tills.cashiers'; readonly cashiers: TillsView['cashiers'] };
