import { jitter } from '#test/support/audience/jitter.ts';
import { RoomCrowd } from '#test/support/audience/room-crowd.ts';
import { ServerProcess } from '#test/support/server-process.ts';
import type { Bench } from './bench.ts';
import { crowdEnvironment } from './fan-out/popstage.ts';
import { pin, preciseCpuMs } from './process-usage.ts';
import { percentile } from './statistics.ts';

const [loadedCore, otherCore] = ['0', '1'];
const seed = 20_261_122;
const clients = Number(process.env['BENCH_CLIENTS'] ?? 2000);
const profile = { messages: 120, everyMs: 500, cutEveryMs: 15_000, cutForMs: 2000 };
const settleMs = 15_000;

/** A crowd on trains. */
export const jitterBench: Bench = {
  name: 'jitter',
  description:
    'a room of readers whose sockets are cut again and again: what they get, and how soon they are back',
  conditions: () => ({
    clients,
    seed,
    ...profile,
    replay:
      'from connecting again (TCP, upgrade, hello, subscribe) until all that was acknowledged by then is there',
    pinned: `server on core ${loadedCore}, ${otherCore} holds the sockets`,
  }),
  run: async (say) => {
    await pin(process.pid, otherCore);
    const server = await ServerProcess.start({ environment: crowdEnvironment });
    try {
      await pin(server.processId, loadedCore);
      const crowd = await RoomCrowd.gather({ server, clients, seed });
      say('everybody is there');
      await crowd.say(1, 0);
      await crowd.settled(settleMs);
      const [cpuBeforeMs, startedMs] = [await preciseCpuMs(server.processId), performance.now()];
      const { cuts } = await jitter(crowd, profile);
      const cpuShare =
        ((await preciseCpuMs(server.processId)) - cpuBeforeMs) / (performance.now() - startedMs);
      const missing = await crowd.settled(settleMs);
      const { deliveredShare, faults, snapshots, recoveries, replaysMs } = crowd.result;
      crowd.leave();
      return [
        { name: 'delivered', value: deliveredShare * 100, unit: '%', target: { atLeast: 100, atMost: 100 } },
        { name: 'doubled, left out or out of order', value: faults, unit: '', target: { atMost: 0 } },
        { name: 'not back at the end', value: missing, unit: '', target: { atMost: 0 } },
        { name: 'cuts', value: cuts, unit: '' },
        { name: 'recovered by position', value: recoveries, unit: '' },
        { name: 'snapshots beyond the first', value: snapshots - clients, unit: '' },
        { name: 'replay p50', value: percentile(replaysMs, 0.5), unit: 'ms' },
        { name: 'replay p99', value: percentile(replaysMs, 0.99), unit: 'ms', target: { atMost: 1000 } },
        { name: 'server', value: cpuShare * 100, unit: '% of a core' },
      ];
    } finally {
      await server.close();
    }
  },
};
