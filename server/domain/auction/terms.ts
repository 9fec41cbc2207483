import type { SkuId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';

/** From this price on a bid must be so much higher. A table begins at 0 and rises. */
export interface IncrementStep {
  readonly fromMinor: AmountMinor;
  readonly incrementMinor: AmountMinor;
}

/** Whatnot help and GunBroker FAQ (shared semantics, "Auctions"), for currencies of two decimals. */
export const defaultIncrements: readonly IncrementStep[] = [
  { fromMinor: 0, incrementMinor: 100 },
  { fromMinor: 3_000, incrementMinor: 200 },
  { fromMinor: 5_000, incrementMinor: 300 },
  { fromMinor: 10_000, incrementMinor: 500 },
  { fromMinor: 30_000, incrementMinor: 1_000 },
  { fromMinor: 100_000, incrementMinor: 2_000 },
  { fromMinor: 200_000, incrementMinor: 5_000 },
];

/** What is bid for; all of it goes to one winner. Empty for an article that the ledger does not count. */
export interface LotLine {
  readonly skuId: SkuId;
  /** In the smallest division of its unit. */
  readonly quantity: number;
}

/** The rules of one lot. Fixed once it opened. */
export interface LotTerms {
  /** `hammer`: no clock, the host calls. `timed`: it ends by itself. */
  readonly kind: 'hammer' | 'timed';
  readonly startMinor: AmountMinor;
  /** The lot does not sell below it; secret until it is met. null: none. */
  readonly reserveMinor: AmountMinor | null;
  /** Of a timed lot, from its opening. Not used by the hammer. */
  readonly durationMs: number;
  /** Counter-bid time: a bid with less left sets the clock back to it. 0 is sudden death. */
  readonly counterBidMs: number;
  /** All extensions together are no longer than this. */
  readonly extensionCapMs: number;
  readonly increments: readonly IncrementStep[];
}
