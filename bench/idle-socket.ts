import type { Bench, Figure } from './bench.ts';
import { Audience } from './fan-out/audience.ts';
import { startChild } from './fan-out/child-server.ts';
import type { Contender } from './fan-out/contender.ts';
import { startPopstage } from './fan-out/popstage.ts';
import { pin, preciseCpuMs, pssBytes } from './process-usage.ts';
import { sum } from './statistics.ts';

const [loadedCore, otherCore] = ['0', '1'];
/** The first ones fill what the process had taken before and let go of; the next ones show what a socket takes. */
const baseSockets = 2000;
const addedSockets = 2000;
const steps = 2;
const sockets = baseSockets + steps * addedSockets;
/** Timers of new sockets are armed, garbage is gone. */
const settleMs = 3000;
const idleMs = 5000;
const preload = `--import ${new URL('./fan-out/collect-garbage.ts', import.meta.url).href}`;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function startBare(): Promise<Contender> {
  const server = await startChild('bare-fastify-server.ts', loadedCore, preload);
  return {
    ...server,
    name: 'bare @fastify/websocket',
    path: '/',
    joining: () => [{ say: 'subscribed', until: 'subscribed' }],
    say: (line, text) => line.say(text),
  };
}

async function settled(processId: number): Promise<number> {
  for (let count = 0; count < 2; count += 1) {
    await wait(settleMs / 2);
    process.kill(processId, 'SIGUSR2');
  }
  await wait(settleMs / 2);
  return pssBytes(processId);
}

interface Sample {
  /** For each step. */
  readonly bytesPerSocket: readonly number[];
  readonly idleCpuShare: number;
}

/** Memory of ever more sockets in one process that has given nothing back. */
async function measure(contender: Contender): Promise<Sample> {
  const { processId } = contender;
  const audience = await Audience.join(contender, baseSockets);
  let before = await settled(processId);
  const bytesPerSocket: number[] = [];
  for (let step = 1; step <= steps; step += 1) {
    await audience.grow(baseSockets + step * addedSockets);
    const after = await settled(processId);
    bytesPerSocket.push((after - before) / addedSockets);
    before = after;
  }
  const cpuBeforeMs = await preciseCpuMs(processId);
  await wait(idleMs);
  const cpuSpentMs = (await preciseCpuMs(processId)) - cpuBeforeMs;
  audience.leave();
  return { bytesPerSocket, idleCpuShare: cpuSpentMs / idleMs };
}

const memoryOf = ({ bytesPerSocket }: Sample): number => sum(bytesPerSocket) / bytesPerSocket.length / 1000;

const figuresOf = (name: string, sample: Sample, target?: Figure['target']): Figure[] => [
  { name: `${name}: per socket`, value: memoryOf(sample), unit: 'kB', ...(target ? { target } : {}) },
  ...sample.bytesPerSocket.map((bytes, index) => ({
    name: `${name}: step ${index + 1}`,
    value: bytes / 1000,
    unit: 'kB',
  })),
  { name: `${name}: CPU with all idle`, value: sample.idleCpuShare * 100, unit: '% of a core' },
];

/** What a viewer who only looks costs in memory. */
export const idleSocket: Bench = {
  name: 'idle-socket',
  description:
    'memory of a subscribed socket on which nothing happens: Popstage against bare @fastify/websocket',
  conditions: () => ({
    baseSockets,
    addedSockets,
    steps,
    measure: 'growth of PSS of the server process by the added sockets, garbage collected, mean of the steps',
    subscribed: 'Popstage: session, room; bare: in a set, with a listener',
    pinned: `servers on core ${loadedCore}, ${otherCore} holds the sockets`,
  }),
  run: async (say) => {
    await pin(process.pid, otherCore);
    const environment = { NODE_OPTIONS: preload };
    const popstage = await startPopstage({ core: loadedCore, otherCore, persons: sockets, environment });
    const bare = await startBare();
    try {
      say(`${popstage.name} and its people are there`);
      const ours = await measure(popstage);
      say(`${popstage.name} is measured`);
      const theirs = await measure(bare);
      const ratio = memoryOf(ours) / memoryOf(theirs);
      return [
        ...figuresOf('Popstage', ours, { atMost: 20 }),
        ...figuresOf(bare.name, theirs),
        { name: 'Popstage of bare', value: ratio, unit: 'times', target: { atMost: 1.5 } },
      ];
    } finally {
      await Promise.all([popstage.close(), bare.close()]);
    }
  },
};
