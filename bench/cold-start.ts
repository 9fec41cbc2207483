import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { median } from './statistics.ts';

const events = Number(process.env['BENCH_EVENTS'] ?? 1_000_000);
const starts = 5;

interface Start {
  readonly openMs: number;
  readonly totalMs: number;
}

/** A log as a server leaves it that was killed in the middle of a show; how many events it has. */
async function fill(path: string, count: number, say: (line: string) => void): Promise<number> {
  const child = fork(new URL('./bids/fill-process.ts', import.meta.url), {
    env: { ...process.env, BENCH_LOG: path, BENCH_EVENTS: String(count) },
  });
  const exited = once(child, 'exit');
  const length = await new Promise<number>((resolve, reject) => {
    child.on('message', (told: number | { readonly head: number }) => {
      if (typeof told === 'number') say(`${told} of ${count} bids`);
      else resolve(told.head);
    });
    child.on('exit', () => reject(new Error('the process that fills the log ended')));
  });
  child.kill('SIGKILL');
  await exited;
  return length;
}

/** Its one bid is above all of the earlier starts. */
async function startOn(path: string, start: number): Promise<Start> {
  const child = fork(new URL('./bids/cold-process.ts', import.meta.url), {
    env: { ...process.env, BENCH_LOG: path, BENCH_AMOUNT: String(1_000_000_000 + start) },
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
        times.push({ long: await startOn(long, start), short: await startOn(short, start) });
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
