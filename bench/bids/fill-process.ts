import { randomIds } from '#application/id-source.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { openCore, openHotLot, placeBid } from './hot-lot.ts';

/** Real bids through the core, so that what a start finds is what a show leaves behind, snapshots included. */
const inFlight = 512;
const count = Number(process.env['BENCH_EVENTS']);
const onError = (error: unknown): void => console.error(error);
const log = await openSqliteEventLog({
  path: process.env['BENCH_LOG'] ?? '',
  ids: randomIds,
  onFailure: onError,
});
const application = await openCore(log, new InProcessBus({ onListenerError: onError }));
await openHotLot(application);
let placed = 0;
const one = async (): Promise<void> => {
  while (placed < count) {
    placed += 1;
    const amountMinor = placed;
    if (placed % 100_000 === 0) process.send?.(placed);
    await placeBid(application, placed, () => amountMinor);
  }
};
await Promise.all(Array.from({ length: inFlight }, one));
// The parent kills it here: a start must not depend on the end having been a good one.
process.send?.({ head: await log.feedHead(mainShopId) });
