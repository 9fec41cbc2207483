import type { Duplex } from 'node:stream';
import { Compile } from 'typebox/compile';
import type { Logger } from 'pino';
import { Refusal } from '#protocol/errors.ts';
import {
  CallSchema,
  type Call,
  type FromWorker,
  type WorkerErrorCode,
} from '#protocol/worker-rpc/envelope.ts';
import { encodeFrame, FrameDecoder } from '#protocol/worker-rpc/frames.ts';
import { IncarnationStale } from '../stage/incarnation-stale.ts';

const isCall = Compile(CallSchema);
/** A server that asks for more at once is broken; 200 joins in one moment fit ten times. */
const maximumOpenCalls = 2048;
/** A server that does not read for so many bytes is gone or stuck: it is cut off and may come back. */
const maximumUnsentBytes = 16 * 1024 * 1024;

/** Answers one call; the result goes back as it is. Refusals are thrown. */
export type AnswerCall = (link: ServerLink, method: string, params: unknown) => Promise<unknown>;

/** One server's connection, seen from the worker. */
export class ServerLink {
  readonly #stream: Duplex;
  readonly #answer: AnswerCall;
  readonly #logger: Logger;
  readonly #decoder = new FrameDecoder();
  #openCalls = 0;
  /** Known from `hello` on. */
  serverId: string | null = null;

  constructor(stream: Duplex, answer: AnswerCall, logger: Logger) {
    this.#stream = stream;
    this.#answer = answer;
    this.#logger = logger;
    stream.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    // A cut connection is told by `close`, which follows every error.
    stream.on('error', () => undefined);
  }

  onClosed(listener: () => void): void {
    this.#stream.once('close', listener);
  }

  send(message: FromWorker): void {
    if (this.#stream.destroyed) return;
    // What one turn of the loop says leaves in one system call, which costs more than what it carries.
    if (this.#stream.writableCorked === 0) {
      this.#stream.cork();
      process.nextTick(() => this.#stream.uncork());
    }
    this.#stream.write(encodeFrame(message));
    if (this.#stream.writableLength > maximumUnsentBytes) {
      this.#logger.warn({ serverId: this.serverId }, 'a server does not read and is cut off');
      this.close();
    }
  }

  close(): void {
    this.#stream.destroy();
  }

  #read(chunk: Buffer): void {
    try {
      for (const message of this.#decoder.push(chunk)) {
        if (!isCall.Check(message)) throw new TypeError('a frame is not a call');
        void this.#run(message);
      }
    } catch (error) {
      this.#logger.warn({ err: error, serverId: this.serverId }, 'a server sent nonsense and is cut off');
      this.close();
    }
  }

  async #run({ id, method, params, deadlineMs }: Call): Promise<void> {
    if (this.#openCalls >= maximumOpenCalls) {
      this.send({ type: 'refusal', id, code: 'server-overloaded' });
      return;
    }
    const dueAtMs = performance.now() + deadlineMs;
    this.#openCalls += 1;
    try {
      const result = await this.#answer(this, method, params);
      if (performance.now() < dueAtMs) this.send({ type: 'result', id, result });
    } catch (error) {
      this.send({ type: 'refusal', id, ...this.#explain(error, method) });
    } finally {
      this.#openCalls -= 1;
    }
  }

  #explain(
    error: unknown,
    method: string,
  ): { code: WorkerErrorCode; details?: Record<string, string | number | boolean> } {
    if (error instanceof Refusal) {
      return error.details === undefined
        ? { code: error.code }
        : { code: error.code, details: { ...error.details } };
    }
    if (error instanceof IncarnationStale) {
      return { code: 'incarnation-stale', details: { incarnation: error.incarnation } };
    }
    this.#logger.error({ err: error, method }, 'a call failed');
    return { code: 'server-error' };
  }
}
