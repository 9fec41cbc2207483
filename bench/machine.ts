import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/** What the numbers depend on. A load average over 0.5 at the start means somebody else was measured too. */
export const machine = (): Readonly<Record<string, string | number>> => ({
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1e9),
  kernel: `${process.platform} ${release()}`,
  node: process.version,
  loadAtStart: Math.round((loadavg()[0] ?? 0) * 100) / 100,
});
