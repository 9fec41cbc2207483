import type { Test } from 'tap';
import type { LeaseId, OrderId, OrderLineId, PersonId, PlaceId, SkuId, TillId } from '#domain/ids.ts';
import {
  decideTills,
  evolveTills,
  initialTillsState,
  type Cashier,
  type TillCommand,
  type TillEvent,
  type TillLine,
  type TillsState,
} from '#domain/till/till.ts';
import { Given, somebody, type Noun } from '../given.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
export const tillIdOf = (name: string): TillId => `till-${name}` as TillId;
export const personIdOf = (name: string): PersonId => `person-${name}` as PersonId;
export const orderIdOf = (name: string): OrderId => `order-${name}` as OrderId;
export const tillId = tillIdOf('stall');
export const leaseId = 'lease-0001' as LeaseId;
export const cashierId = personIdOf('cashier');
/** The device's clock is years behind, and decides nothing. */
export const deviceAtMs = 5;

const tills: Noun<TillsState, TillEvent, TillCommand> = {
  initial: initialTillsState,
  evolve: evolveTills,
  decide: decideTills,
};

/** The till of the stall, its cashier, and what happened there. */
export const given = (t: Test, ...history: readonly TillEvent[]) =>
  new Given(tills, t, tills.initial, [tillAdded(), cashierSet(), ...history]);
export const nothing = (t: Test, ...history: readonly TillEvent[]) =>
  new Given(tills, t, tills.initial, history);

export const cashierOf = (name: string, hash = 'hash'): Cashier => ({
  personId: personIdOf(name),
  pin: { salt: 'salt', iterations: 1, hash },
});

export const tillAdded = (name = 'stall'): TillEvent => ({
  type: 'till-added',
  tillId: tillIdOf(name),
  label: name,
  deviceId: somebody,
});
export const retired = (name = 'stall'): TillEvent => ({ type: 'till-retired', tillId: tillIdOf(name) });
export const cashierSet = (name = 'cashier', hash = 'hash'): TillEvent => ({
  type: 'cashier-set',
  cashier: cashierOf(name, hash),
});
export const drawerOpened = (floatMinor = 10_000): TillEvent => ({
  type: 'drawer-opened',
  tillId,
  cashierId,
  floatMinor,
});
export const leased: TillEvent = { type: 'lease-taken', tillId, leaseId };

type Named<Type extends TillCommand['type']> = Extract<TillCommand, { readonly type: Type }>;
type Sale = Extract<TillEvent, { readonly type: 'sale-made' }>;

export const openDrawer = (floatMinor = 10_000, by = cashierId): TillCommand => ({
  type: 'open-drawer',
  tillId,
  cashierId: by,
  floatMinor,
});

export const lineOf = (amountMinor: number, name = 'a'): TillLine => ({
  lineId: `line-${name}` as OrderLineId,
  skuId: `sku-${name}` as SkuId,
  quantity: 1,
  unitPriceMinor: amountMinor,
  amountMinor,
});

/** For cash, on the line, out of what the room may have. */
export const sell = (name: string, amountMinor: number, parts: Partial<Named<'sell-at-till'>> = {}) =>
  ({
    type: 'sell-at-till',
    tillId,
    orderId: orderIdOf(name),
    leaseId: null,
    lines: [lineOf(amountMinor)],
    method: 'cash',
    totalMinor: amountMinor,
    cashierId,
    deviceAtMs,
    ...parts,
  }) satisfies TillCommand;
export const sold = (name: string, amountMinor: number, parts: Partial<Sale> = {}): Sale => ({
  type: 'sale-made',
  tillId,
  orderId: orderIdOf(name),
  kind: 'sale',
  method: 'cash',
  amountMinor,
  cashierId,
  deviceAtMs,
  drawerAtMs: null,
  ...parts,
});

export const settle = (name: string, seenTotalMinor: number, parts: Partial<Named<'settle-order'>> = {}) =>
  ({
    type: 'settle-order',
    tillId,
    orderId: orderIdOf(name),
    method: 'cash',
    seenTotalMinor,
    cashierId,
    deviceAtMs,
    ...parts,
  }) satisfies TillCommand;

export const undo = (name: string, parts: Partial<Named<'undo-sale'>> = {}) =>
  ({
    type: 'undo-sale',
    tillId,
    orderId: orderIdOf(name),
    leaseId: null,
    cashierId,
    ...parts,
  }) satisfies TillCommand;
export const undone = (name: string, drawerAtMs: number | null = null): TillEvent => ({
  type: 'sale-undone',
  tillId,
  orderId: orderIdOf(name),
  cashierId,
  drawerAtMs,
});

export const cashUp = (countedMinor: number, parts: Partial<Named<'cash-up'>> = {}) =>
  ({ type: 'cash-up', tillId, cashierId, countedMinor, note: '', ...parts }) satisfies TillCommand;
export const cashedUp = (expectedMinor: number, countedMinor: number, terminalMinor = 0): TillEvent => ({
  type: 'cashed-up',
  tillId,
  cashierId,
  expectedMinor,
  countedMinor,
  terminalMinor,
  note: '',
});

export const leaseQuota = (name = 'stall'): TillCommand => ({
  type: 'lease-quota',
  tillId: tillIdOf(name),
  leaseId,
  placeId: 'place-0001' as PlaceId,
  lines: [{ skuId: 'sku-a' as SkuId, quantity: 3 }],
});
export const returnQuota = (lease: LeaseId = leaseId): TillCommand => ({
  type: 'return-quota',
  tillId,
  leaseId: lease,
});
