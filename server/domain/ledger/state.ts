import type { HoldId, LeaseId, LotId, OrderId, OrderLineId, PlaceId, SkuId, TillId } from '../ids.ts';

/** Who sells: the people at home see what the reserve leaves, the room sees all. */
export type SalesAudience = 'online' | 'on-site';

/** One SKU at one place. Integers in the smallest division; free = capacity - sold - held - leased - blocked, never below 0. */
export interface Pool {
  readonly skuId: SkuId;
  readonly placeId: PlaceId;
  /** Everything that ever came in, as corrected by counts; sold stock stays in it until it is written off by nobody. */
  readonly capacity: number;
  readonly sold: number;
  readonly held: number;
  readonly leased: number;
  readonly blocked: number;
}

/** What of a SKU is set aside for the room, over all places. */
export interface Reserve {
  readonly skuId: SkuId;
  /** Still set aside; never more than is free. What the room takes comes out of it first. */
  readonly remaining: number;
  /** All that was ever set aside and released, for the board. */
  readonly released: number;
}

/** From `atMs` on no more than `percent` of what was set aside at the planning stays so. */
export interface ReleaseStep {
  readonly atMs: number;
  readonly percent: number;
}

/** The timetable of one show for all SKUs, or for the one named. */
export interface ReleasePlan {
  readonly skuId: SkuId | null;
  readonly steps: readonly ReleaseStep[];
}

/** A line of a hold: how much of which pool. Later kinds of capacity (slots, staff) are further members of this union. */
export type HoldLine = {
  readonly kind: 'stock';
  readonly skuId: SkuId;
  readonly placeId: PlaceId;
  readonly quantity: number;
  /** How much of it came out of the reserve, to which it goes back. */
  readonly fromReserve: number;
};

/** For whom and what. */
export type HoldOwner =
  | { readonly kind: 'lot'; readonly lotId: LotId }
  | { readonly kind: 'order'; readonly orderId: OrderId; readonly lineId: OrderLineId };

/** Capacity set aside: all of its lines or none. It ends as a sale or goes back. */
export interface Hold {
  readonly holdId: HoldId;
  readonly owner: HoldOwner;
  readonly audience: SalesAudience;
  readonly lines: readonly HoldLine[];
  /** null: until somebody ends it (an open lot). */
  readonly deadlineMs: number | null;
}

/** Stock handed to a till: the only stock it may sell without a line. Never part of what is free. */
export interface Lease {
  readonly leaseId: LeaseId;
  readonly tillId: TillId;
  readonly lines: readonly LeaseLine[];
  readonly grantedAtMs: number;
}

export interface LeaseLine {
  readonly skuId: SkuId;
  readonly placeId: PlaceId;
  /** Not sold yet. */
  readonly quantity: number;
  readonly fromReserve: number;
}

/** A loss found later that was promised already: which promises it touches, the latest first. */
export interface Shortfall {
  readonly skuId: SkuId;
  readonly placeId: PlaceId;
  /** Still missing. */
  readonly quantity: number;
  readonly orderIds: readonly OrderId[];
  readonly atMs: number;
  readonly reason: string;
}

/** The last things that moved a SKU's numbers, the newest first: the reason for each number. */
export interface Movement {
  readonly skuId: SkuId;
  readonly placeId: PlaceId | null;
  readonly kind:
    | 'received'
    | 'corrected'
    | 'moved-in'
    | 'moved-out'
    | 'blocked'
    | 'unblocked'
    | 'reserved'
    | 'released'
    | 'sold'
    | 'returned'
    | 'leased'
    | 'lease-returned';
  readonly quantity: number;
  readonly note: string;
  readonly atMs: number;
}

/** The shop's capacity, one aggregate, so that a hold over several lines is all or nothing. Lists, because it is JSON. */
export interface LedgerState {
  readonly version: number;
  readonly pools: readonly Pool[];
  readonly reserves: readonly Reserve[];
  readonly releasePlans: readonly ReleasePlan[];
  readonly holds: readonly Hold[];
  readonly leases: readonly Lease[];
  readonly shortfalls: readonly Shortfall[];
  /** At most `maximumMovements`. */
  readonly movements: readonly Movement[];
}

export const initialLedgerState: LedgerState = {
  version: 0,
  pools: [],
  reserves: [],
  releasePlans: [],
  holds: [],
  leases: [],
  shortfalls: [],
  movements: [],
};

export const maximumHolds = 20_000;
export const maximumLeases = 200;
export const maximumMovements = 400;
export const maximumShortfalls = 200;
/** In divisions; a sum of thousands of it stays exact. */
export const maximumQuantity = 1_000_000_000;
