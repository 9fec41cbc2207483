import type { Logger } from 'pino';
import { Refusal } from '#protocol/errors.ts';
import type { WorkerCall, WorkerParams, WorkerResults } from '#protocol/worker-rpc/calls.ts';
import { workerRpcVersion } from '#protocol/worker-rpc/envelope.ts';
import type { WorkerLoad } from '#protocol/worker-rpc/events.ts';
import { WorkerConnection, type AnyWorkerEvent } from './worker-connection.ts';
import { addressName, dial, type WorkerAddress } from './worker-dial.ts';

const dialMs = 3000;
/** A socket of this machine costs nothing to try, and everybody waits for a worker that has just started. */
const redialMs = { first: 40, longest: { socket: 150, network: 1000 } };
/** Opening a stage or a join wave may take a second on a busy machine; a browser waits longer than this for nobody. */
const callMs = 8000;

export type Greeting = WorkerResults['hello'];

export interface LinkListener {
  /** Connected, now or again; the greeting says what lives. */
  up(greeting: Greeting): void;
  down(): void;
  event(event: AnyWorkerEvent): void;
  /** Nobody answers at the address. */
  unanswered(): void;
}

/** The way to one worker, kept up: redials for ever, with pauses that grow. */
export class WorkerLink {
  readonly name: string;
  readonly #address: WorkerAddress;
  readonly #serverId: string;
  readonly #listener: LinkListener;
  readonly #logger: Logger;
  #connection: WorkerConnection | null = null;
  #greeting: Greeting | null = null;
  #load: WorkerLoad | null = null;
  #waiting = new Set<() => void>();
  #redial: NodeJS.Timeout | undefined;
  #pauseMs = redialMs.first;
  #closed = false;

  constructor(address: WorkerAddress, serverId: string, listener: LinkListener, logger: Logger) {
    this.name = addressName(address);
    this.#address = address;
    this.#serverId = serverId;
    this.#listener = listener;
    this.#logger = logger.child({ worker: this.name });
    void this.#connect();
  }

  /** The machine it runs on; null where it is this one. */
  get host(): string | null {
    return this.#address.kind === 'network' ? this.#address.host : null;
  }

  /** What the worker said at the start of this connection; null while it is down. */
  get greeting(): Greeting | null {
    return this.#greeting;
  }

  get isUp(): boolean {
    return this.#greeting !== null;
  }

  get load(): WorkerLoad | null {
    return this.#load;
  }

  /** Resolves when the link is up, or after `timeoutMs` in any case. */
  async ready(timeoutMs: number): Promise<void> {
    if (this.isUp) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => {
      resolve(undefined);
    };
    this.#waiting.add(wake);
    const late = setTimeout(wake, timeoutMs);
    await promise;
    clearTimeout(late);
    this.#waiting.delete(wake);
  }

  /** See `WorkerConnection.call`; refuses with `stage-unavailable` while the link is down. */
  async call<Name extends WorkerCall>(
    method: Name,
    params: WorkerParams<Name>,
    deadlineMs = callMs,
  ): Promise<WorkerResults[Name]> {
    if (this.#connection === null || !this.isUp) throw new Refusal('stage-unavailable');
    return this.#connection.call(method, params, deadlineMs);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#redial);
    this.#connection?.close();
  }

  async #connect(): Promise<void> {
    try {
      const stream = await dial(this.#address, dialMs);
      if (this.#closed) {
        stream.destroy();
        return;
      }
      this.#connection = new WorkerConnection(
        stream,
        (event) => {
          this.#heard(event);
        },
        () => {
          this.#cut();
        },
      );
      await this.#greet(this.#connection);
    } catch (error) {
      if (this.#closed) return;
      this.#logger.debug({ err: error }, 'a media worker does not answer');
      if (this.#connection !== null) {
        this.#connection.close();
        return;
      }
      this.#listener.unanswered();
      this.#connectLater();
    }
  }

  async #greet(connection: WorkerConnection): Promise<void> {
    const greeting = await connection.call(
      'hello',
      { rpcVersion: workerRpcVersion, serverId: this.#serverId },
      dialMs,
    );
    if (greeting.rpcVersion !== workerRpcVersion) {
      throw new Error(
        `the worker speaks RPC version ${greeting.rpcVersion}, this server ${workerRpcVersion}`,
      );
    }
    this.#greeting = greeting;
    this.#load = greeting.load;
    this.#pauseMs = redialMs.first;
    this.#logger.info(
      { workerId: greeting.workerId, stages: greeting.stages.length },
      'media worker is linked',
    );
    this.#listener.up(greeting);
    for (const wake of this.#waiting) wake();
  }

  #heard(event: AnyWorkerEvent): void {
    if (event.name === 'load') this.#load = event.data;
    this.#listener.event(event);
  }

  #cut(): void {
    const wasUp = this.isUp;
    this.#connection = null;
    this.#greeting = null;
    this.#load = null;
    if (wasUp && !this.#closed) this.#logger.warn('media worker is cut off');
    if (wasUp) this.#listener.down();
    this.#connectLater();
  }

  #connectLater(): void {
    if (this.#closed) return;
    clearTimeout(this.#redial);
    this.#redial = setTimeout(() => void this.#connect(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, redialMs.longest[this.#address.kind]);
  }
}
