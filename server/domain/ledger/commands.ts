import type { Decision, DecisionContext } from '../decision.ts';
import type { HoldId, LeaseId, OrderId, PersonId, PlaceId, SkuId, TillId } from '../ids.ts';
import type { LedgerEvent } from './events.ts';
import type { HoldLine, HoldOwner, ReleaseStep, SalesAudience } from './state.ts';

/** A wish: how much of which SKU; where it is taken from is decided by the ledger. */
export interface StockLine {
  readonly skuId: SkuId;
  readonly quantity: number;
}

interface AtPool {
  readonly skuId: SkuId;
  readonly placeId: PlaceId;
}

/** Commands of people who keep the stock, from the wire. */
export type LedgerCommand =
  | ({ readonly type: 'receive-stock'; readonly quantity: number; readonly note: string } & AtPool)
  /**
   * `counted`: what lies there now, unsold (free, held, blocked and leased together). With `isWithPaid` also what is paid
   * and waits to be handed out or shipped, as who counts a shelf finds it.
   */
  | ({
      readonly type: 'correct-stock';
      readonly counted: number;
      readonly isWithPaid?: boolean;
      readonly reason: string;
    } & AtPool)
  | {
      readonly type: 'move-stock';
      readonly skuId: SkuId;
      readonly fromPlaceId: PlaceId;
      readonly toPlaceId: PlaceId;
      readonly quantity: number;
    }
  | ({ readonly type: 'block-stock'; readonly quantity: number; readonly reason: string } & AtPool)
  | ({ readonly type: 'unblock-stock'; readonly quantity: number } & AtPool)
  | { readonly type: 'set-reserve'; readonly skuId: SkuId; readonly remaining: number }
  | { readonly type: 'release-reserve'; readonly skuId: SkuId; readonly quantity: number }
  /** Replaces the timetable of this SKU (null: of all that have none of their own). No steps: none. */
  | {
      readonly type: 'plan-release';
      readonly skuId: SkuId | null;
      readonly steps: readonly ReleaseStep[];
    }
  /** Never from the wire: the timer of a step. */
  | { readonly type: 'release-by-timetable'; readonly skuId: SkuId | null; readonly atMs: number };

/**
 * What other commands ask of the ledger in the same append (application/): `decideStock` answers with events or a
 * rejection, so that a lot and its stock stand or fall together.
 */
export type StockRequest =
  /** All lines or none. Prefers these places, in their order. */
  | {
      readonly type: 'hold';
      readonly holdId: HoldId;
      readonly owner: HoldOwner;
      readonly audience: SalesAudience;
      readonly lines: readonly StockLine[];
      readonly deadlineMs: number | null;
      readonly preferredPlaceIds: readonly PlaceId[];
    }
  | { readonly type: 'extend-hold'; readonly holdId: HoldId; readonly deadlineMs: number | null }
  | {
      readonly type: 'assign-hold';
      readonly holdId: HoldId;
      readonly owner: HoldOwner;
      readonly deadlineMs: number | null;
    }
  | {
      readonly type: 'release-hold';
      readonly holdId: HoldId;
      readonly reason: 'expired' | 'given-up' | 'cancelled' | 'unsold';
    }
  | { readonly type: 'sell-hold'; readonly holdId: HoldId }
  | {
      readonly type: 'sell';
      readonly orderId: OrderId;
      readonly audience: SalesAudience;
      readonly lines: readonly StockLine[];
      readonly preferredPlaceIds: readonly PlaceId[];
    }
  | { readonly type: 'return'; readonly orderId: OrderId; readonly lines: readonly HoldLine[] }
  | {
      readonly type: 'lease';
      readonly leaseId: LeaseId;
      readonly tillId: TillId;
      readonly lines: readonly StockLine[];
      readonly placeId: PlaceId;
    }
  /** Beyond the quota: refused, never oversold. */
  | {
      readonly type: 'sell-leased';
      readonly leaseId: LeaseId;
      readonly orderId: OrderId;
      readonly lines: readonly StockLine[];
    }
  | {
      readonly type: 'restore-lease';
      readonly leaseId: LeaseId;
      readonly orderId: OrderId;
      readonly lines: readonly HoldLine[];
    }
  | { readonly type: 'return-lease'; readonly leaseId: LeaseId };

export interface LedgerBriefing {
  readonly onSiteReservePercent: number;
  /** Whether the catalogue knows the SKU and place that the command names. */
  readonly isKnown: boolean;
  /** Of a count with what is paid: those pieces of the pool that wait for their buyers, the latest order first. */
  readonly awaiting: readonly Awaiting[];
}

/** Paid for, and still here. */
export interface Awaiting {
  readonly orderId: OrderId;
  readonly quantity: number;
}

export type LedgerRejectionCode =
  | 'sku-not-found'
  /** With `details.skuId` and `details.available`. */
  | 'stock-insufficient'
  | 'stock-unchanged'
  | 'quantity-invalid'
  | 'hold-not-found'
  | 'hold-exists'
  | 'hold-limit-reached'
  | 'lease-not-found'
  | 'lease-exists'
  | 'lease-exceeded'
  | 'release-plan-invalid';

export type LedgerContext = DecisionContext<PersonId>;
export type LedgerDecision = Decision<LedgerEvent, LedgerRejectionCode>;
