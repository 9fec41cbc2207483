import type { Connection } from './connection.ts';
import type { Payload } from './payload.ts';
import type { TickEnd } from './tick-end.ts';

/** What all outboxes of the process share, so that an idle socket costs little. */
export interface OutboxSettings {
  readonly tickEnd: Pick<TickEnd, 'flush'>;
  /** Bytes that may wait in one outbox and its connection together. */
  readonly limitBytes: number;
  readonly onFlushed: (sizeBytes: number) => void;
}

interface Owner {
  /** Called once, when the limit would be passed; what waits has been dropped by then. */
  overflowed(): void;
}

/**
 * The queue towards one socket. Messages of one tick leave as one frame, in order. It is bounded in bytes; the
 * overflow policy is to give the socket up, because a reader that misses messages must come back and recover.
 */
export class Outbox {
  readonly #settings: OutboxSettings;
  readonly #connection: Connection;
  readonly #owner: Owner;
  #waiting: Payload | undefined;
  #shut = false;

  constructor(settings: OutboxSettings, connection: Connection, owner: Owner) {
    this.#settings = settings;
    this.#connection = connection;
    this.#owner = owner;
  }

  push(payload: Payload): void {
    if (this.#shut) return;
    const { limitBytes, tickEnd } = this.#settings;
    const waiting = this.#waiting;
    if ((waiting?.sizeBytes ?? 0) + payload.sizeBytes + this.#connection.bufferedBytes > limitBytes) {
      this.close();
      this.#owner.overflowed();
      return;
    }
    this.#waiting = waiting === undefined ? payload : waiting.and(payload);
    if (waiting === undefined) tickEnd.flush(this);
  }

  /** Sends what waits now, without waiting for the end of the tick. */
  flush(): void {
    if (this.#waiting === undefined) return;
    const { frame } = this.#waiting;
    this.#waiting = undefined;
    this.#connection.send(frame);
    this.#settings.onFlushed(frame.length);
  }

  /** Drops what waits and takes nothing more. */
  close(): void {
    this.#shut = true;
    this.#waiting = undefined;
  }
}
