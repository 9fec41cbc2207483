import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { followCatalogue } from '../../live/commerce/catalogue-book.ts';
import { viewOf, type Followed } from '../../live/commerce/follow-view.ts';
import { followLedger } from '../../live/commerce/ledger-book.ts';
import { followOrders } from '../../live/commerce/order-book.ts';
import { followTills } from '../../live/commerce/tills-book.ts';
import type { LiveSocket } from '../../live/socket.ts';
import { systemTime } from '../../live/time-source.ts';
import type { Line } from './till-line.ts';
import type { Kept, TillStore } from './till-store.ts';
import type { Till } from './use-till.ts';

type Views = Pick<Till, 'catalogue' | 'cashiers' | 'view' | 'ledger' | 'orders'>;

interface ViewsOptions {
  readonly tillId: string;
  readonly socket: LiveSocket;
  readonly line: ReadonlySignal<Line>;
  readonly store: TillStore;
  readonly kept: Kept | undefined;
}

/** What the shop says, kept for later: catalogue, cashiers and the till itself outlive the line and the page. */
export const createViews = (options: ViewsOptions): Views & { readonly close: () => void } => {
  const { tillId, socket, line, store } = options;
  const kept = signal(options.kept);
  const time = systemTime;
  const catalogue = followCatalogue({ socket, time });
  const tills = followTills({ socket, time });
  const ledger = followLedger({ socket, time });
  const orders = followOrders({ socket, time });
  const followed: readonly Followed<unknown>[] = [catalogue, tills, ledger, orders];
  const stop = effect(() => {
    const products = viewOf(catalogue.follow.value);
    const shop = viewOf(tills.follow.value);
    const till = shop?.tills.find((one) => one.tillId === tillId);
    if (products === null || shop === null || till === undefined) return;
    kept.value = { catalogue: products, cashiers: shop.cashiers, till };
    void store.saveKept(kept.value);
  });
  const whileOn = <View>(view: () => View | null) =>
    computed(() => (line.value.status === 'on' ? view() : null));
  return {
    catalogue: computed(() => viewOf(catalogue.follow.value) ?? kept.value?.catalogue ?? null),
    cashiers: computed(() => kept.value?.cashiers ?? []),
    view: computed(() => kept.value?.till ?? null),
    ledger: whileOn(() => viewOf(ledger.follow.value)),
    orders: whileOn(() => viewOf(orders.follow.value)?.orders ?? null),
    close: () => {
      stop();
      followed.forEach((one) => one.close());
    },
  };
};
