import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomIds } from '#application/id-source.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import type { Bench, Figure } from './bench.ts';
import type { Amounts } from './bids/amounts.ts';
import { bidAll, type BidLoad, type BidMeasure } from './bids/bid-load.ts';
import type { BidAnswer, BidOrder } from './bids/bid-server.ts';
import { openCore, openHotLot } from './bids/hot-lot.ts';
import { startRedis } from './bids/redis-here.ts';
import { median } from './statistics.ts';

const inFlight = 100;
/** 25:1. */
const [busy, quiet] = [100, 4];
const warmUpMs = 1_000;
const roundMs = 4_000;
const rounds = 3;
/** Amounts are microseconds since then, so the rounds rise as well. */
const epochMs = performance.timeOrigin;

const medianOf = (measures: readonly BidMeasure[], of: keyof BidMeasure): number =>
  median(measures.map((one) => one[of]));

const summaryOf = (measure: BidMeasure | null | undefined): string =>
  measure
    ? `${Math.round(measure.acceptedPerSecond)}/s accepted, p50 ${measure.p50Ms.toFixed(1)} and p99 ${measure.p99Ms.toFixed(1)} ms`
    : 'nothing measured';

interface Targets {
  readonly accepted?: number;
  readonly p99Ms: number;
}

const figuresOf = (name: string, measures: readonly BidMeasure[], targets?: Targets): readonly Figure[] => [
  {
    name: `${name}: accepted`,
    value: medianOf(measures, 'acceptedPerSecond'),
    unit: 'bids/s',
    ...(targets?.accepted && { target: { atLeast: targets.accepted } }),
  },
  { name: `${name}: refused as too low`, value: medianOf(measures, 'refusedPerSecond'), unit: 'bids/s' },
  { name: `${name}: told to come back`, value: medianOf(measures, 'busyPerSecond'), unit: 'bids/s' },
  { name: `${name}: p50`, value: medianOf(measures, 'p50Ms'), unit: 'ms' },
  {
    name: `${name}: p99`,
    value: medianOf(measures, 'p99Ms'),
    unit: 'ms',
    ...(targets && { target: { atMost: targets.p99Ms } }),
  },
];

/** The embedded default: SQLite with a full sync of each commit, against the same core with one bid at a time. */
async function embedded(say: (line: string) => void): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'popstage-bench-'));
  const path = join(folder, 'log.sqlite');
  const log = await openSqliteEventLog({ path, ids: randomIds, onFailure: (error) => say(error.message) });
  const application = await openCore(
    log,
    new InProcessBus({ onListenerError: (error) => say(String(error)) }),
  );
  const bid = (bidders: number, durationMs: number) =>
    bidAll(application, { inFlight: bidders, amounts: 'at-decision', durationMs, epochMs });
  try {
    await openHotLot(application);
    await bid(inFlight, warmUpMs);
    const [together, alone]: [BidMeasure[], BidMeasure[]] = [[], []];
    // In turns, so that what else the machine does falls on both.
    for (let round = 0; round < rounds; round += 1) {
      together.push(await bid(inFlight, roundMs));
      alone.push(await bid(1, roundMs / 2));
      say(`embedded: round ${round + 1} of ${rounds}, ${summaryOf(together.at(-1))}`);
    }
    const ratio = medianOf(together, 'acceptedPerSecond') / medianOf(alone, 'acceptedPerSecond');
    return [
      ...figuresOf(`embedded, ${inFlight} in flight`, together, { accepted: 8_000, p99Ms: 25 }),
      ...figuresOf('embedded, each bid committed alone', alone),
      { name: 'together against alone', value: ratio, unit: 'times' },
    ];
  } finally {
    await application.shutdown();
    await log.close();
    await rm(folder, { recursive: true });
  }
}

async function startServer(socket: string): Promise<ChildProcess> {
  const child = fork(new URL('./bids/bid-server.ts', import.meta.url), {
    env: { ...process.env, BENCH_REDIS: socket },
  });
  await once(child, 'message');
  return child;
}

async function ask(child: ChildProcess, order: BidOrder): Promise<BidAnswer> {
  child.send(order);
  const stop = new AbortController();
  const { signal } = stop;
  const died = once(child, 'exit', { signal }).then(() =>
    Promise.reject(new Error('a server of the bench ended')),
  );
  try {
    const told: unknown[] = await Promise.race([once(child, 'message', { signal }), died]);
    // The child sends nothing else.
    return told[0] as BidAnswer;
  } finally {
    died.catch(() => undefined);
    stop.abort();
  }
}

type Servers = readonly [ChildProcess, ChildProcess];

/** Both at once: a crowd of so many at the first, of so many at the second. */
function bidAtBoth(
  servers: Servers,
  bidders: readonly [number, number],
  load: Pick<BidLoad, 'amounts' | 'durationMs'>,
): Promise<readonly BidAnswer[]> {
  const order = (crowd: number): BidOrder => ({ do: 'bid', load: { ...load, inFlight: crowd, epochMs } });
  return Promise.all([ask(servers[0], order(bidders[0])), ask(servers[1], order(bidders[1]))]);
}

async function fight(
  servers: Servers,
  bidders: readonly [number, number],
  amounts: Amounts,
  say: (line: string) => void,
): Promise<readonly [BidMeasure[], BidMeasure[]]> {
  const measures: [BidMeasure[], BidMeasure[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const answers = await bidAtBoth(servers, bidders, { amounts, durationMs: roundMs });
    answers.forEach(({ measure }, index) => measure && measures[index]?.push(measure));
    const cpu = answers.map(({ cpuMs }) => `${Math.round((cpuMs / roundMs) * 100)} %`).join(' and ');
    say(`${bidders.join(' and ')} in flight, ${amounts}: round ${round + 1} of ${rounds}, ${cpu} of a core`);
    answers.forEach(({ measure }, index) => say(`  server ${index + 1}: ${summaryOf(measure)}`));
  }
  return measures;
}

async function cluster(say: (line: string) => void): Promise<readonly Figure[]> {
  const redis = await startRedis();
  const servers = [await startServer(redis.socket), await startServer(redis.socket)] as const;
  try {
    await ask(servers[0], { do: 'open-lot' });
    await bidAtBoth(servers, [inFlight, inFlight], { amounts: 'at-decision', durationMs: warmUpMs });
    const equal = await fight(servers, [inFlight, inFlight], 'at-decision', say);
    const uneven = await fight(servers, [busy, quiet], 'at-decision', say);
    const tapped = await fight(servers, [inFlight, inFlight], 'at-tap', say);
    const targets = { accepted: 6_000, p99Ms: 40 };
    return [
      ...figuresOf('Redis, equal load, one server', equal[0], targets),
      ...figuresOf('Redis, equal load, the other', equal[1], targets),
      ...figuresOf('Redis, 25:1, the busy one', uneven[0], targets),
      ...figuresOf('Redis, 25:1, the other', uneven[1], { p99Ms: 40 }),
      ...figuresOf('Redis, amounts at the tap, one server', tapped[0]),
      ...figuresOf('Redis, amounts at the tap, the other', tapped[1]),
    ];
  } finally {
    for (const server of servers) {
      if (server.connected) server.send({ do: 'end' } satisfies BidOrder);
      if (server.exitCode === null) await once(server, 'exit');
    }
    await redis.close();
  }
}

export const bids: Bench = {
  name: 'bids',
  description:
    'acknowledged bids per second on one hot lot: embedded, and two servers on Redis that fight for it',
  conditions: () => ({
    inFlight,
    uneven: `${busy}:${quiet}`,
    warmUpMs,
    roundMs,
    rounds,
    folder: tmpdir(),
    durability: 'SQLite synchronous=FULL; Redis appendfsync always, unix socket',
    load: 'the crowd runs in the process of its server; exact bids, the next one when one is accepted',
    amounts:
      'at-decision: above all others when it is decided; at-tap: when it is tapped, and again when refused',
    processes: 'not pinned: two servers and Redis share the cores',
  }),
  run: async (say) => [...(await embedded(say)), ...(await cluster(say))],
};
