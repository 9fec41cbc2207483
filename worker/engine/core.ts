import { setTimeout as delay } from 'node:timers/promises';
import { createWorker, type types } from 'mediasoup';
import { listenInfos, type ListenAddress } from './listen-addresses.ts';
import { stageCodecs } from './codecs.ts';

const attempts = 20;
const retryMs = 100;

/** One mediasoup Worker on one core, with its one port. Dies with its process; then the engine makes another. */
export class Core {
  readonly index: number;
  readonly port: number;
  readonly #worker: types.Worker;
  readonly #webRtcServer: types.WebRtcServer;
  #cpuMs = 0;
  #measuredAtMs = performance.now();
  /** Share of its core that was in use between the last two measurements, 0 to 1. */
  cpuShare = 0;
  /** Consumers placed on it; the measure that moves at once, where `cpuShare` lags by two seconds. */
  viewers = 0;

  private constructor(index: number, port: number, worker: types.Worker, server: types.WebRtcServer) {
    this.index = index;
    this.port = port;
    this.#worker = worker;
    this.#webRtcServer = server;
  }

  /** Starts the process and takes the port; a dead predecessor's port is free within milliseconds, so it retries. */
  static async start(
    index: number,
    port: number,
    addresses: readonly ListenAddress[],
    workerBin: string,
  ): Promise<Core> {
    const worker = await createWorker({ logLevel: 'warn', ...(workerBin === '' ? {} : { workerBin }) });
    for (let attempt = 1; ; attempt += 1) {
      try {
        const server = await worker.createWebRtcServer({ listenInfos: listenInfos(addresses, port) });
        return new Core(index, port, worker, server);
      } catch (cause) {
        if (attempt === attempts || worker.closed) {
          worker.close();
          throw new Error(`media port ${port} cannot be taken`, { cause });
        }
        await delay(retryMs);
      }
    }
  }

  get processId(): number {
    return this.#worker.pid;
  }

  get alive(): boolean {
    return !this.#worker.closed;
  }

  get webRtcServer(): types.WebRtcServer {
    return this.#webRtcServer;
  }

  onDied(listener: () => void): void {
    this.#worker.once('died', listener);
  }

  createRouter(): Promise<types.Router> {
    return this.#worker.createRouter({ mediaCodecs: stageCodecs });
  }

  async measure(): Promise<void> {
    const usage = await this.#worker.getResourceUsage();
    const nowMs = performance.now();
    const cpuMs = usage.ru_utime + usage.ru_stime;
    this.cpuShare = Math.max(0, (cpuMs - this.#cpuMs) / (nowMs - this.#measuredAtMs));
    this.#cpuMs = cpuMs;
    this.#measuredAtMs = nowMs;
  }

  close(): void {
    this.#worker.close();
  }
}
