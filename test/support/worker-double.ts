import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import type { Test } from 'tap';
import { loadConfig, type Config } from '#config/load.ts';
import { createStageControl } from '#media/create-stage-control.ts';
import type { MediaStages } from '#media/media-stages.ts';
import type { WorkerCall, WorkerParams, WorkerResults } from '#protocol/worker-rpc/calls.ts';
import { workerRpcVersion, type Call } from '#protocol/worker-rpc/envelope.ts';
import { encodeFrame, FrameDecoder } from '#protocol/worker-rpc/frames.ts';

type Answers = { [Name in WorkerCall]?: (params: WorkerParams<Name>) => WorkerResults[Name] };

const load = { cpuShare: 0, cores: 1, stages: 0, peers: 0, producers: 0, consumers: 0 };

/** A media worker that is nothing but its RPC, over the real socket and the real frames: for tests of its server. */
export class WorkerDouble {
  readonly folder = mkdtempSync(join(tmpdir(), 'popstage-double-'));
  readonly socketPath = join(this.folder, 'media.sock');
  /** Every call so far. */
  readonly calls: { readonly method: string; readonly params: unknown }[] = [];
  /** Where it says that it serves HLS. */
  hlsPort: number | null = 4321;
  /** What it says to a call instead of an empty result. */
  answers: Answers = {};
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => this.#serve(socket));

  async listen(): Promise<void> {
    await once(this.#server.listen(this.socketPath), 'listening');
  }

  /** All servers lose it; those that come back are greeted again. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  paramsOf<Name extends WorkerCall>(method: Name): readonly WorkerParams<Name>[] {
    // Calls come from the typed side of the same table.
    return this.calls
      .filter((call) => call.method === method)
      .map(({ params }) => params as WorkerParams<Name>);
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
    rmSync(this.folder, { recursive: true, force: true });
  }

  #serve(socket: Socket): void {
    const decoder = new FrameDecoder();
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      // The server's side writes calls and nothing else.
      for (const frame of decoder.push(chunk) as Call[]) {
        this.calls.push({ method: frame.method, params: frame.params });
        socket.write(encodeFrame({ type: 'result', id: frame.id, result: this.#answer(frame) }));
      }
    });
  }

  #answer({ method, params }: Call): unknown {
    // Method and parameters come from one row of the same table.
    const answer = this.answers[method as WorkerCall] as ((said: unknown) => unknown) | undefined;
    if (answer !== undefined) return answer(params);
    const greeting = { workerId: 'worker-double', processId: process.pid, rpcVersion: workerRpcVersion };
    if (method === 'hello') {
      const media = { rtpCapabilities: { codecs: [] }, iceServers: [], hlsPort: this.hlsPort };
      return { ...greeting, ...media, stages: [], load };
    }
    if (method === 'stage.open') return { state: stateOf(params as WorkerParams<'stage.open'>) };
    return {};
  }
}

const stateOf = ({ incarnation, plan }: WorkerParams<'stage.open'>): object => ({
  incarnation,
  programmeSourceId: plan.programmeSourceId,
  microphoneSourceId: plan.microphoneSourceId,
  sources: [],
  fallback: 'live',
});

export interface DoubleStand {
  readonly double: WorkerDouble;
  readonly stages: MediaStages;
  readonly config: Config;
  /** Cuts the link, and resolves when it is up again. */
  relink(): Promise<void>;
}

/** A double and a server's media side linked to it; both end with the test. */
export async function doubleStand(t: Test, settings: Partial<Config> = {}): Promise<DoubleStand> {
  const double = new WorkerDouble();
  await double.listen();
  const config = loadConfig({}, { dataDir: double.folder, mediaSocket: double.socketPath, ...settings });
  const stages = createStageControl({ config, logger: pino({ level: 'silent' }) });
  t.teardown(async () => {
    await stages.shutdown();
    await double.close();
  });
  await stages.workers.someReady(5_000);
  const relink = async (): Promise<void> => {
    double.cut();
    while (stages.workers.up.length > 0) await delay(1);
    await stages.workers.someReady(5_000);
  };
  return { double, stages, config, relink };
}
