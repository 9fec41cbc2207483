import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type {
  LogAnswer,
  LogCall,
  LogGreeting,
  LogMethod,
  LogMethods,
  LogThreadOptions,
} from './log-calls.ts';

/** More than all callers together may have under way; reaching it is a bug in one of their bounds. */
const maximumPending = 65_536;

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Calls the thread that owns the database. All calls of one tick travel in one message. */
export class LogThreadClient {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #outgoing: LogCall[] = [];
  #lastId = 0;
  #failure: Error | undefined;
  #closed: Promise<void> | undefined;

  private constructor(worker: Worker, onFailure: (error: Error) => void) {
    this.#worker = worker;
    worker.on('message', (answers: readonly LogAnswer[]) => this.#settle(answers));
    worker.on('error', (error) =>
      this.#fail(new Error('the thread of the event log died', { cause: error })),
    );
    worker.on('exit', () => {
      const asked = this.#closed !== undefined;
      this.#fail(new Error('the event log is closed'));
      if (!asked && this.#failure) onFailure(this.#failure);
    });
  }

  /** Starts the thread and opens the database; throws with a plain reason when it cannot be used. */
  static async start(options: LogThreadOptions, onFailure: (error: Error) => void): Promise<LogThreadClient> {
    const worker = new Worker(new URL('./log-thread.ts', import.meta.url), {
      workerData: options,
      // None of the parent's loaders is needed, and that node:sqlite is new is no news to an operator.
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const [greeting]: [LogGreeting] = (await once(worker, 'message')) as [LogGreeting];
    if (greeting.ready) return new LogThreadClient(worker, onFailure);
    const locked = greeting.reason.includes('locked');
    const reason = locked ? 'it is in use by another process' : greeting.reason;
    throw new Error(`the database ${options.path} cannot be opened: ${reason}`);
  }

  call<Method extends LogMethod>(
    method: Method,
    ...args: Parameters<LogMethods[Method]>
  ): Promise<ReturnType<LogMethods[Method]>> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      if (this.#closed && method !== 'close') return reject(new Error('the event log is closed'));
      if (this.#pending.size >= maximumPending) return reject(new Error('the event log has too many calls'));
      const id = ++this.#lastId;
      this.#pending.set(id, { resolve, reject });
      if (this.#outgoing.length === 0) queueMicrotask(() => this.#send());
      // Method and arguments belong together by the signature above.
      this.#outgoing.push({ id, method, args } as unknown as LogCall);
    });
  }

  /** Waits for what is under way, then ends the thread. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    if (this.#failure) return;
    const exited = once(this.#worker, 'exit');
    await this.call('close');
    await exited;
  }

  #send(): void {
    const calls = this.#outgoing;
    this.#outgoing = [];
    this.#worker.postMessage(calls);
  }

  #settle(answers: readonly LogAnswer[]): void {
    for (const answer of answers) {
      const pending = this.#pending.get(answer.id);
      this.#pending.delete(answer.id);
      if ('error' in answer) pending?.reject(answer.error);
      else pending?.resolve(answer.result);
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const pending of this.#pending.values()) pending.reject(this.#failure);
    this.#pending.clear();
  }
}
