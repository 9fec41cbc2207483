import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { randomIds } from '#application/id-source.ts';
import type { AppendRequest, EventLog } from '#application/ports.ts';
import { mainShopId } from '#application/streams.ts';
import type { CommandId, PersonId, StreamId } from '#domain/ids.ts';
import { openRedisEventLog } from '#storage/redis/redis-event-log.ts';
import type { Bench, Figure } from './bench.ts';
import { median } from './statistics.ts';

const writers = 256;
const appendsPerWriter = 8;
const aloneCount = 300;
const rounds = 3;
const syncs = ['always', 'everysec'] as const;

// Brands have no maker outside the edge.
const actorId = 'person-bench' as PersonId;

/** Commands of one event each, about the size of a bid with its facts. */
function requestFor(log: EventLog, streamId: StreamId, version: number, commands: number): AppendRequest {
  const event = { type: 'bid-placed', amountMinor: 12_500, lotId: 'lot-000000000001', note: 'x'.repeat(80) };
  return {
    shopId: mainShopId,
    decidedAtMs: log.nowMs(),
    expected: [{ streamId, version }],
    commands: Array.from({ length: commands }, () => {
      const commandId = randomIds.next() as CommandId;
      return { actorId, commandId, digest: commandId, events: [{ streamId, event }] };
    }),
  };
}

/** One writer on a stream of its own; the next append goes when the last was answered. */
async function write(log: EventLog, appends: number, commands: number): Promise<void> {
  const streamId = `{main}:bench-${randomIds.next()}` as StreamId;
  for (let append = 0; append < appends; append++) {
    const { outcome } = await log.append(requestFor(log, streamId, append * commands, commands));
    if (outcome !== 'appended') throw new Error(outcome);
  }
}

async function perSecond(events: number, run: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await run();
  return (events / (performance.now() - startedMs)) * 1_000;
}

async function measure(sync: string, log: EventLog, say: (line: string) => void): Promise<readonly Figure[]> {
  const [alone, together, batched]: [number[], number[], number[]] = [[], [], []];
  await write(log, 50, 16);
  // In turns, so that what else the machine does falls on all.
  for (let round = 0; round < rounds; round++) {
    alone.push(await perSecond(aloneCount, () => write(log, aloneCount, 1)));
    const crowd = () => Promise.all(Array.from({ length: writers }, () => write(log, appendsPerWriter, 1)));
    together.push(await perSecond(writers * appendsPerWriter, crowd));
    batched.push(
      await perSecond(writers * appendsPerWriter * 4, () => write(log, appendsPerWriter * 4, writers)),
    );
    say(`${sync}: round ${round + 1} of ${rounds}`);
  }
  const figure = (name: string, values: readonly number[]) => ({
    name: `${sync}, ${name}`,
    value: median(values),
    unit: 'events/s',
  });
  return [
    figure('one by one', alone),
    figure(`${writers} writers, a stream each`, together),
    figure(`${writers} commands on one stream per append`, batched),
    { name: `${sync}, writers against one by one`, value: median(together) / median(alone), unit: 'times' },
  ];
}

async function withRedis(
  sync: string,
  run: (log: EventLog) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'popstage-bench-'));
  const socket = join(folder, 'redis.sock');
  const files = ['--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', sync];
  const child: ChildProcess = spawn('redis-server', [...files, '--port', '0', '--unixsocket', socket], {
    stdio: 'ignore',
  });
  const redis = new Redis(socket, {
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
    commandTimeout: 10_000,
  });
  // It tries until Redis is there.
  redis.on('error', () => undefined);
  try {
    const log = await openRedisEventLog({
      redis,
      shopId: mainShopId,
      ids: randomIds,
      timeoutMs: 10_000,
      maximumSkewMs: 500,
    });
    return await run(log).finally(() => log.close());
  } finally {
    redis.disconnect();
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
    await rm(folder, { recursive: true });
  }
}

export const appendRedis: Bench = {
  name: 'append-redis',
  description: 'appended events per second of the Redis event log, synced always and each second',
  conditions: () => ({
    writers,
    appendsPerWriter,
    aloneCount,
    rounds,
    folder: tmpdir(),
    line: 'unix socket',
  }),
  run: async (say) => {
    const figures: Figure[] = [];
    for (const sync of syncs) figures.push(...(await withRedis(sync, (log) => measure(sync, log, say))));
    return figures;
  },
};
