import type { StreamId } from '#domain/ids.ts';
import type { Bus, EventLog, Position, RecordedEvent } from './ports.ts';
import { positionAfter, readSince } from './recovery.ts';

export interface StreamFollowerOptions {
  readonly streamId: StreamId;
  readonly after: Position;
  readonly log: EventLog;
  readonly bus: Bus;
  /**
   * Called one after the other; events in order, without gap or repetition. `from` is the place before the first.
   * Where it rejects the events are not delivered and come again.
   */
  readonly deliver: (recorded: readonly RecordedEvent[], from: Position) => Promise<void>;
  readonly onError: (error: unknown, streamId: StreamId) => void;
  /** The log lost events that were delivered; it has closed by then. */
  readonly onLost?: (() => void) | undefined;
}

const pageSize = 256;
/** Events kept from the bus while a delivery is under way; beyond it they are read from the log instead. */
const maximumHeard = 512;

/** Follows one stream: listens to the bus, and reads the log wherever the bus left a gap. */
export class StreamFollower {
  readonly #options: StreamFollowerOptions;
  readonly #unsubscribe: () => void;
  #position: Position;
  #heard: RecordedEvent[] = [];
  #mustRead = false;
  #running = false;
  #closed = false;

  private constructor(options: StreamFollowerOptions) {
    this.#options = options;
    this.#position = options.after;
    this.#unsubscribe = options.bus.subscribe(options.streamId, ({ recorded }) => this.#hear(recorded));
  }

  /** Follows from `after` on; `undefined` when the log no longer holds that place. */
  static async start(options: StreamFollowerOptions): Promise<StreamFollower | undefined> {
    const { log, streamId, after } = options;
    const follower = new StreamFollower(options);
    if ((await readSince(log, streamId, after, 1)) === undefined) {
      follower.close();
      return undefined;
    }
    follower.wake();
    return follower;
  }

  /** Reads the log once: finds what a message that was lost would have told. */
  wake(): void {
    this.#mustRead = true;
    void this.#run();
  }

  close(): void {
    this.#closed = true;
    this.#heard = [];
    this.#unsubscribe();
  }

  /** A message without events says that some did not come along (too large, or the bus was away). */
  #hear(recorded: readonly RecordedEvent[]): void {
    const fits = recorded.length > 0 && this.#heard.length + recorded.length <= maximumHeard;
    if (fits) this.#heard.push(...recorded);
    else this.#mustRead = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      while (!this.#closed && (this.#mustRead || this.#heard.length > 0)) {
        const recorded = this.#takeHeard() ?? (await this.#read());
        const from = this.#position;
        if (this.#closed || recorded.length === 0) continue;
        await this.#options.deliver(recorded, from);
        this.#position = positionAfter(from, recorded);
      }
    } catch (error) {
      // What was not delivered is read again at the next wake; what was heard meanwhile would leave a gap before it.
      this.#mustRead = true;
      this.#options.onError(error, this.#options.streamId);
    } finally {
      this.#running = false;
    }
  }

  /** What the bus brought, if it joins on to what was delivered; else the log must be read. */
  #takeHeard(): readonly RecordedEvent[] | undefined {
    const { version } = this.#position;
    const fresh = this.#heard.filter((event) => event.version > version);
    this.#heard = [];
    if (this.#mustRead) return undefined;
    const joins = fresh.every((event, index) => event.version === version + index + 1);
    this.#mustRead = !joins;
    return joins ? fresh : undefined;
  }

  async #read(): Promise<readonly RecordedEvent[]> {
    this.#mustRead = false;
    const { log, streamId } = this.#options;
    const page = await readSince(log, streamId, this.#position, pageSize);
    if (page === undefined) {
      this.close();
      this.#options.onLost?.();
      throw new Error('the log lost events that were already delivered');
    }
    if (page.length === pageSize) this.#mustRead = true;
    return page;
  }
}
