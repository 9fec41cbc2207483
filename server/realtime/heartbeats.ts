import type { CloseReason } from '#protocol/close-codes.ts';
import type { Clock } from './clock.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import { Payload } from './payload.ts';

/** A socket that is pinged. */
export interface Pinged {
  sendPayload(payload: Payload): void;
  close(reason: CloseReason): void;
}

interface Times {
  /** ms between two pings. */
  readonly intervalMs: number;
  /** ms within which a ping must be answered. */
  readonly timeoutMs: number;
}

const ping = Payload.of({ type: 'ping' });

/** Pings all sockets and notices which stop answering. 25 s and 8 s by default, as Centrifugo has them. */
export class Heartbeats {
  readonly #pings: DeadlineQueue<Pinged>;
  readonly #losses: DeadlineQueue<Pinged>;

  constructor(clock: Clock, { intervalMs, timeoutMs }: Times) {
    this.#losses = new DeadlineQueue(clock, timeoutMs, (socket) => socket.close('heartbeat-lost'));
    this.#pings = new DeadlineQueue(clock, intervalMs, (socket) => {
      socket.sendPayload(ping);
      if (!this.#losses.has(socket)) this.#losses.add(socket);
      this.#pings.add(socket);
    });
  }

  start(socket: Pinged): void {
    this.#pings.add(socket);
  }

  /** A pong came. */
  answered(socket: Pinged): void {
    this.#losses.delete(socket);
  }

  /** Idempotent. */
  stop(socket: Pinged): void {
    this.#pings.delete(socket);
    this.#losses.delete(socket);
  }
}
