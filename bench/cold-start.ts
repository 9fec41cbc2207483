import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomIds } from '#application/id-source.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import type { Bench } from './bench.ts';
import { openCore, openHotLot, placeBid } from './bids/hot-lot.ts';
import { median } from './statistics.ts';

const events = Number(process.env['BENCH_EVENTS'] ?? 1_000_000);
const inFlight = 512;
const starts = 5;

interface Start {
  readonly openMs: number;
  readonly totalMs: number;
}

/** Real bids through the core, so that what a start finds is what a show leaves behind, snapshots included. */
async function fill(path: string, count: number, say: (line: string) => void): Promise<number> {
  const log = await openSqliteEventLog({ path, ids: randomIds, onFailure: (error) => say(error.message) });
  const application = await openCore(
    log,
    new InProcessBus({ onListenerError: (error) => say(String(error)) }),
  );
  await openHotLot(application);
  let placed = 0;
  const one = async (): Promise<void> => {
    while (placed < count) {
      placed += 1;
      if (placed % 100_000 === 0) say(`${placed} of ${count} bids`);
      const amountMinor = placed;
      await placeBid(application, amountMinor, () => amountMinor);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  const head = await log.feedHead(mainShopId);
  // No shutdown of the core: a start must not depend on the end having been a good one.
  await log.close();
  return head;
}

async function startOn(path: string): Promise<Start> {
  const child = fork(new URL('./bids/cold-process.ts', import.meta.url), {
    env: { ...process.env, BENCH_LOG: path },
  });
  const told: unknown[] = await once(child, 'message');
  await once(child, 'exit');
  // The child sends nothing else.
  return told[0] as Start;
}

export const coldStart: Bench = {
  name: 'cold-start',
  description: 'from a new process to its first acknowledged bid, on a long log against a short one',
  conditions: () => ({ events, starts, folder: tmpdir(), log: 'SQLite, synchronous=FULL; page cache warm' }),
  run: async (say) => {
    const folder = await mkdtemp(join(tmpdir(), 'popstage-bench-'));
    try {
      const [long, short] = [join(folder, 'long.sqlite'), join(folder, 'short.sqlite')];
      const length = await fill(long, events, say);
      await fill(short, 100, say);
      const times: { readonly long: Start; readonly short: Start }[] = [];
      for (let start = 0; start < starts; start += 1)
        times.push({ long: await startOn(long), short: await startOn(short) });
      const totalMs = median(times.map((one) => one.long.totalMs));
      const shortMs = median(times.map((one) => one.short.totalMs));
      return [
        { name: 'events in the long log', value: length, unit: 'events' },
        { name: 'size of its file', value: (await stat(long)).size / 1e6, unit: 'MB' },
        { name: 'long log: process to first bid', value: totalMs, unit: 'ms', target: { atMost: 2_000 } },
        {
          name: 'long log: opening the core',
          value: median(times.map((one) => one.long.openMs)),
          unit: 'ms',
        },
        { name: 'short log: process to first bid', value: shortMs, unit: 'ms' },
        { name: 'long against short', value: totalMs / shortMs, unit: 'times' },
      ];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
