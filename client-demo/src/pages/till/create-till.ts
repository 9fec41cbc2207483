import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { createCommands } from '../../live/commerce/commands.ts';
import { freshId } from '../../live/fresh-id.ts';
import type { Live } from '../../live/live.ts';
import { systemTime } from '../../live/time-source.ts';
import { formatMoney, parseMoney } from '../../messages/money.ts';
import { saleLines, totalOf, type Basket } from './basket.ts';
import { calledOffBy } from './called-off.ts';
import { createQuotaKeeper } from './quota-keeper.ts';
import { leftOf } from './quota.ts';
import { sell } from './selling.ts';
import { createTeller } from './teller.ts';
import { undoSale, type Sale, type TillBook } from './till-book.ts';
import { followLine } from './till-line.ts';
import type { Device, Kept, TillStore } from './till-store.ts';
import { createViews } from './till-views.ts';
import type { Cashier, Till } from './use-till.ts';

/** One tab at a time tells; without Web Locks (an insecure page) there can be no till at all, since PINs need crypto. */
const exclusively = (task: () => Promise<void>): Promise<void> =>
  navigator.locks.request('popstage-till-teller', task);

interface Begun {
  readonly device: Device;
  readonly store: TillStore;
  readonly kept: Kept | undefined;
  readonly book: TillBook;
}

type ChangeBook = (change: (before: TillBook) => TillBook | null) => Promise<TillBook | null>;

/** The book on disk, and what this tab shows of it. */
const openBook = (store: TillStore, begun: TillBook) => {
  const book = signal(begun);
  const changeBook: ChangeBook = async (change) => {
    const after = await store.changeBook(change);
    if (after !== null) book.value = after;
    return after;
  };
  return { book, changeBook, stopBook: store.onBook((other) => (book.value = other)) };
};

const saleOf = (
  basket: Basket,
  method: Sale['method'],
  { cashierId, drawerAtMs }: { readonly cashierId: string; readonly drawerAtMs: number | null },
): Sale => ({
  orderId: freshId(),
  lines: saleLines(basket, freshId),
  totalMinor: totalOf(basket),
  method,
  cashierId,
  deviceAtMs: Date.now(),
  drawerAtMs,
});

/** What may be sold now: with a line what is free for the room or in the quota, without one the quota alone. */
const availableIn = (
  { book, line, ledger }: Pick<Till, 'book' | 'line' | 'ledger'>,
  skuId: string,
): number | null => {
  const { quota } = book.value;
  const inQuota = quota === null ? 0 : leftOf(quota, skuId);
  if (line.value.status === 'off') return inQuota;
  const board = ledger.value?.board;
  if (board === undefined) return null;
  return Math.max(board.find((row) => row.skuId === skuId)?.availableOnSite ?? 0, inQuota);
};

const moneyOf = (currency: ReadonlySignal<string>): Pick<Till, 'money' | 'readMoney'> => ({
  money: (amountMinor) => formatMoney(amountMinor, currency.value),
  readMoney: (text) => parseMoney(text, currency.peek()),
});

/** Book, line, views and whoever tells the server: what runs behind the page. */
const openWorks = (live: Live, { device, store, kept, book: begun }: Begun) => {
  const { tillId } = device;
  const socket = live.socket();
  const { line, close: closeLine } = followLine(socket);
  const isOnline = () => line.peek().status === 'on';
  const { book, changeBook, stopBook } = openBook(store, begun);
  const blocked = signal<string | null>(null);
  const teller = createTeller({
    tillId,
    time: systemTime,
    book: () => book.peek(),
    changeBook,
    request: (method, params) => socket.request(method, params),
    isOnline,
    exclusively,
    onBlocked: (code) => (blocked.value = code),
  });
  const views = createViews({ tillId, socket, line, store, kept });
  const calledOff = calledOffBy({ ...views, blocked, socket: socket.state });
  const keeper = createQuotaKeeper({ ...views, calledOff, line, book, changeBook, wake: teller.wake });
  const stopWaking = effect(() => {
    if (line.value.status === 'on' && book.value.queue.length > 0) teller.wake();
  });
  const close = () => {
    stopBook();
    stopWaking();
    keeper.close();
    teller.close();
    views.close();
    closeLine();
  };
  return { socket, line, isOnline, book, changeBook, calledOff, teller, views, keeper, close };
};

/** The till at work. Close it when the page goes; what waits to be told waits for the next page. */
export const createTill = (live: Live, begun: Begun): { readonly till: Till; readonly close: () => void } => {
  const works = openWorks(live, begun);
  const { book, changeBook, line, views, teller, keeper, isOnline } = works;
  const commands = createCommands(works.socket);
  const cashier = signal<Cashier | null>(null);
  const who = () => ({
    cashierId: cashier.peek()?.personId ?? '',
    drawerAtMs: views.view.peek()?.drawer?.openedAtMs ?? null,
  });
  const isCalledOff = () => works.calledOff.peek() !== null;
  const selling = { book, changeBook, time: systemTime, isOnline, isCalledOff, wake: teller.wake, freshId };
  const till: Till = {
    ...views,
    ...moneyOf(computed(() => views.catalogue.value?.settings.currency ?? 'EUR')),
    device: begun.device,
    socket: works.socket,
    line,
    book,
    calledOff: works.calledOff,
    cashier,
    unlock: (person) => (cashier.value = person),
    lock: () => (cashier.value = null),
    sell: async (basket, method) => {
      const sale = saleOf(basket, method, who());
      return { ...(await sell(selling, sale)), orderId: sale.orderId };
    },
    undo: async (orderId) => {
      const undo = { orderId, ...who(), commandId: freshId() };
      await changeBook((before) => undoSale(before, undo));
      teller.wake();
    },
    wish: async (wishes) => {
      await changeBook((before) => ({ ...before, wishes, quotaRefusal: null }));
      await keeper.fillUp();
    },
    changeBook: async (change) => {
      await changeBook(change);
      teller.wake();
    },
    send: (method, fields) => commands.send(method, fields),
    available: (skuId) => availableIn({ book, line, ledger: views.ledger }, skuId),
    readWrongTries: begun.store.readWrongTries,
    saveWrongTries: begun.store.saveWrongTries,
  };
  return { till, close: works.close };
};
