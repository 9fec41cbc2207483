import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { followCatalogue } from '../../live/commerce/catalogue-book.ts';
import { viewOf, type Follow, type Followed } from '../../live/commerce/follow-view.ts';
import { followLedger } from '../../live/commerce/ledger-book.ts';
import { followOrders } from '../../live/commerce/order-book.ts';
import { followTills } from '../../live/commerce/tills-book.ts';
import type { LiveSocket } from '../../live/socket.ts';
import { systemTime } from '../../live/time-source.ts';
import type { Line } from './till-line.ts';
import type { Kept, TillStore } from './till-store.ts';
import type { Till } from './use-till.ts';

interface Views extends Pick<Till, 'catalogue' | 'cashiers' | 'view' | 'ledger' | 'orders'> {
  /** How following the shop's tills goes: refused to who is no till. */
  readonly shop: ReadonlySignal<Follow<unknown>>;
}

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
  // Of the till this device was before, the people stay and nothing else does.
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
    // A retired till is not told of PINs any more. Who had one sees to what is left on the device.
    const cashiers = till.isRetired ? (kept.peek()?.cashiers ?? []) : shop.cashiers;
    kept.value = { catalogue: products, cashiers, till };
    void store.saveKept(kept.value);
  });
  const whileOn = <View>(view: () => View | null) =>
    computed(() => (line.value.status === 'on' ? view() : null));
  return {
    catalogue: computed(() => viewOf(catalogue.follow.value) ?? kept.value?.catalogue ?? null),
    cashiers: computed(() => kept.value?.cashiers ?? []),
    view: computed(() => (kept.value?.till.tillId === tillId ? kept.value.till : null)),
    shop: tills.follow,
    ledger: whileOn(() => viewOf(ledger.follow.value)),
    orders: whileOn(() => viewOf(orders.follow.value)?.orders ?? null),
    close: () => {
      stop();
      followed.forEach((one) => one.close());
    },
  };
};
