import type { Duplex } from 'node:stream';
import { Compile } from 'typebox/compile';
import { Refusal } from '#protocol/errors.ts';
import type { WorkerCall, WorkerParams, WorkerResults } from '#protocol/worker-rpc/calls.ts';
import { FromWorkerSchema, type FromWorker, type WorkerReply } from '#protocol/worker-rpc/envelope.ts';
import { workerEvents, type WorkerEvent, type WorkerEventName } from '#protocol/worker-rpc/events.ts';
import { encodeFrame, FrameDecoder } from '#protocol/worker-rpc/frames.ts';

const isFromWorker = Compile(FromWorkerSchema);
const isEvent = new Map(Object.entries(workerEvents).map(([name, schema]) => [name, Compile(schema)]));

/** Most calls in flight; a worker that answers none of so many is stuck, and more would only fill memory. */
const maximumOpenCalls = 2048;

/** An event with its data, as one union. */
export type AnyWorkerEvent = {
  [Name in WorkerEventName]: { readonly name: Name; readonly data: WorkerEvent<Name> };
}[WorkerEventName];

/** Another server re-placed the stage; read the placement again. */
export class StalePlacement extends Error {
  override readonly name = 'StalePlacement';
  /** What the worker knows. */
  readonly incarnation: number;

  constructor(incarnation: number) {
    super(`the stage lives in incarnation ${incarnation}`);
    this.incarnation = incarnation;
  }
}

interface OpenCall {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly late: NodeJS.Timeout;
}

/** One connection to a worker: calls with deadlines, and its events in order. Ends once; then make another. */
export class WorkerConnection {
  readonly #stream: Duplex;
  readonly #decoder = new FrameDecoder();
  readonly #open = new Map<number, OpenCall>();
  readonly #onEvent: (event: AnyWorkerEvent) => void;
  #lastId = 0;

  /** `onEvent` hears of everything; `onClosed` comes once and last. */
  constructor(stream: Duplex, onEvent: (event: AnyWorkerEvent) => void, onClosed: () => void) {
    this.#stream = stream;
    this.#onEvent = onEvent;
    stream.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    // What went wrong shows in the `close` that follows.
    stream.on('error', () => undefined);
    stream.once('close', () => {
      for (const call of this.#open.values()) this.#end(call, new Refusal('stage-unavailable'));
      this.#open.clear();
      onClosed();
    });
  }

  /**
   * Asks the worker. Rejects with the worker's `Refusal`, with `StalePlacement`, with `deadline-exceeded`, or with
   * `stage-unavailable` when the connection ends first (the call may have happened).
   */
  call<Name extends WorkerCall>(
    method: Name,
    params: WorkerParams<Name>,
    deadlineMs: number,
  ): Promise<WorkerResults[Name]> {
    if (this.#stream.destroyed) return Promise.reject(new Refusal('stage-unavailable'));
    if (this.#open.size >= maximumOpenCalls) return Promise.reject(new Refusal('server-overloaded'));
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const late = setTimeout(() => {
      this.#open.delete(id);
      reject(new Refusal('deadline-exceeded'));
    }, deadlineMs);
    this.#open.set(id, { resolve, reject, late });
    this.#stream.write(encodeFrame({ type: 'call', id, method, deadlineMs, params }));
    // Both sides compile against the same table of results; a worker of another version was refused at `hello`.
    return promise as Promise<WorkerResults[Name]>;
  }

  close(): void {
    this.#stream.destroy();
  }

  #read(chunk: Buffer): void {
    try {
      for (const message of this.#decoder.push(chunk)) {
        if (!isFromWorker.Check(message)) throw new TypeError('a frame is neither reply nor event');
        this.#take(message);
      }
    } catch (cause) {
      this.#stream.destroy(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  #take(message: FromWorker): void {
    if (message.type !== 'event') {
      this.#settle(message);
      return;
    }
    // An event of a newer worker that we do not know is no fault; one that is malformed is ignored likewise.
    const { name, data } = message;
    if (isEvent.get(name)?.Check(data)) this.#onEvent({ name, data } as AnyWorkerEvent);
  }

  #settle(reply: WorkerReply): void {
    const call = this.#open.get(reply.id);
    if (call === undefined) return;
    this.#open.delete(reply.id);
    if (reply.type === 'result') {
      clearTimeout(call.late);
      call.resolve(reply.result);
    } else if (reply.code === 'incarnation-stale') {
      this.#end(call, new StalePlacement(Number(reply.details?.['incarnation'] ?? 0)));
    } else {
      this.#end(call, new Refusal(reply.code, reply.details));
    }
  }

  #end({ late, reject }: OpenCall, error: Error): void {
    clearTimeout(late);
    reject(error);
  }
}
