import type { Bench, Figure } from './bench.ts';
import { Audience } from './fan-out/audience.ts';
import { startChild } from './fan-out/child-server.ts';
import type { Contender } from './fan-out/contender.ts';
import { startPopstage } from './fan-out/popstage.ts';
import { pin, preciseCpuMs, pssBytes } from './process-usage.ts';
import { median } from './statistics.ts';

const [loadedCore, otherCore] = ['0', '1'];
const sockets = 2000;
const rounds = 3;
/** A first wave opens what is opened once: pools, caches, compiled code. */
const warmUpSockets = 500;
/** Sockets of an earlier wave are forgotten, timers of new ones armed, pages given back. */
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
  readonly bytesPerSocket: number;
  readonly idleCpuShare: number;
}

/** Memory with the sockets less memory without, of a process that has seen sockets before. */
async function measure(contender: Contender): Promise<Sample> {
  const { processId } = contender;
  const before = await settled(processId);
  const audience = await Audience.join(contender, sockets);
  const after = await settled(processId);
  const cpuBeforeMs = await preciseCpuMs(processId);
  await wait(idleMs);
  const cpuSpentMs = (await preciseCpuMs(processId)) - cpuBeforeMs;
  audience.leave();
  return { bytesPerSocket: (after - before) / sockets, idleCpuShare: cpuSpentMs / idleMs };
}

const memoryOf = (samples: readonly Sample[]): number =>
  median(samples.map(({ bytesPerSocket }) => bytesPerSocket / 1000));

const figuresOf = (name: string, samples: readonly Sample[], target?: Figure['target']): Figure[] => [
  { name: `${name}: per socket`, value: memoryOf(samples), unit: 'kB', ...(target ? { target } : {}) },
  {
    name: `${name}: CPU with all idle`,
    value: median(samples.map(({ idleCpuShare }) => idleCpuShare * 100)),
    unit: '% of a core',
  },
];

/** What a viewer who only looks costs in memory. */
export const idleSocket: Bench = {
  name: 'idle-socket',
  description:
    'memory of a subscribed socket on which nothing happens: Popstage against bare @fastify/websocket',
  conditions: () => ({
    sockets,
    rounds,
    measure: 'PSS of the server process with the sockets less without, garbage collected, after a first wave',
    subscribed: 'Popstage: session, room; bare: in a set, with a listener',
    pinned: `servers on core ${loadedCore}, ${otherCore} holds the sockets`,
  }),
  run: async (say) => {
    await pin(process.pid, otherCore);
    const environment = { NODE_OPTIONS: preload };
    const popstage = await startPopstage({ core: loadedCore, otherCore, persons: sockets, environment });
    const bare = await startBare();
    try {
      const samples: { ours: Sample[]; bare: Sample[] } = { ours: [], bare: [] };
      for (const contender of [popstage, bare]) (await Audience.join(contender, warmUpSockets)).leave();
      for (let round = 1; round <= rounds; round += 1) {
        samples.ours.push(await measure(popstage));
        samples.bare.push(await measure(bare));
        say(`round ${round} of ${rounds}`);
      }
      const ratio = memoryOf(samples.ours) / memoryOf(samples.bare);
      return [
        ...figuresOf('Popstage', samples.ours, { atMost: 20 }),
        ...figuresOf(bare.name, samples.bare),
        { name: 'Popstage of bare', value: ratio, unit: 'times', target: { atMost: 1.5 } },
      ];
    } finally {
      await Promise.all([popstage.close(), bare.close()]);
    }
  },
};
