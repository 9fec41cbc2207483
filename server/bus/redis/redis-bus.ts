import type { Redis } from 'ioredis';
import type { Bus, BusMessage } from '#application/ports.ts';
import { InProcessBus } from '../in-process/in-process-bus.ts';
import { Subscriptions } from './subscriptions.ts';

export interface RedisBusOptions {
  /** Sends. Its commands must fail in bounded time while Redis is away; the caller's to close. */
  readonly publisher: Redis;
  /** Listens, and nothing else. Without `autoResubscribe`; the caller's to close. */
  readonly subscriber: Redis;
  /** Before each topic, so that several installations on one Redis do not hear each other. */
  readonly prefix: string;
  /** Of this process and run: what comes back from Redis with it was heard here already. */
  readonly senderId: string;
  /** A listener threw; the others still hear the message. */
  readonly onListenerError: (error: unknown, topic: string) => void;
  /** Redis did not take or bring a message; nothing is lost but time. */
  readonly onFault: (error: unknown) => void;
  /** Messages on their way to Redis. At the limit new ones are dropped, and all listeners are told to read the log. */
  readonly maximumSending?: number;
}

interface Envelope extends BusMessage {
  readonly from: string;
}

/** Some seconds of the heaviest load measured; a Redis that is so far behind will not catch up by waiting. */
const defaultMaximumSending = 5_000;
/** Redis cuts subscribers off whose backlog passes 8 MB for a minute; beyond this size reading the log is cheaper. */
const largestMessageBytes = 65_536;
/** Topics start with a shop's hash tag in braces, so this is none of them. */
const everybody = '*';

/**
 * The bus of several server processes, over Redis pub/sub. Listeners of this process hear a message without the round
 * trip; those of others hear it in the order it was sent. What Redis loses (it was away, a queue was full) is made good
 * by a message without events to every listener, which says: read the log.
 */
export class RedisBus implements Bus {
  readonly #options: RedisBusOptions;
  readonly #local: InProcessBus;
  readonly #subscriptions: Subscriptions;
  #sending = 0;
  #hasLost = false;
  #closed = false;

  constructor(options: RedisBusOptions) {
    this.#options = options;
    this.#local = new InProcessBus({ onListenerError: options.onListenerError });
    this.#subscriptions = new Subscriptions({
      ...options,
      standing: everybody,
      onMessage: (topic, text) => this.#receive(topic, text),
      // What was said before Redis listened for us, or while it was away, nobody repeats.
      onListening: (topics) => this.#wake(topics),
    });
    options.publisher.on('ready', this.#makeGood);
  }

  /** Whether messages of other processes arrive now. */
  get isListening(): boolean {
    return this.#subscriptions.isListening;
  }

  publish(topic: string, message: BusMessage): void {
    if (this.#closed) return;
    this.#local.publish(topic, message);
    this.#send(topic, message);
  }

  subscribe(topic: string, listener: (message: BusMessage) => void): () => void {
    const stop = this.#local.subscribe(topic, listener);
    const release = this.#subscriptions.hold(topic);
    return () => {
      stop();
      release();
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#options.publisher.off('ready', this.#makeGood);
    this.#subscriptions.close();
    await this.#local.close();
  }

  #send(topic: string, message: BusMessage): void {
    const { publisher, prefix, onFault, maximumSending = defaultMaximumSending } = this.#options;
    if (this.#sending >= maximumSending || publisher.status !== 'ready') {
      this.#hasLost = true;
      return;
    }
    this.#sending += 1;
    publisher
      .publish(prefix + topic, this.#encode(message))
      .catch((error: unknown) => {
        this.#hasLost = true;
        if (!this.#closed) onFault(error);
      })
      .finally(() => {
        this.#sending -= 1;
        if (this.#sending === 0) this.#makeGood();
      });
  }

  #encode({ recorded, note }: BusMessage): string {
    const envelope = { from: this.#options.senderId, recorded, ...(note === undefined ? {} : { note }) };
    const text = JSON.stringify(envelope);
    if (text.length <= largestMessageBytes) return text;
    return JSON.stringify({ from: this.#options.senderId, recorded: [] } satisfies Envelope);
  }

  /** Tells everybody, once Redis takes messages again, that some did not arrive. */
  readonly #makeGood = (): void => {
    if (!this.#hasLost || this.#closed || this.#options.publisher.status !== 'ready') return;
    this.#hasLost = false;
    this.#send(everybody, { recorded: [] });
  };

  #receive(topic: string, text: string): void {
    const message = this.#decode(text);
    if (message === undefined || message.from === this.#options.senderId) return;
    const { recorded, note } = message;
    if (topic === everybody) this.#wake(this.#subscriptions.topics);
    else this.#local.publish(topic, note === undefined ? { recorded } : { recorded, note });
  }

  #decode(text: string): Envelope | undefined {
    try {
      // Only servers of this installation write under the prefix, and they write what `#encode` makes.
      return JSON.parse(text) as Envelope;
    } catch (error) {
      this.#options.onFault(error);
      return undefined;
    }
  }

  #wake(topics: Iterable<string>): void {
    for (const topic of topics) this.#local.publish(topic, { recorded: [] });
  }
}
