import type { Redis } from 'ioredis';

export interface SubscriptionsOptions {
  readonly subscriber: Redis;
  readonly prefix: string;
  /** A topic that is always listened to. */
  readonly standing: string;
  readonly onMessage: (topic: string, text: string) => void;
  /** From now on everything said under these topics arrives; what was said before may not have. */
  readonly onListening: (topics: readonly string[]) => void;
  readonly onFault: (error: unknown) => void;
}

/** An idle line says nothing, so a Redis that is gone without a goodbye is noticed by asking. */
const pingEveryMs = 5_000;

/** What one connection listens to: each topic while somebody holds it, and again after each reconnect. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #holders = new Map<string, number>();
  readonly #ping: NodeJS.Timeout;
  #isListening = false;
  #closed = false;

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
    const { subscriber } = options;
    subscriber.on('message', this.#onMessage);
    subscriber.on('ready', this.#onReady);
    subscriber.on('close', this.#onClose);
    this.#ping = setInterval(() => void this.#isAlive(), pingEveryMs).unref();
    if (subscriber.status === 'ready') this.#onReady();
  }

  get isListening(): boolean {
    return this.#isListening;
  }

  get topics(): readonly string[] {
    return [...this.#holders.keys()];
  }

  /** Listens to a topic until the returned function is called, which may happen twice. */
  hold(topic: string): () => void {
    const holders = this.#holders.get(topic) ?? 0;
    this.#holders.set(topic, holders + 1);
    if (holders === 0) void this.#subscribe([topic]);
    let isHeld = true;
    return () => {
      if (isHeld) this.#release(topic);
      isHeld = false;
    };
  }

  /** Idempotent; the connection stays the caller's. */
  close(): void {
    const { subscriber } = this.#options;
    clearInterval(this.#ping);
    subscriber.off('message', this.#onMessage);
    subscriber.off('ready', this.#onReady);
    subscriber.off('close', this.#onClose);
    this.#holders.clear();
    this.#isListening = false;
    this.#closed = true;
  }

  #release(topic: string): void {
    const holders = (this.#holders.get(topic) ?? 0) - 1;
    if (holders > 0) {
      this.#holders.set(topic, holders);
      return;
    }
    const { subscriber, prefix, onFault } = this.#options;
    // After `close` nobody holds anything any more.
    if (!this.#holders.delete(topic) || subscriber.status !== 'ready') return;
    subscriber.unsubscribe(prefix + topic).catch(onFault);
  }

  /** Nothing to do while the connection is away: `#onReady` asks for all topics. */
  async #subscribe(topics: readonly string[]): Promise<void> {
    const { subscriber, prefix, onListening, onFault } = this.#options;
    if (subscriber.status !== 'ready') return;
    try {
      await subscriber.subscribe(...topics.map((topic) => prefix + topic));
      if (this.#closed) return;
      this.#isListening = true;
      onListening(topics);
    } catch (error) {
      if (this.#closed) return;
      onFault(error);
      // Half subscribed is worse than not at all: the next connection asks for everything.
      if (subscriber.status === 'ready') subscriber.disconnect(true);
    }
  }

  readonly #onReady = (): void => {
    void this.#subscribe([this.#options.standing, ...this.topics]);
  };

  readonly #onClose = (): void => {
    this.#isListening = false;
  };

  readonly #onMessage = (channel: string, text: string): void => {
    const { prefix, onMessage } = this.#options;
    if (channel.startsWith(prefix)) onMessage(channel.slice(prefix.length), text);
  };

  async #isAlive(): Promise<void> {
    const { subscriber, onFault } = this.#options;
    if (subscriber.status !== 'ready') return;
    try {
      await subscriber.ping();
    } catch (error) {
      onFault(error);
      if (subscriber.status === 'ready') subscriber.disconnect(true);
    }
  }
}
