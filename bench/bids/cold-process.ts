import { randomIds } from '#application/id-source.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { openCore, placeBid } from './hot-lot.ts';

const amountMinor = Number(process.env['BENCH_AMOUNT']);
/** A fresh process on a log that is there: what it takes until it has answered its first bid. */
const startedMs = performance.now();
const log = await openSqliteEventLog({
  path: process.env['BENCH_LOG'] ?? '',
  ids: randomIds,
  onFailure: (error) => console.error(error),
});
const application = await openCore(
  log,
  new InProcessBus({ onListenerError: (error) => console.error(error) }),
);
const openedMs = performance.now();
const result = await placeBid(application, 1, () => amountMinor);
const answeredMs = performance.now();
if (result !== 'accepted') throw new Error(`the first bid was not accepted: ${result}`);
await application.shutdown();
await log.close();
process.send?.({ openMs: openedMs - startedMs, totalMs: answeredMs });
process.disconnect();
