import type { Decision, DecisionContext } from '../decision.ts';
import type { LeaseId, OrderId, OrderLineId, PersonId, PlaceId, SkuId, TillId } from '../ids.ts';
import type { StockLine } from '../ledger/ledger.ts';
import type { AmountMinor } from '../money/money.ts';
import type { TillEvent } from './events.ts';
import type { Cashier } from './state.ts';

interface AtTill {
  readonly tillId: TillId;
}

/** A position as the till sold it; the price is what the customer paid. */
export interface TillLine {
  readonly lineId: OrderLineId;
  readonly skuId: SkuId;
  readonly quantity: number;
  readonly unitPriceMinor: AmountMinor;
  readonly amountMinor: AmountMinor;
}

/** Commands of tills. Those of a sale may come hours later, when the line is back: they name their lease and are never late. */
export type TillCommand =
  | ({ readonly type: 'add-till'; readonly label: string } & AtTill)
  | ({ readonly type: 'retire-till' } & AtTill)
  | { readonly type: 'set-cashier'; readonly cashier: Cashier }
  | { readonly type: 'remove-cashier'; readonly personId: PersonId }
  | ({
      readonly type: 'open-drawer';
      readonly cashierId: PersonId;
      readonly floatMinor: AmountMinor;
    } & AtTill)
  | ({
      readonly type: 'lease-quota';
      readonly leaseId: LeaseId;
      readonly placeId: PlaceId;
      readonly lines: readonly StockLine[];
    } & AtTill)
  | ({ readonly type: 'return-quota'; readonly leaseId: LeaseId } & AtTill)
  /** `orderId` is made by the till. Out of the lease, or, with `leaseId` null, out of what the room may have now. */
  | ({
      readonly type: 'sell-at-till';
      readonly orderId: OrderId;
      readonly leaseId: LeaseId | null;
      readonly lines: readonly TillLine[];
      readonly method: 'cash' | 'terminal';
      readonly totalMinor: AmountMinor;
      readonly cashierId: PersonId;
      readonly deviceAtMs: number;
      /** When the drawer was opened that the till knew (`Drawer.openedAtMs`), so that its clock decides nothing. */
      readonly drawerAtMs?: number | null;
    } & AtTill)
  | ({
      readonly type: 'undo-sale';
      readonly orderId: OrderId;
      readonly leaseId: LeaseId | null;
      readonly cashierId: PersonId;
      readonly drawerAtMs?: number | null;
    } & AtTill)
  /** All that is due of an order (a paddle's, or one to be paid at the stall). */
  | ({
      readonly type: 'settle-order';
      readonly orderId: OrderId;
      readonly method: 'cash' | 'terminal';
      readonly seenTotalMinor: AmountMinor;
      readonly cashierId: PersonId;
      readonly deviceAtMs: number;
    } & AtTill)
  | ({
      readonly type: 'cash-up';
      readonly cashierId: PersonId;
      readonly countedMinor: AmountMinor;
      readonly note: string;
    } & AtTill);

export type TillRejectionCode =
  | 'till-not-found'
  | 'till-exists'
  | 'till-limit-reached'
  | 'till-retired'
  | 'cashier-unknown'
  | 'drawer-open'
  | 'drawer-closed'
  | 'sale-not-found'
  | 'sale-undone'
  | 'total-wrong'
  | 'till-unchanged';

export type TillContext = DecisionContext<PersonId>;
export type TillDecision = Decision<TillEvent, TillRejectionCode>;
