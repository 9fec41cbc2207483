import type { Bus, BusMessage } from '#application/ports.ts';

export interface InProcessBusOptions {
  /** A listener threw; the others still hear the message. */
  readonly onListenerError: (error: unknown, topic: string) => void;
  /** Messages that may wait for delivery. At the limit the oldest goes: its listeners find the gap and read the log. */
  readonly maximumWaiting?: number;
}

type Listener = (message: BusMessage) => void;

/** One turn of the event loop never produces more than this without a fault somewhere. */
const defaultMaximumWaiting = 10_000;

/** The bus of a single server process: delivers in order, after the publisher's own work is done. */
export class InProcessBus implements Bus {
  readonly #options: InProcessBusOptions;
  readonly #listeners = new Map<string, Set<Listener>>();
  #waiting: { readonly topic: string; readonly message: BusMessage }[] = [];
  #closed = false;

  constructor(options: InProcessBusOptions) {
    this.#options = options;
  }

  publish(topic: string, message: BusMessage): void {
    if (this.#closed || !this.#listeners.has(topic)) return;
    if (this.#waiting.length === 0) setImmediate(() => this.#deliver());
    this.#waiting.push({ topic, message });
    if (this.#waiting.length > (this.#options.maximumWaiting ?? defaultMaximumWaiting)) this.#waiting.shift();
  }

  subscribe(topic: string, listener: Listener): () => void {
    // Each subscription is its own, also where one function listens twice.
    const own: Listener = (message) => listener(message);
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(own));
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting = [];
    this.#listeners.clear();
  }

  #deliver(): void {
    // What listeners publish meanwhile comes with the next turn.
    const messages = this.#waiting;
    this.#waiting = [];
    for (const { topic, message } of messages) {
      for (const listener of this.#listeners.get(topic) ?? []) {
        try {
          listener(message);
        } catch (error) {
          this.#options.onListenerError(error, topic);
        }
      }
    }
  }
}
