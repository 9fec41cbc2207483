import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomIds } from '#application/id-source.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import type { Bench, Figure } from './bench.ts';
import { closedLoop, type BidMeasure } from './bids/bid-load.ts';
import type { BidAnswer, BidOrder } from './bids/bid-server.ts';
import { openCore, openHotLot } from './bids/hot-lot.ts';
import { startRedis } from './bids/redis-here.ts';
import { median } from './statistics.ts';

const inFlight = 128;
const roundMs = 4_000;
const rounds = 3;
/** Offered on each server at equal load; the lesser one of 25:1 gets a 25th. */
const offeredPerSecond = Number(process.env['BENCH_BIDS_PER_SECOND'] ?? 9_000);

const medianOf = (measures: readonly BidMeasure[], of: keyof BidMeasure): number =>
  median(measures.map((one) => one[of]));

const summaryOf = (measure: BidMeasure | null | undefined): string =>
  measure
    ? `${Math.round(measure.acceptedPerSecond)}/s accepted, p50 ${measure.p50Ms.toFixed(1)} and p99 ${measure.p99Ms.toFixed(1)} ms`
    : 'nothing measured';

interface Targets {
  readonly accepted: number;
  readonly p99Ms: number;
}

const figuresOf = (name: string, measures: readonly BidMeasure[], targets?: Targets): readonly Figure[] => [
  {
    name: `${name}: accepted`,
    value: medianOf(measures, 'acceptedPerSecond'),
    unit: 'bids/s',
    ...(targets && { target: { atLeast: targets.accepted } }),
  },
  { name: `${name}: refused as too low`, value: medianOf(measures, 'tooLowPerSecond'), unit: 'bids/s' },
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
  let amount = 1;
  const next = () => (amount += 1);
  try {
    await openHotLot(application);
    await closedLoop(application, inFlight, 1_000, next);
    const [together, alone]: [BidMeasure[], BidMeasure[]] = [[], []];
    // In turns, so that what else the machine does falls on both.
    for (let round = 0; round < rounds; round += 1) {
      together.push(await closedLoop(application, inFlight, roundMs, next));
      alone.push(await closedLoop(application, 1, roundMs / 2, next));
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
  const died = once(child, 'exit').then(() => Promise.reject(new Error('a server of the bench ended')));
  const told: unknown[] = await Promise.race([once(child, 'message'), died]);
  // The child sends nothing else.
  return told[0] as BidAnswer;
}

async function fight(
  servers: readonly [ChildProcess, ChildProcess],
  loads: readonly [number, number],
  say: (line: string) => void,
): Promise<readonly [BidMeasure[], BidMeasure[]]> {
  const measures: [BidMeasure[], BidMeasure[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const order = (perSecond: number): BidOrder => ({ do: 'bid', perSecond, durationMs: roundMs, epochMs });
    const answers = await Promise.all([ask(servers[0], order(loads[0])), ask(servers[1], order(loads[1]))]);
    answers.forEach(({ measure }, index) => measure && measures[index]?.push(measure));
    const cpu = answers.map(({ cpuMs }) => `${Math.round((cpuMs / roundMs) * 100)} %`).join(' and ');
    say(`${loads.join(' and ')} bids/s offered: round ${round + 1} of ${rounds}, ${cpu} of a core`);
    answers.forEach(({ measure }, index) => say(`  server ${index + 1}: ${summaryOf(measure)}`));
  }
  return measures;
}

/** Amounts are microseconds since then, so the rounds rise as well. */
const epochMs = performance.timeOrigin;

async function cluster(say: (line: string) => void): Promise<readonly Figure[]> {
  const redis = await startRedis();
  const servers = [await startServer(redis.socket), await startServer(redis.socket)] as const;
  try {
    await ask(servers[0], { do: 'open-lot' });
    const lesser = Math.round(offeredPerSecond / 25);
    const equal = await fight(servers, [offeredPerSecond, offeredPerSecond], say);
    const uneven = await fight(servers, [offeredPerSecond, lesser], say);
    const targets = { accepted: 6_000, p99Ms: 40 };
    return [
      ...figuresOf('Redis, equal load, one server', equal[0], targets),
      ...figuresOf('Redis, equal load, the other', equal[1], targets),
      ...figuresOf('Redis, 25:1, the busy one', uneven[0], targets),
      ...figuresOf('Redis, 25:1, the other', uneven[1], { accepted: lesser * 0.9, p99Ms: 40 }),
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
    roundMs,
    rounds,
    offeredPerSecond,
    folder: tmpdir(),
    durability: 'SQLite synchronous=FULL; Redis appendfsync always, unix socket',
    load: 'the crowd runs in the process of its server; bids are exact, each above all before it',
  }),
  run: async (say) => [...(await embedded(say)), ...(await cluster(say))],
};
