import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useEffect, useMemo } from 'preact/hooks';
import type { AuctionView } from '#protocol/auction-views.ts';
import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { OrderView } from '#protocol/order-views.ts';
import type { ShelfView } from '#protocol/shelf-views.ts';
import type { LedgerView } from '#protocol/stock-views.ts';
import { followAuction } from '../live/commerce/auction-book.ts';
import { createBidding, type Bidding } from '../live/commerce/bidding.ts';
import { followCatalogue } from '../live/commerce/catalogue-book.ts';
import { createCommands, type Commands } from '../live/commerce/commands.ts';
import { viewOf, type Follow } from '../live/commerce/follow-view.ts';
import { followLedger } from '../live/commerce/ledger-book.ts';
import { followOwnOrder } from '../live/commerce/own-order.ts';
import { createReceipts, type Receipts } from '../live/commerce/receipts.ts';
import { followShelf } from '../live/commerce/shelf-book.ts';
import type { Live } from '../live/live.ts';
import { perPerson } from '../live/per-person.ts';
import { systemTime } from '../live/time-source.ts';
import { formatMoney } from '../messages/money.ts';

/** Everything a viewer needs to bid and buy in one show. */
export interface Buying {
  readonly live: Live;
  readonly showId: string;
  readonly auction: ReadonlySignal<Follow<AuctionView>>;
  readonly shelf: ReadonlySignal<Follow<ShelfView>>;
  readonly ledger: ReadonlySignal<Follow<LedgerView>>;
  readonly catalogue: ReadonlySignal<Follow<CatalogueView>>;
  /** What this person takes and wins in this show. */
  readonly order: ReadonlySignal<Follow<OrderView>>;
  readonly commands: Commands;
  readonly bidding: Bidding;
  readonly receipts: Receipts;
  readonly isConnected: ReadonlySignal<boolean>;
  /** In the shop's currency; whole amounts without their zeros. */
  price(amountMinor: number): string;
  /** In the shop's currency, with all digits, for sums. */
  money(amountMinor: number): string;
  currency(): string;
  /** Server time. */
  nowMs(): number;
  /** The cart's sheet is open; whoever wants it seen opens it. */
  readonly isCartOpen: Signal<boolean>;
  /** So is the shelf's, on a phone. */
  readonly isShelfOpen: Signal<boolean>;
}

/** Receipts belong to the device, whoever is signed in. */
const receipts = createReceipts(localStorage);

const titleOf = (auction: Follow<AuctionView>, wantedId: string): string =>
  viewOf(auction)?.lots.find(({ lotId }) => lotId === wantedId)?.title ?? '';

const createBuying = (live: Live, showId: string) => {
  const socket = live.socket();
  const time = systemTime;
  const nowMs = () => live.clock.nowMs();
  const around = { socket, time, showId };
  const auction = followAuction(around);
  const shelf = followShelf(around);
  const ledger = followLedger(around);
  const catalogue = followCatalogue(around);
  const order = followOwnOrder(around);
  const bidding = createBidding({
    ...around,
    nowMs,
    onReceipt: (receipt, { lotId, amountMinor }) =>
      receipts.keep({ receipt, amountMinor, title: titleOf(auction.follow.peek(), lotId), atMs: nowMs() }),
  });
  // Every shop begins with euros (domain/catalogue/state.ts); prices come after the catalogue nearly always.
  const currency = () => viewOf(catalogue.follow.value)?.settings.currency ?? 'EUR';
  const buying: Buying = {
    live,
    showId,
    auction: auction.follow,
    shelf: shelf.follow,
    ledger: ledger.follow,
    catalogue: catalogue.follow,
    order: order.follow,
    commands: createCommands(socket),
    bidding,
    receipts,
    isConnected: computed(() => socket.state.value.status === 'open'),
    price: (amountMinor) => formatMoney(amountMinor, currency(), { isShort: true }),
    money: (amountMinor) => formatMoney(amountMinor, currency()),
    currency,
    nowMs,
    isCartOpen: signal(false),
    isShelfOpen: signal(false),
  };
  const parts = [auction, shelf, ledger, catalogue, order, bidding];
  const close = () => {
    for (const part of parts) part.close();
  };
  return { buying, close };
};

/** What one bids and buys with for as long as the page is mounted; made anew when another person is behind it. */
export const useNewBuying = (live: Live, showId: string): Buying => {
  const kept = useMemo(() => perPerson(live.session, () => createBuying(live, showId)), [live, showId]);
  useEffect(() => kept.close, [kept]);
  return kept.current.value.buying;
};

export const BuyingContext = createContext<Buying | null>(null);

/** What the page bids and buys with. Throws outside of it, which would be a bug. */
export const useBuying = (): Buying => {
  const buying = useContext(BuyingContext);
  if (buying === null) throw new Error('useBuying outside of BuyingContext');
  return buying;
};
