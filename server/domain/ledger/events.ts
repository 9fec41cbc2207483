import type { Occurrence } from '../decision.ts';
import type { HoldId, LeaseId, OrderId, PersonId, PlaceId, SkuId, TillId } from '../ids.ts';
import type { Hold, HoldLine, HoldOwner, LeaseLine, ReleasePlan } from './state.ts';

interface AtPool {
  readonly skuId: SkuId;
  readonly placeId: PlaceId;
}

/** Events of the stream `ledger`. Quantities in the smallest division of the SKU's unit. */
export type LedgerEvent =
  /** `reserved` of it is set aside for the room. */
  | ({
      readonly type: 'stock-received';
      readonly quantity: number;
      readonly reserved: number;
      readonly note: string;
    } & AtPool)
  /** A count or damage: capacity is now `capacity`; the reserve shrinks to what is there. */
  | ({
      readonly type: 'stock-corrected';
      readonly capacity: number;
      readonly reserveRemaining: number;
      readonly reason: string;
    } & AtPool)
  /** Promised more than is there: `missing` in all, touching these orders, the latest promise first. */
  | ({
      readonly type: 'shortfall-found';
      readonly missing: number;
      readonly orderIds: readonly OrderId[];
      readonly reason: string;
    } & AtPool)
  | ({ readonly type: 'shortfall-settled' } & AtPool)
  | {
      readonly type: 'stock-moved';
      readonly skuId: SkuId;
      readonly fromPlaceId: PlaceId;
      readonly toPlaceId: PlaceId;
      readonly quantity: number;
    }
  | ({ readonly type: 'stock-blocked'; readonly quantity: number; readonly reason: string } & AtPool)
  | ({ readonly type: 'stock-unblocked'; readonly quantity: number } & AtPool)
  /** By a person, in either direction. */
  | { readonly type: 'reserve-set'; readonly skuId: SkuId; readonly remaining: number }
  | {
      readonly type: 'reserve-released';
      readonly skuId: SkuId;
      readonly quantity: number;
      readonly by: 'person' | 'timetable';
    }
  | { readonly type: 'release-planned'; readonly plan: ReleasePlan }
  | { readonly type: 'release-step-done'; readonly skuId: SkuId | null; readonly atMs: number }
  | { readonly type: 'hold-placed'; readonly hold: Hold }
  | { readonly type: 'hold-extended'; readonly holdId: HoldId; readonly deadlineMs: number | null }
  /** From the lot to its winner, from the winner to the runner-up. */
  | {
      readonly type: 'hold-assigned';
      readonly holdId: HoldId;
      readonly owner: HoldOwner;
      readonly deadlineMs: number | null;
    }
  | {
      readonly type: 'hold-released';
      readonly holdId: HoldId;
      readonly reason: 'expired' | 'given-up' | 'cancelled' | 'unsold';
    }
  /** The hold became a sale. */
  | { readonly type: 'hold-sold'; readonly holdId: HoldId }
  /** Sold at once, without a hold before it (first paid first served, the till on line). */
  | {
      readonly type: 'stock-sold';
      readonly orderId: OrderId;
      readonly lines: readonly HoldLine[];
    }
  /** Sold units come back to where they were sold from. */
  | {
      readonly type: 'stock-returned';
      readonly orderId: OrderId;
      readonly lines: readonly HoldLine[];
    }
  | {
      readonly type: 'quota-leased';
      readonly leaseId: LeaseId;
      readonly tillId: TillId;
      readonly lines: readonly LeaseLine[];
    }
  /** A till that was away tells what it sold of its lease. */
  | {
      readonly type: 'lease-sold';
      readonly leaseId: LeaseId;
      readonly orderId: OrderId;
      readonly lines: readonly HoldLine[];
    }
  /** An undone sale of a till goes back into its lease. */
  | {
      readonly type: 'lease-restored';
      readonly leaseId: LeaseId;
      readonly orderId: OrderId;
      readonly lines: readonly HoldLine[];
    }
  | { readonly type: 'lease-returned'; readonly leaseId: LeaseId };

export type LedgerOccurrence<Event extends LedgerEvent = LedgerEvent> = Occurrence<Event, PersonId>;
