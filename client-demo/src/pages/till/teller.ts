import { assertNever } from '#domain/decision.ts';
import type { MethodName, MethodParams } from '../../live/methods.ts';
import type { Outcome } from '../../live/outcome.ts';
import type { TimeSource } from '../../live/time-source.ts';
import { refusedBy, told } from './answers.ts';
import type { Sale, Telling, TillBook } from './till-book.ts';

/** Every shop begins with it (domain/catalogue/state.ts); quotas are for selling at the stall. */
const stallPlaceId = 'place-stall';

/** Of a device that is no till any more: a person has to pair it again, and nothing is told meanwhile. */
const blockingCodes: readonly string[] = ['forbidden', 'till-not-found'];
const retryMs = 2_000;

interface TellerOptions {
  readonly tillId: string;
  readonly time: TimeSource;
  readonly book: () => TillBook;
  readonly changeBook: (change: (book: TillBook) => TillBook) => Promise<unknown>;
  readonly request: <M extends MethodName>(method: M, params: MethodParams<M>) => Promise<Outcome<unknown>>;
  readonly isOnline: () => boolean;
  /** Runs while no other tab of this browser tells anything. */
  readonly exclusively: (task: () => Promise<void>) => Promise<void>;
  readonly onBlocked: (code: string | null) => void;
}

export interface Teller {
  /** There is something to tell, or the line is back. Idempotent. */
  wake(): void;
  close(): void;
}

const saleParams = (tillId: string, sale: Sale) => ({
  tillId,
  orderId: sale.orderId,
  method: sale.method,
  totalMinor: sale.totalMinor,
  cashierId: sale.cashierId,
  deviceAtMs: sale.deviceAtMs,
  drawerAtMs: sale.drawerAtMs ?? null,
  lines: sale.lines.map(({ title: _title, unitName: _unitName, ...line }) => line),
});

/** Says one thing to the server. */
const tell = (
  { request, tillId: ownId }: Pick<TellerOptions, 'request' | 'tillId'>,
  telling: Telling,
): Promise<Outcome<unknown>> => {
  const { commandId, kind, tillId = ownId } = telling;
  switch (kind) {
    case 'sale':
      return request('till.sell-at-till', {
        ...saleParams(tillId, telling.sale),
        commandId,
        leaseId: telling.leaseId,
      });
    case 'undo': {
      const { orderId, leaseId, cashierId, drawerAtMs = null } = telling;
      return request('till.undo-sale', { commandId, tillId, orderId, leaseId, cashierId, drawerAtMs });
    }
    case 'take': {
      const lines = telling.lines.map(({ skuId, quantity }) => ({ skuId, quantity }));
      const { leaseId } = telling;
      return request('till.lease-quota', { commandId, tillId, leaseId, placeId: stallPlaceId, lines });
    }
    case 'give-back':
      return request('till.return-quota', { commandId, tillId, leaseId: telling.leaseId });
    default:
      return assertNever(telling);
  }
};

/**
 * Tells the server what waits in the book: one at a time, the oldest first, each until it was answered. What was sent
 * and not answered goes out again under its old id, by this tab or by whichever is there then.
 */
export const createTeller = (options: TellerOptions): Teller => {
  const { time, book, changeBook, isOnline, exclusively, onBlocked } = options;
  let isRunning = false;
  let isWaiting = false;
  let closed = false;
  let cancelRetry = () => {};

  const tellNext = async (telling: Telling): Promise<'on' | 'later'> => {
    const outcome = await tell(options, telling);
    if (outcome.ok) {
      await changeBook((before) => told(before, telling.commandId));
      onBlocked(null);
      return 'on';
    }
    const { code, temporary } = outcome.error;
    if (temporary) return 'later';
    // Of the till it was before: that one may be another person's for good, and what comes behind need not wait for it.
    const isOfThisTill = telling.tillId === undefined;
    if (isOfThisTill && blockingCodes.includes(code)) {
      onBlocked(code);
      return 'later';
    }
    await changeBook((before) => refusedBy(before, telling.commandId, code));
    return 'on';
  };
  const run = async () => {
    for (;;) {
      const [next] = book().queue;
      if (closed || next === undefined || !isOnline()) return;
      if ((await tellNext(next)) === 'later') {
        isWaiting = true;
        cancelRetry = time.after(retryMs, wake);
        return;
      }
    }
  };
  const wake = () => {
    cancelRetry();
    isWaiting = false;
    if (isRunning || closed || book().queue.length === 0 || !isOnline()) return;
    isRunning = true;
    void exclusively(run).finally(() => {
      isRunning = false;
      // What came in between its last look and here.
      if (!isWaiting) wake();
    });
  };
  return {
    wake,
    close: () => {
      closed = true;
      cancelRetry();
    },
  };
};
