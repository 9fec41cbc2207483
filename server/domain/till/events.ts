import type { Occurrence } from '../decision.ts';
import type { LeaseId, OrderId, PersonId, TillId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import type { Cashier } from './state.ts';

interface OfTill {
  readonly tillId: TillId;
}

/** Events of the stream `tills`. The actor is the device; `cashierId` says who stood there. */
export type TillEvent =
  | ({ readonly type: 'till-added'; readonly label: string; readonly deviceId: PersonId } & OfTill)
  | ({ readonly type: 'till-retired' } & OfTill)
  | { readonly type: 'cashier-set'; readonly cashier: Cashier }
  | { readonly type: 'cashier-removed'; readonly personId: PersonId }
  | ({
      readonly type: 'drawer-opened';
      readonly cashierId: PersonId;
      readonly floatMinor: AmountMinor;
    } & OfTill)
  | ({ readonly type: 'lease-taken'; readonly leaseId: LeaseId } & OfTill)
  | ({ readonly type: 'lease-given-back'; readonly leaseId: LeaseId } & OfTill)
  | ({
      readonly type: 'sale-made';
      readonly orderId: OrderId;
      readonly kind: 'sale' | 'settlement' | 'refund';
      readonly method: 'cash' | 'terminal';
      readonly amountMinor: AmountMinor;
      readonly cashierId: PersonId;
      readonly deviceAtMs: number;
      /** When the drawer was opened that the till knew, by the server's clock; absent or null: whichever is there. */
      readonly drawerAtMs?: number | null;
    } & OfTill)
  | ({
      readonly type: 'sale-undone';
      readonly orderId: OrderId;
      readonly cashierId: PersonId;
      readonly drawerAtMs?: number | null;
    } & OfTill)
  | ({
      readonly type: 'cashed-up';
      readonly cashierId: PersonId;
      readonly expectedMinor: AmountMinor;
      readonly countedMinor: AmountMinor;
      readonly terminalMinor: AmountMinor;
      readonly note: string;
    } & OfTill);

export type TillOccurrence<Event extends TillEvent = TillEvent> = Occurrence<Event, PersonId>;
