import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ReadonlySignal } from '@preact/signals';
import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { OrderSummaryView } from '#protocol/order-views.ts';
import type { LedgerView } from '#protocol/stock-views.ts';
import type { TillsView, TillView } from '#protocol/till-views.ts';
import type { CommerceFields, CommerceMethod } from '../../live/commerce/commands.ts';
import type { MethodResults } from '../../live/methods.ts';
import type { Outcome } from '../../live/outcome.ts';
import type { LiveSocket } from '../../live/socket.ts';
import type { Basket } from './basket.ts';
import type { CalledOff } from './called-off.ts';
import type { SaleEnd } from './selling.ts';
import type { Line } from './till-line.ts';
import type { StockLine } from './quota.ts';
import type { TillBook } from './till-book.ts';
import type { Device } from './till-store.ts';

export type Cashier = TillsView['cashiers'][number];

/** Everything the parts of the till share. Views are as they were last when there is no line. */
export interface Till {
  readonly device: Device;
  readonly socket: LiveSocket;
  readonly line: ReadonlySignal<Line>;
  readonly book: ReadonlySignal<TillBook>;
  readonly catalogue: ReadonlySignal<CatalogueView | null>;
  readonly cashiers: ReadonlySignal<readonly Cashier[]>;
  readonly view: ReadonlySignal<TillView | null>;
  /** null without a line. */
  readonly ledger: ReadonlySignal<LedgerView | null>;
  /** null without a line. */
  readonly orders: ReadonlySignal<readonly OrderSummaryView[] | null>;
  /** Why it sells no more; null: it does. */
  readonly calledOff: ReadonlySignal<CalledOff | null>;
  /** Who stands here. null: locked. */
  readonly cashier: ReadonlySignal<Cashier | null>;
  unlock(cashier: Cashier): void;
  lock(): void;
  sell(basket: Basket, method: 'cash' | 'terminal'): Promise<SaleEnd & { readonly orderId: string }>;
  undo(orderId: string): Promise<void>;
  /** What the till wants to have when the line drops; taken now. */
  wish(lines: readonly StockLine[]): Promise<void>;
  changeBook(change: (book: TillBook) => TillBook): Promise<void>;
  send<M extends CommerceMethod>(method: M, fields: CommerceFields<M>): Promise<Outcome<MethodResults[M]>>;
  money(amountMinor: number): string;
  readMoney(text: string): number | null;
  /** What may be sold now of a SKU, in divisions: without a line what the quota has left. null: not known. */
  available(skuId: string): number | null;
  readWrongTries(): Promise<number>;
  saveWrongTries(count: number): Promise<void>;
}

export const TillContext = createContext<Till | null>(null);

/** The till of the page. Throws outside of it, which would be a bug. */
export const useTill = (): Till => {
  const till = useContext(TillContext);
  if (till === null) throw new Error('useTill outside of TillContext');
  return till;
};
