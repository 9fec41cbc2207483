import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import { frameOf, type Payload } from './payload.ts';

interface OutboxDeps {
  readonly connection: Connection;
  readonly clock: Clock;
  /** Bytes that may wait here and in the connection together. */
  readonly limitBytes: number;
  /** Called once, when the limit would be passed; what waits has been dropped by then. */
  readonly onOverflow: () => void;
  readonly onFlushed: (sizeBytes: number) => void;
}

/**
 * The queue towards one socket. Messages of one tick leave as one frame, in order. It is bounded in bytes; the
 * overflow policy is to give the socket up, because a reader that misses messages must come back and recover.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  #waiting: Payload[] = [];
  #waitingBytes = 0;
  #shut = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  push(payload: Payload): void {
    if (this.#shut) return;
    const { connection, clock, limitBytes, onOverflow } = this.#deps;
    if (this.#waitingBytes + payload.sizeBytes + connection.bufferedBytes > limitBytes) {
      this.close();
      onOverflow();
      return;
    }
    this.#waiting.push(payload);
    this.#waitingBytes += payload.sizeBytes;
    if (this.#waiting.length === 1) clock.atEndOfTick(() => this.flush());
  }

  /** Sends what waits now, without waiting for the end of the tick. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const frame = frameOf(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#deps.connection.send(frame);
    this.#deps.onFlushed(frame.length);
  }

  /** Drops what waits and takes nothing more. */
  close(): void {
    this.#shut = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
