import { computed, effect, signal } from '@preact/signals';
import { createCommands } from '../../live/commerce/commands.ts';
import { freshId } from '../../live/fresh-id.ts';
import type { Live } from '../../live/live.ts';
import { systemTime } from '../../live/time-source.ts';
import { formatMoney, parseMoney } from '../../messages/money.ts';
import { seenLeases } from './answers.ts';
import { saleLines, totalOf } from './basket.ts';
import { leftOf, topUp } from './quota.ts';
import { sell } from './selling.ts';
import { createTeller } from './teller.ts';
import { giveBack, isTakingQuota, takeQuota, undoSale, type Sale, type TillBook } from './till-book.ts';
import { followLine } from './till-line.ts';
import type { Device, Kept, TillStore } from './till-store.ts';
import { createViews } from './till-views.ts';
import type { Cashier, Till } from './use-till.ts';

const stallPlaceId = 'place-stall';

/** One tab at a time tells; without Web Locks (an insecure page) there can be no till at all, since PINs need crypto. */
const exclusively = (task: () => Promise<void>): Promise<void> =>
  navigator.locks.request('popstage-till-teller', task);

interface Begun {
  readonly device: Device;
  readonly store: TillStore;
  readonly kept: Kept | undefined;
  readonly book: TillBook;
}

/** The till at work. Close it when the page goes; what waits to be told waits for the next page. */
export const createTill = (live: Live, { device, store, kept, book: begun }: Begun) => {
  const { tillId } = device;
  const socket = live.socket();
  const time = systemTime;
  const commands = createCommands(socket);
  const { line, close: closeLine } = followLine(socket);
  const isOnline = () => line.peek().status === 'on';
  const book = signal(begun);
  const blocked = signal<string | null>(null);
  const cashier = signal<Cashier | null>(null);
  const stopBook = store.onBook((other) => (book.value = other));
  const changeBook = async (change: (before: TillBook) => TillBook | null) => {
    const after = await store.changeBook(change);
    if (after !== null) book.value = after;
    return after;
  };
  const teller = createTeller({
    tillId,
    time,
    book: () => book.peek(),
    changeBook,
    request: (method, params) => socket.request(method, params),
    isOnline,
    exclusively,
    onBlocked: (code) => (blocked.value = code),
  });
  const views = createViews({ tillId, socket, line, store, kept });
  const freeAtStall = (skuId: string): number => {
    const row = views.ledger.peek()?.board?.find((one) => one.skuId === skuId);
    return row?.places.find(({ placeId }) => placeId === stallPlaceId)?.free ?? 0;
  };
  const fillUp = async () => {
    if (!isOnline() || views.ledger.peek()?.board === undefined) return;
    await changeBook((before) => {
      if (isTakingQuota(before)) return null;
      const plan = topUp(before.quota, before.wishes, freeAtStall);
      if (plan === null) return null;
      const base = plan.givesBackFirst || plan.lines.length === 0 ? giveBack(before, freshId()) : before;
      if (plan.lines.length === 0) return base;
      return takeQuota(base, { leaseId: freshId(), lines: plan.lines, commandId: freshId() });
    });
    teller.wake();
  };
  const stopWaking = effect(() => {
    if (line.value.status === 'on' && book.value.queue.length > 0) teller.wake();
  });
  // After an outage: first everything is told, then the quota is filled up again.
  let wasOff = true;
  const stopFilling = effect(() => {
    if (line.value.status !== 'on') {
      wasOff = true;
      return;
    }
    if (!wasOff || book.value.queue.length > 0 || views.ledger.value?.board === undefined) return;
    wasOff = false;
    void fillUp();
  });
  const stopSeen = effect(() => {
    const leaseIds = views.view.value?.leases.map(({ leaseId }) => leaseId);
    if (line.value.status !== 'on' || leaseIds === undefined || book.value.queue.length > 0) return;
    if (seenLeases(book.peek(), leaseIds, freshId) === book.peek()) return;
    void changeBook((before) => seenLeases(before, leaseIds, freshId));
  });
  const currency = computed(() => views.catalogue.value?.settings.currency ?? 'EUR');
  const cashierId = () => cashier.peek()?.personId ?? '';

  const till: Till = {
    device,
    socket,
    line,
    book,
    blocked,
    cashier,
    ...views,
    unlock: (who) => (cashier.value = who),
    lock: () => (cashier.value = null),
    sell: async (basket, method) => {
      const sale: Sale = {
        orderId: freshId(),
        lines: saleLines(basket, freshId),
        totalMinor: totalOf(basket),
        method,
        cashierId: cashierId(),
        deviceAtMs: Date.now(),
      };
      const end = await sell({ book, changeBook, time, isOnline, wake: teller.wake, freshId }, sale);
      return { ...end, orderId: sale.orderId };
    },
    undo: async (orderId) => {
      const undo = { orderId, cashierId: cashierId(), commandId: freshId() };
      await changeBook((before) => undoSale(before, undo));
      teller.wake();
    },
    wish: async (wishes) => {
      await changeBook((before) => ({ ...before, wishes, quotaRefusal: null }));
      await fillUp();
    },
    changeBook: async (change) => {
      await changeBook(change);
      teller.wake();
    },
    send: (method, fields) => commands.send(method, fields),
    money: (amountMinor) => formatMoney(amountMinor, currency.value),
    readMoney: (text) => parseMoney(text, currency.peek()),
    available: (skuId) => {
      const { quota } = book.value;
      const inQuota = quota === null ? 0 : leftOf(quota, skuId);
      if (line.value.status === 'off') return inQuota;
      const board = views.ledger.value?.board;
      if (board === undefined) return null;
      const free = board.find((row) => row.skuId === skuId)?.availableOnSite ?? 0;
      return Math.max(free, inQuota);
    },
    readWrongTries: store.readWrongTries,
    saveWrongTries: store.saveWrongTries,
  };
  return {
    till,
    close: () => {
      for (const stop of [stopBook, stopWaking, stopFilling, stopSeen]) stop();
      teller.close();
      views.close();
      closeLine();
    },
  };
};
