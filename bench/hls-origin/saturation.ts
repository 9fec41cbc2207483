import { preciseCpuMs } from '../process-usage.ts';
import { HttpLine, requestFor } from './http-line.ts';
import type { MeasuredServer } from './servers.ts';

const connections = 64;

export interface Saturated {
  readonly requestsPerS: number;
  /** Of its core, 0 to 1; under 1 the generator was the slower one. */
  readonly share: number;
  /** Requests in a second of CPU. */
  readonly perCpuS: number;
  readonly faults: number;
}

/** Asks for these paths in turn over and over, as fast as the answers come. */
export async function saturate(
  { port, processId }: MeasuredServer,
  paths: readonly string[],
  lengthMs: number,
): Promise<Saturated> {
  const requests = paths.map((path) => Buffer.from(requestFor(path)));
  let [answers, faults, isOver] = [0, 0, false];
  const lines = Array.from({ length: connections }, () => new HttpLine(port));
  lines.forEach((line, index) => {
    let turn = index;
    const next = (): void => {
      if (isOver) return;
      turn += 1;
      line.ask(requests[turn % requests.length] ?? Buffer.of(), false, ({ status }) => {
        answers += 1;
        if (status !== 200) faults += 1;
        next();
      });
    };
    next();
  });
  // Compilers and caches are warm then.
  await new Promise((resolve) => setTimeout(resolve, lengthMs / 4));
  const [from, cpuFromMs, atMs] = [answers, await preciseCpuMs(processId), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, lengthMs));
  const [count, cpuSpentMs, spentMs] = [
    answers - from,
    (await preciseCpuMs(processId)) - cpuFromMs,
    performance.now() - atMs,
  ];
  isOver = true;
  for (const line of lines) line.close();
  return {
    requestsPerS: (count * 1000) / spentMs,
    share: cpuSpentMs / spentMs,
    perCpuS: (count * 1000) / cpuSpentMs,
    faults: faults + lines.filter(({ isLost }) => isLost).length,
  };
}
