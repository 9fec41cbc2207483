import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomIds } from '#application/id-source.ts';
import type { AppendRequest, EventLog } from '#application/ports.ts';
import { mainShopId } from '#application/streams.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import type { CommandId, PersonId, StreamId } from '#domain/ids.ts';

import type { Bench, Figure } from './bench.ts';
import { median, percentile } from './statistics.ts';

/** Enough to fill a batch of the log by half. */
const writers = 256;
const groupedPerWriter = 40;
const aloneCount = 600;
const rounds = 3;

interface Measure {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

// Brands have no maker outside the edge.
const actorId = 'person-bench' as PersonId;

function requestFor(log: EventLog, streamId: StreamId, version: number): AppendRequest {
  // About the size of a bid with its facts.
  const event = { type: 'bid-placed', amountMinor: 12_500, lotId: 'lot-000000000001', note: 'x'.repeat(80) };
  const commandId = randomIds.next() as CommandId;
  return {
    shopId: mainShopId,
    decidedAtMs: log.nowMs(),
    expected: [{ streamId, version }],
    commands: [{ actorId, commandId, digest: commandId, events: [{ streamId, event }] }],
  };
}

/** One writer on a stream of its own: the next append goes when the last was answered. Returns latencies in ms. */
async function write(log: EventLog, name: string, count: number): Promise<number[]> {
  const streamId = `{main}:bench-${name}` as StreamId;
  const latenciesMs: number[] = [];
  for (let version = 0; version < count; version++) {
    const startedMs = performance.now();
    const { outcome } = await log.append(requestFor(log, streamId, version));
    if (outcome !== 'appended') throw new Error(outcome);
    latenciesMs.push(performance.now() - startedMs);
  }
  return latenciesMs;
}

async function measure(run: () => Promise<readonly number[]>): Promise<Measure> {
  const startedMs = performance.now();
  const latenciesMs = await run();
  const tookMs = performance.now() - startedMs;
  return {
    perSecond: (latenciesMs.length / tookMs) * 1_000,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
  };
}

interface Comparison {
  readonly alone: readonly Measure[];
  readonly grouped: readonly Measure[];
}

/** In turns, so that what else the machine does falls on both. */
async function compare(log: EventLog, say: (line: string) => void): Promise<Comparison> {
  await write(log, 'warm-up', 200);
  const grouped: Measure[] = [];
  const alone: Measure[] = [];
  for (let round = 0; round < rounds; round++) {
    alone.push(await measure(() => write(log, `alone-${round}`, aloneCount)));
    const together = () =>
      Array.from({ length: writers }, (_, index) =>
        write(log, `grouped-${round}-${index}`, groupedPerWriter),
      );
    grouped.push(await measure(async () => (await Promise.all(together())).flat()));
    say(`round ${round + 1} of ${rounds}`);
  }
  return { alone, grouped };
}

function figuresOf(name: string, measures: readonly Measure[]): readonly Figure[] {
  return [
    { name: `${name}, appends`, value: median(measures.map((one) => one.perSecond)), unit: '/s' },
    { name: `${name}, p50`, value: median(measures.map((one) => one.p50Ms)), unit: 'ms' },
    { name: `${name}, p99`, value: median(measures.map((one) => one.p99Ms)), unit: 'ms' },
  ];
}

export const append: Bench = {
  name: 'append',
  description: 'durable appends per second of the SQLite event log: group commit against a commit for each',
  conditions: () => ({ writers, appendsPerWriter: groupedPerWriter, aloneCount, rounds, folder: tmpdir() }),
  run: async (say) => {
    const folder = await mkdtemp(join(tmpdir(), 'popstage-bench-'));
    const path = join(folder, 'log.sqlite');
    const log = await openSqliteEventLog({ path, ids: randomIds, onFailure: (error) => say(error.message) });
    try {
      const { alone, grouped } = await compare(log, say);
      const ratio = median(grouped.map((one) => one.perSecond)) / median(alone.map((one) => one.perSecond));
      return [
        ...figuresOf('own commit', alone),
        ...figuresOf('group commit', grouped),
        { name: 'group commit against own', value: ratio, unit: 'times' },
      ];
    } finally {
      await log.close();
      await rm(folder, { recursive: true });
    }
  },
};
