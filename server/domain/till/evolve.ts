import { assertNever } from '../decision.ts';
import type { TillId } from '../ids.ts';
import type { TillEvent, TillOccurrence } from './events.ts';
import {
  maximumCashUps,
  maximumTillSales,
  noTakings,
  type CashUp,
  type Drawer,
  type Takings,
  type Till,
  type TillSale,
  type TillsState,
} from './state.ts';

type EventOf<Type extends TillEvent['type']> = Extract<TillEvent, { readonly type: Type }>;

/** The tills after one event. Pure and total; an event that does not fit the state changes nothing but the count. */
export function evolveTills(state: TillsState, { event, atMs }: TillOccurrence): TillsState {
  const counted = { ...state, version: state.version + 1 };
  switch (event.type) {
    case 'till-added': {
      const { tillId, label, deviceId } = event;
      const till = { tillId, label, deviceId, ...freshTill };
      return { ...counted, tills: [...state.tills, till] };
    }
    case 'cashier-set': {
      const others = state.cashiers.filter(({ personId }) => personId !== event.cashier.personId);
      return { ...counted, cashiers: [...others, event.cashier] };
    }
    case 'cashier-removed':
      return { ...counted, cashiers: state.cashiers.filter(({ personId }) => personId !== event.personId) };
    case 'till-retired':
    case 'drawer-opened':
    case 'lease-taken':
    case 'lease-given-back':
    case 'sale-made':
    case 'sale-undone':
    case 'cashed-up':
      return withTill(counted, event.tillId, (till) => evolveTill(till, event, atMs));
    default:
      return forgotten(event, counted);
  }
}

const freshTill = {
  isRetired: false,
  leaseIds: [],
  drawer: null,
  uncounted: noTakings,
  sales: [],
  cashUps: [],
} as const;

function evolveTill(
  till: Till,
  event: Exclude<TillEvent, EventOf<'till-added' | 'cashier-set' | 'cashier-removed'>>,
  atMs: number,
): Till {
  switch (event.type) {
    case 'till-retired':
      return { ...till, isRetired: true };
    case 'drawer-opened':
      return { ...till, drawer: freshDrawer(event, till, atMs), uncounted: noTakings };
    case 'lease-taken':
      return { ...till, leaseIds: [...till.leaseIds, event.leaseId] };
    case 'lease-given-back':
      return { ...till, leaseIds: till.leaseIds.filter((leaseId) => leaseId !== event.leaseId) };
    case 'sale-made':
      return saleMade(till, event, atMs);
    case 'sale-undone':
      return saleUndone(till, event);
    case 'cashed-up':
      return cashedUp(till, event, atMs);
    default:
      return assertNever(event);
  }
}

const freshDrawer = (
  { cashierId, floatMinor }: EventOf<'drawer-opened'>,
  { uncounted }: Till,
  atMs: number,
): Drawer => ({ openedAtMs: atMs, openedById: cashierId, floatMinor, ...uncounted });

function cashedUp(till: Till, event: EventOf<'cashed-up'>, atMs: number): Till {
  const { cashierId: byId, expectedMinor, countedMinor, terminalMinor, note } = event;
  const { openedAtMs = atMs, sales = 0 } = till.drawer ?? {};
  const sums = { expectedMinor, countedMinor, terminalMinor, sales };
  const cashUp: CashUp = { openedAtMs, atMs, byId, ...sums, note, late: noTakings };
  return { ...till, drawer: null, cashUps: [cashUp, ...till.cashUps].slice(0, maximumCashUps) };
}

function saleMade(till: Till, event: EventOf<'sale-made'>, atMs: number): Till {
  const { orderId, kind, method, amountMinor, cashierId, deviceAtMs } = event;
  const sale = { orderId, kind, method, amountMinor, cashierId, deviceAtMs } as const;
  const isLate = placeOf(till, event.drawerAtMs) !== 'drawer';
  const recorded: TillSale = { ...sale, recordedAtMs: atMs, isUndone: false, isLate };
  return {
    ...withTakings(till, event.drawerAtMs, takingsOf(recorded, 1)),
    sales: [recorded, ...till.sales].slice(0, maximumTillSales),
  };
}

/** The newest sale of the order is undone; its money leaves the drawer out of which it is given back. */
function saleUndone(till: Till, { orderId, drawerAtMs }: EventOf<'sale-undone'>): Till {
  const index = till.sales.findIndex((sale) => sale.orderId === orderId && !sale.isUndone);
  const sale = till.sales[index];
  if (!sale) return till;
  return {
    ...withTakings(till, drawerAtMs, takingsOf(sale, -1)),
    sales: till.sales.with(index, { ...sale, isUndone: true }),
  };
}

const takingsOf = ({ kind, method, amountMinor }: TillSale, times: 1 | -1): Takings => {
  const signedMinor = (kind === 'refund' ? -times : times) * amountMinor;
  return {
    cashMinor: method === 'cash' ? signedMinor : 0,
    terminalMinor: method === 'terminal' ? signedMinor : 0,
    sales: times,
  };
};

/**
 * Where money lies that a till took with the drawer of then: in the open one, or in one that was counted (its place in
 * `cashUps`). Who names none, or one that nobody knows any more, means the newest there is.
 */
function placeOf(
  { drawer, cashUps }: Till,
  drawerAtMs: number | null | undefined,
): 'drawer' | 'uncounted' | number {
  const named = cashUps.findIndex(({ openedAtMs }) => openedAtMs === drawerAtMs);
  if (named >= 0 && drawer?.openedAtMs !== drawerAtMs) return named;
  if (drawer) return 'drawer';
  return cashUps.length > 0 ? 0 : 'uncounted';
}

function withTakings(till: Till, drawerAtMs: number | null | undefined, taken: Takings): Till {
  const place = placeOf(till, drawerAtMs);
  if (place === 'uncounted') return { ...till, uncounted: sumOf(till.uncounted, taken) };
  if (place === 'drawer')
    return { ...till, drawer: till.drawer && { ...till.drawer, ...sumOf(till.drawer, taken) } };
  const cashUps = till.cashUps.map((cashUp, at) =>
    at === place ? { ...cashUp, late: sumOf(cashUp.late, taken) } : cashUp,
  );
  return { ...till, cashUps };
}

const sumOf = (one: Takings, other: Takings): Takings => ({
  cashMinor: one.cashMinor + other.cashMinor,
  terminalMinor: one.terminalMinor + other.terminalMinor,
  sales: one.sales + other.sales,
});

const withTill = (state: TillsState, tillId: TillId, change: (till: Till) => Till): TillsState => ({
  ...state,
  tills: state.tills.map((till) => (till.tillId === tillId ? change(till) : till)),
});

/** An event of a later version of this program stands in the log: an older one must still run, and still count. */
function forgotten(event: never, state: TillsState): TillsState {
  void event;
  return state;
}
