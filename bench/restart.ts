import { setTimeout as wait } from 'node:timers/promises';
import { Line } from '#test/support/audience/line.ts';
import { RoomCrowd } from '#test/support/audience/room-crowd.ts';
import { seeded } from '#test/support/audience/seeded.ts';
import { ServerProcess } from '#test/support/server-process.ts';
import { backOffMs, restartLimits } from '../client-demo/src/live/back-off.ts';
import type { Bench, Figure } from './bench.ts';
import { startChild } from './fan-out/child-server.ts';
import { crowdEnvironment } from './fan-out/popstage.ts';
import { pin } from './process-usage.ts';
import { percentile } from './statistics.ts';

const [loadedCore, otherCore] = ['0', '1'];
const seed = 20_261_122;
const clients = Number(process.env['BENCH_CLIENTS'] ?? 5000);
const messages = { before: 3, during: 60, everyMs: 100 };
const settleMs = 30_000;

/** What this generator can do at all: as many lines, back over the same spread, to a server that does nothing. */
async function ceiling(): Promise<Figure[]> {
  const server = await startChild('bare-fastify-server.ts', loadedCore);
  const random = seeded(seed);
  const lines: Line[] = [];
  const connecting = Array.from({ length: clients }, async () => {
    await wait(backOffMs(0, random, restartLimits));
    const startedMs = performance.now();
    await new Promise<void>((resolve, reject) => {
      const line = new Line(server.origin, '/', {
        onBytes: () => resolve(),
        onEnd: () => reject(new Error('lost')),
      });
      lines.push(line);
      line.opened.then(() => line.say('subscribed'), reject);
    });
    return performance.now() - startedMs;
  });
  const tookMs = await Promise.all(connecting);
  for (const line of lines) line.cut();
  await server.close();
  return [
    {
      name: 'generator alone, against a bare server: connect p95',
      value: percentile(tookMs, 0.95),
      unit: 'ms',
    },
  ];
}

type Restart = (server: ServerProcess) => Promise<void>;

/** Runs what starts a child, so that the child is tied to the loaded core, however often it starts again. */
async function onLoadedCore<Result>(start: () => Promise<Result>): Promise<Result> {
  await pin(process.pid, loadedCore);
  const starting = start();
  await pin(process.pid, otherCore);
  return starting;
}

interface Times {
  readonly goneMs: number;
  readonly servingMs: number;
}

async function restartUnder(crowd: RoomCrowd, server: ServerProcess, end: Restart): Promise<Times> {
  await crowd.say(messages.before, messages.everyMs);
  await crowd.settled(settleMs);
  const speaking = crowd.say(messages.during, messages.everyMs);
  const startedMs = performance.now();
  await end(server);
  const goneMs = performance.now() - startedMs;
  await onLoadedCore(() => server.startAgain());
  const servingMs = performance.now() - startedMs;
  await speaking;
  return { goneMs, servingMs };
}

async function measure(how: string, end: Restart, say: (line: string) => void): Promise<Figure[]> {
  const server = await onLoadedCore(() => ServerProcess.start({ environment: crowdEnvironment }));
  try {
    await pin(server.processId, loadedCore);
    const crowd = await RoomCrowd.gather({ server, clients, seed });
    say(`${how}: everybody is there`);
    const times = await restartUnder(crowd, server, end);
    const missing = await crowd.settled(settleMs);
    crowd.leave();
    const none = { atMost: 0 };
    const figure = (name: string, value: number, unit = '', target?: Figure['target']): Figure => ({
      name: `${how}: ${name}`,
      value,
      unit,
      ...(target === undefined ? {} : { target }),
    });
    const { deliveredShare, faults, snapshots, absencesMs, replaysMs } = crowd.result;
    return [
      figure('not back', missing, '', none),
      figure('delivered', deliveredShare * 100, '%', { atLeast: 100, atMost: 100 }),
      figure('doubled, left out or out of order', faults, '', none),
      figure('snapshots beyond the first', snapshots - clients),
      figure('server gone after', times.goneMs, 'ms'),
      figure('serving again after', times.servingMs, 'ms'),
      figure('line lost to caught up, p50', percentile(absencesMs, 0.5), 'ms'),
      figure('line lost to caught up, p95', percentile(absencesMs, 0.95), 'ms', { atMost: 4000 }),
      figure('last connect to caught up, p95', percentile(replaysMs, 0.95), 'ms'),
    ];
  } finally {
    await server.close();
  }
}

/** Everybody loses the same server. */
export const restart: Bench = {
  name: 'restart',
  description: 'a server stopped, and one killed with -9, under a full room: who comes back, and how soon',
  conditions: () => ({
    clients,
    seed,
    backOff:
      "the browser library's own: full jitter over 2.5 s after a goodbye, 1 s without one, then growing",
    messages: `${messages.during} during the restart, each repeated until acknowledged`,
    pinned: `server on core ${loadedCore}, ${otherCore} holds the sockets`,
  }),
  run: async (say) => [
    ...(await measure('SIGTERM', (server) => server.stop(), say)),
    ...(await measure('SIGKILL', (server) => server.killHard(), say)),
    ...(await ceiling()),
  ],
};
