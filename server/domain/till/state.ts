import type { LeaseId, OrderId, PersonId, TillId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';

/** Somebody who may use the tills, by a PIN. */
export interface Cashier {
  readonly personId: PersonId;
  /** PBKDF2-SHA-256 (salt, iterations), so that a till without a line can check it. base64url. */
  readonly pin: { readonly salt: string; readonly iterations: number; readonly hash: string };
}

export interface TillSale {
  /** The order it made, or the one it settled. */
  readonly orderId: OrderId;
  readonly kind: 'sale' | 'settlement' | 'refund';
  readonly method: 'cash' | 'terminal';
  readonly amountMinor: AmountMinor;
  readonly cashierId: PersonId;
  /** The device's clock, for people only; the order is that of the log. */
  readonly deviceAtMs: number;
  readonly recordedAtMs: number;
  readonly isUndone: boolean;
}

/** From the float to the count. */
export interface Drawer {
  readonly openedAtMs: number;
  readonly openedById: PersonId;
  readonly floatMinor: AmountMinor;
  readonly cashMinor: AmountMinor;
  readonly terminalMinor: AmountMinor;
  readonly sales: number;
}

export interface CashUp {
  readonly atMs: number;
  readonly byId: PersonId;
  readonly expectedMinor: AmountMinor;
  readonly countedMinor: AmountMinor;
  readonly terminalMinor: AmountMinor;
  readonly note: string;
}

export interface Till {
  readonly tillId: TillId;
  readonly label: string;
  /** The session's person of the device. */
  readonly deviceId: PersonId;
  readonly isRetired: boolean;
  readonly leaseIds: readonly LeaseId[];
  readonly drawer: Drawer | null;
  /** The newest first, at most `maximumTillSales`. */
  readonly sales: readonly TillSale[];
  readonly cashUps: readonly CashUp[];
}

/** All tills of the shop: the stream `tills`. */
export interface TillsState {
  readonly version: number;
  readonly tills: readonly Till[];
  readonly cashiers: readonly Cashier[];
}

export const initialTillsState: TillsState = { version: 0, tills: [], cashiers: [] };

export const maximumTills = 50;
export const maximumCashiers = 200;
export const maximumTillSales = 300;
export const maximumCashUps = 100;
