import { computed, type ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useEffect, useMemo } from 'preact/hooks';
import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { OrderSummaryView } from '#protocol/order-views.ts';
import type { LedgerView } from '#protocol/stock-views.ts';
import type { TillsView } from '#protocol/till-views.ts';
import { toast } from '../../design/toast.tsx';
import { followCatalogue } from '../../live/commerce/catalogue-book.ts';
import { createCommands, type CommerceFields, type CommerceMethod } from '../../live/commerce/commands.ts';
import type { Follow, Followed } from '../../live/commerce/follow-view.ts';
import { followLedger } from '../../live/commerce/ledger-book.ts';
import { followOrders } from '../../live/commerce/order-book.ts';
import { followTills } from '../../live/commerce/tills-book.ts';
import type { Live } from '../../live/live.ts';
import type { MethodResults } from '../../live/methods.ts';
import type { CallError, Outcome } from '../../live/outcome.ts';
import type { Session } from '../../live/session.ts';
import type { LiveSocket } from '../../live/socket.ts';
import { systemTime } from '../../live/time-source.ts';
import { errorText } from '../../messages/error-text.ts';
import { formatMoney, parseMoney } from '../../messages/money.ts';

/** Everything the parts of the shop's pages share. */
export interface Shop {
  readonly socket: LiveSocket;
  readonly session: Session;
  readonly catalogue: ReadonlySignal<CatalogueView | null>;
  readonly ledger: ReadonlySignal<LedgerView | null>;
  readonly orders: ReadonlySignal<readonly OrderSummaryView[] | null>;
  readonly tills: ReadonlySignal<TillsView | null>;
  readonly refusal: ReadonlySignal<CallError | null>;
  readonly isStale: ReadonlySignal<boolean>;
  /** Hosts and administrators: products, settings, refunds, reserves. Staff keep the stock and hand out. */
  readonly mayKeep: boolean;
  ask<M extends CommerceMethod>(method: M, fields: CommerceFields<M>): Promise<Outcome<MethodResults[M]>>;
  /** The same, with a refusal told as a toast; resolves to whether it was accepted. */
  send<M extends CommerceMethod>(method: M, fields: CommerceFields<M>): Promise<boolean>;
  money(amountMinor: number): string;
  readMoney(text: string): number | null;
  readonly currency: ReadonlySignal<string>;
  nowMs(): number;
}

const viewOf = <View>({ follow }: Followed<View>): ReadonlySignal<View | null> =>
  computed(() => (follow.value.status === 'ready' ? follow.value.view : null));

const isStale = (state: Follow<unknown>): boolean => state.status === 'ready' && state.staleSinceMs !== null;

const createShop = (live: Live, mayKeep: boolean) => {
  const socket = live.socket();
  const time = systemTime;
  const commands = createCommands(socket);
  const catalogue = followCatalogue({ socket, time });
  const ledger = followLedger({ socket, time });
  const orders = followOrders({ socket, time });
  const tills = followTills({ socket, time });
  const all: readonly Followed<unknown>[] = [catalogue, ledger, orders, tills];
  const orderList = viewOf(orders);
  const catalogueView = viewOf(catalogue);
  const currency = computed(() => catalogueView.value?.settings.currency ?? 'EUR');
  const ask: Shop['ask'] = (method, fields) => commands.send(method, fields);
  const shop: Shop = {
    socket,
    session: live.session,
    catalogue: catalogueView,
    ledger: viewOf(ledger),
    orders: computed(() => orderList.value?.orders ?? null),
    tills: viewOf(tills),
    refusal: computed(() =>
      catalogue.follow.value.status === 'refused' ? catalogue.follow.value.error : null,
    ),
    isStale: computed(() => all.some(({ follow }) => isStale(follow.value))),
    mayKeep,
    ask,
    send: async (method, fields) => {
      const outcome = await ask(method, fields);
      if (!outcome.ok) toast(errorText(outcome.error), { icon: 'careful' });
      return outcome.ok;
    },
    currency,
    money: (amountMinor) => formatMoney(amountMinor, currency.value),
    readMoney: (text) => parseMoney(text, currency.peek()),
    nowMs: () => live.clock.nowMs(),
  };
  return { shop, close: () => all.forEach((one) => one.close()) };
};

/** The shop for as long as the page is mounted. */
export const useNewShop = (live: Live, mayKeep: boolean): Shop => {
  const made = useMemo(() => createShop(live, mayKeep), [live, mayKeep]);
  useEffect(() => made.close, [made]);
  return made.shop;
};

export const ShopContext = createContext<Shop | null>(null);

/** The shop of the page. Throws outside of it, which would be a bug. */
export const useShop = (): Shop => {
  const shop = useContext(ShopContext);
  if (shop === null) throw new Error('useShop outside of ShopContext');
  return shop;
};
