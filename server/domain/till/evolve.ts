import { assertNever } from '../decision.ts';
import type { TillId } from '../ids.ts';
import type { TillEvent, TillOccurrence } from './events.ts';
import {
  maximumCashUps,
  maximumTillSales,
  type Drawer,
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

const freshTill = { isRetired: false, leaseIds: [], drawer: null, sales: [], cashUps: [] } as const;

function evolveTill(
  till: Till,
  event: Exclude<TillEvent, EventOf<'till-added' | 'cashier-set' | 'cashier-removed'>>,
  atMs: number,
): Till {
  switch (event.type) {
    case 'till-retired':
      return { ...till, isRetired: true };
    case 'drawer-opened':
      return { ...till, drawer: freshDrawer(event, atMs) };
    case 'lease-taken':
      return { ...till, leaseIds: [...till.leaseIds, event.leaseId] };
    case 'lease-given-back':
      return { ...till, leaseIds: till.leaseIds.filter((leaseId) => leaseId !== event.leaseId) };
    case 'sale-made':
      return saleMade(till, event, atMs);
    case 'sale-undone':
      return saleUndone(till, event);
    case 'cashed-up': {
      const { cashierId: byId, expectedMinor, countedMinor, terminalMinor, note } = event;
      const cashUp = { atMs, byId, expectedMinor, countedMinor, terminalMinor, note };
      return { ...till, drawer: null, cashUps: [cashUp, ...till.cashUps].slice(0, maximumCashUps) };
    }
    default:
      return assertNever(event);
  }
}

const freshDrawer = ({ cashierId, floatMinor }: EventOf<'drawer-opened'>, atMs: number): Drawer => ({
  openedAtMs: atMs,
  openedById: cashierId,
  floatMinor,
  cashMinor: 0,
  terminalMinor: 0,
  sales: 0,
});

function saleMade(till: Till, event: EventOf<'sale-made'>, atMs: number): Till {
  const { orderId, kind, method, amountMinor, cashierId, deviceAtMs } = event;
  const sale = { orderId, kind, method, amountMinor, cashierId, deviceAtMs } as const;
  const recorded: TillSale = { ...sale, recordedAtMs: atMs, isUndone: false };
  const sign = kind === 'refund' ? -1 : 1;
  return {
    ...till,
    drawer: till.drawer && withMoney(till.drawer, method, sign * amountMinor, 1),
    sales: [recorded, ...till.sales].slice(0, maximumTillSales),
  };
}

/** The newest sale of the order is undone; its money leaves the drawer as it came. */
function saleUndone(till: Till, { orderId }: EventOf<'sale-undone'>): Till {
  const index = till.sales.findIndex((sale) => sale.orderId === orderId && !sale.isUndone);
  const sale = till.sales[index];
  if (!sale) return till;
  const sign = sale.kind === 'refund' ? -1 : 1;
  return {
    ...till,
    drawer: till.drawer && withMoney(till.drawer, sale.method, -sign * sale.amountMinor, -1),
    sales: till.sales.with(index, { ...sale, isUndone: true }),
  };
}

const withMoney = (
  drawer: Drawer,
  method: TillSale['method'],
  amountMinor: number,
  sales: 1 | -1,
): Drawer => ({
  ...drawer,
  cashMinor: drawer.cashMinor + (method === 'cash' ? amountMinor : 0),
  terminalMinor: drawer.terminalMinor + (method === 'terminal' ? amountMinor : 0),
  sales: drawer.sales + sales,
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
