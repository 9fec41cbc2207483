import type { Bench } from './bench.ts';
import { cpuMs, pssBytes } from './process-usage.ts';
import { RunningServer } from './running-server.ts';
import { sum } from './statistics.ts';

const settleMs = 10_000;
const megabytes = (bytes: number): number => bytes / 1e6;

export const idleMemory: Bench = {
  name: 'idle-memory',
  description: 'memory of server, worker and mediasoup together with nobody there',
  conditions: () => ({ settleMs, measure: 'PSS of /proc/pid/smaps_rollup, npm not counted', mediaCores: 1 }),
  run: async (say) => {
    const running = await RunningServer.start();
    try {
      say(`waiting ${settleMs} ms for it to settle`);
      await new Promise((resolve) => setTimeout(resolve, settleMs / 2));
      const before = sum(await Promise.all(running.processIds.map(cpuMs)));
      await new Promise((resolve) => setTimeout(resolve, settleMs / 2));
      const idleCpuMs = sum(await Promise.all(running.processIds.map(cpuMs))) - before;
      const [server, worker, ...cores] = await Promise.all(running.processIds.map(pssBytes));
      const [serverMb, workerMb, coresMb] = [server ?? 0, worker ?? 0, sum(cores)].map(megabytes);
      return [
        { name: 'server', value: serverMb ?? 0, unit: 'MB' },
        { name: 'worker (Node)', value: workerMb ?? 0, unit: 'MB' },
        { name: 'mediasoup', value: coresMb ?? 0, unit: 'MB' },
        {
          name: 'together',
          value: (serverMb ?? 0) + (workerMb ?? 0) + (coresMb ?? 0),
          unit: 'MB',
          target: { atMost: 200 },
        },
        { name: 'CPU while idle', value: (idleCpuMs / (settleMs / 2)) * 100, unit: '% of a core' },
      ];
    } finally {
      await running.close();
    }
  },
};
