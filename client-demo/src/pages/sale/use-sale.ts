import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useEffect, useMemo } from 'preact/hooks';
import type { AuctionView } from '#protocol/auction-views.ts';
import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { ShelfView } from '#protocol/shelf-views.ts';
import type { LedgerView } from '#protocol/stock-views.ts';
import { toast } from '../../design/toast.tsx';
import { followAuction } from '../../live/commerce/auction-book.ts';
import { followCatalogue } from '../../live/commerce/catalogue-book.ts';
import { followLedger } from '../../live/commerce/ledger-book.ts';
import { followShelf } from '../../live/commerce/shelf-book.ts';
import { freshId } from '../../live/fresh-id.ts';
import type { Live } from '../../live/live.ts';
import type { MethodName, MethodParams } from '../../live/methods.ts';
import type { CallError, Outcome } from '../../live/outcome.ts';
import { createShowChannel, type ShowFollow } from '../../live/show-channel.ts';
import type { LiveSocket } from '../../live/socket.ts';
import { systemTime } from '../../live/time-source.ts';
import { errorText } from '../../messages/error-text.ts';
import { formatMoney, parseMoney } from '../../messages/money.ts';

/** Commands of a sale: on the auction or the shelf of its show. */
export type SaleMethod = Extract<MethodName, `auction.${string}` | `shelf.${string}`>;
export type SaleFields<M extends SaleMethod> = Omit<MethodParams<M>, 'commandId' | 'showId'>;

/** Everything the parts of the sale desk share. */
export interface Sale {
  readonly showId: string;
  readonly socket: LiveSocket;
  readonly show: ReadonlySignal<ShowFollow>;
  readonly auction: ReadonlySignal<AuctionView | null>;
  readonly shelf: ReadonlySignal<ShelfView | null>;
  readonly catalogue: ReadonlySignal<CatalogueView | null>;
  readonly ledger: ReadonlySignal<LedgerView | null>;
  readonly refusal: ReadonlySignal<CallError | null>;
  readonly isStale: ReadonlySignal<boolean>;
  /** May run the sale; others of the crew enter floor bids. */
  readonly mayDirect: boolean;
  /** Picked in the run sheet. */
  readonly selectedId: Signal<string | null>;
  /** The command under way. */
  readonly busy: ReadonlySignal<SaleMethod | null>;
  /** A refusal is told as a toast. */
  send<M extends SaleMethod>(method: M, fields: SaleFields<M>): Promise<boolean>;
  /** The same where a form shows the refusal itself. */
  ask<M extends SaleMethod>(method: M, fields: SaleFields<M>): Promise<Outcome<unknown>>;
  money(amountMinor: number): string;
  /** What somebody typed, in minor units; null where it is no amount. */
  readMoney(text: string): number | null;
  nowMs(): number;
}

const createSale = (live: Live, showId: string, mayDirect: boolean) => {
  const socket = live.socket();
  const time = systemTime;
  const show = createShowChannel({ socket, showId, time });
  const auction = followAuction({ socket, showId, time });
  const shelf = followShelf({ socket, showId, time });
  const catalogue = followCatalogue({ socket, time });
  const ledger = followLedger({ socket, time });
  const follows = [auction, shelf, catalogue, ledger];
  const busy = signal<SaleMethod | null>(null);
  const currency = () => {
    const now = catalogue.follow.value;
    return now.status === 'ready' ? now.view.settings.currency : 'EUR';
  };
  const ask: Sale['ask'] = async (method, fields) => {
    busy.value = method;
    // Sound: `SaleFields` is the method's parameters without exactly these two.
    const params = { ...fields, commandId: freshId(), showId } as unknown as MethodParams<typeof method>;
    const outcome = await socket.request(method, params);
    busy.value = null;
    return outcome;
  };
  const sale: Sale = {
    showId,
    socket,
    show: show.follow,
    auction: computed(() => (auction.follow.value.status === 'ready' ? auction.follow.value.view : null)),
    shelf: computed(() => (shelf.follow.value.status === 'ready' ? shelf.follow.value.view : null)),
    catalogue: computed(() =>
      catalogue.follow.value.status === 'ready' ? catalogue.follow.value.view : null,
    ),
    ledger: computed(() => (ledger.follow.value.status === 'ready' ? ledger.follow.value.view : null)),
    refusal: computed(() => (auction.follow.value.status === 'refused' ? auction.follow.value.error : null)),
    isStale: computed(() =>
      follows.some(({ follow }) => follow.value.status === 'ready' && follow.value.staleSinceMs !== null),
    ),
    mayDirect,
    selectedId: signal(null),
    busy,
    ask,
    send: async (method, fields) => {
      const outcome = await ask(method, fields);
      if (!outcome.ok) toast(errorText(outcome.error), { icon: 'careful' });
      return outcome.ok;
    },
    money: (amountMinor) => formatMoney(amountMinor, currency()),
    readMoney: (text) => parseMoney(text, currency()),
    nowMs: () => live.clock.nowMs(),
  };
  const close = () => {
    show.close();
    for (const follow of follows) follow.close();
  };
  return { sale, close };
};

/** A sale desk for as long as the page is mounted. */
export const useNewSale = (live: Live, showId: string, mayDirect: boolean): Sale => {
  const made = useMemo(() => createSale(live, showId, mayDirect), [live, showId, mayDirect]);
  useEffect(() => made.close, [made]);
  return made.sale;
};

export const SaleContext = createContext<Sale | null>(null);

/** The sale desk of the page. Throws outside of it, which would be a bug. */
export const useSale = (): Sale => {
  const sale = useContext(SaleContext);
  if (sale === null) throw new Error('useSale outside of SaleContext');
  return sale;
};
