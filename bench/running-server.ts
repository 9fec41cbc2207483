import { ServerProcess } from '#test/support/server-process.ts';
import { childrenOf, cpuMs, pin } from './process-usage.ts';

/** CPU time of the parts of a running server, ms. */
export interface ServerCpu {
  /** The server's own process: HTTP, socket, domain, storage. */
  readonly serverMs: number;
  /** The worker's Node process: signalling of stages. */
  readonly workerMs: number;
  /** mediasoup itself. */
  readonly coresMs: number;
}

/** A server and its media worker, started for a benchmark. */
export class RunningServer {
  readonly server: ServerProcess;
  readonly workerId: number;
  readonly coreIds: readonly number[];

  private constructor(server: ServerProcess, workerId: number, coreIds: readonly number[]) {
    this.server = server;
    this.workerId = workerId;
    this.coreIds = coreIds;
  }

  /** Starts it, tied to `cores` of the machine where given. */
  static async start(cores?: string): Promise<RunningServer> {
    const server = await ServerProcess.start();
    const [workerId] = await childrenOf(server.processId);
    if (workerId === undefined) throw new Error('the server runs without a media worker');
    const coreIds = await childrenOf(workerId);
    if (coreIds.length === 0) throw new Error('the media worker runs without mediasoup');
    const running = new RunningServer(server, workerId, coreIds);
    if (cores !== undefined) await Promise.all(running.processIds.map((processId) => pin(processId, cores)));
    return running;
  }

  get processIds(): readonly number[] {
    return [this.server.processId, this.workerId, ...this.coreIds];
  }

  async cpu(): Promise<ServerCpu> {
    const [serverMs, workerMs, ...cores] = await Promise.all(this.processIds.map(cpuMs));
    const coresMs = cores.reduce((total, coreMs) => total + coreMs, 0);
    return { serverMs: serverMs ?? Number.NaN, workerMs: workerMs ?? Number.NaN, coresMs };
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
