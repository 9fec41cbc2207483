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
  /** Told when the drawer it was made with was counted already: its money is that count's, see `CashUp.late`. */
  readonly isLate: boolean;
}

/** Money taken, and by how many sales. What was paid back counts against it. */
export interface Takings {
  readonly cashMinor: number;
  readonly terminalMinor: number;
  readonly sales: number;
}

/** From the float to the count. */
export interface Drawer extends Takings {
  /** One drawer of a till is told from another by it. */
  readonly openedAtMs: number;
  readonly openedById: PersonId;
  readonly floatMinor: AmountMinor;
}

export interface CashUp {
  /** Of the drawer that was counted. */
  readonly openedAtMs: number;
  readonly atMs: number;
  readonly byId: PersonId;
  readonly expectedMinor: AmountMinor;
  readonly countedMinor: AmountMinor;
  readonly terminalMinor: AmountMinor;
  readonly sales: number;
  readonly note: string;
  /**
   * What was told only after the count (a till was without a line): it lay in this drawer when it was counted, so it is
   * part of what should have been in it, and of no later drawer.
   */
  readonly late: Takings;
}

export interface Till {
  readonly tillId: TillId;
  readonly label: string;
  /** The session's person of the device. */
  readonly deviceId: PersonId;
  readonly isRetired: boolean;
  readonly leaseIds: readonly LeaseId[];
  readonly drawer: Drawer | null;
  /** Taken before there was any drawer; lies in the first one. */
  readonly uncounted: Takings;
  /** The newest first, at most `maximumTillSales`. */
  readonly sales: readonly TillSale[];
  readonly cashUps: readonly CashUp[];
}

export const noTakings: Takings = { cashMinor: 0, terminalMinor: 0, sales: 0 };

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
