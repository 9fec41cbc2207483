import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** What a line tells its owner. */
export interface LineEvents {
  /** Bytes of WebSocket frames as they came, cut anywhere. */
  readonly onBytes: (chunk: Buffer) => void;
  /** The line is gone, whoever ended it; comes once, also when it never opened. */
  readonly onEnd: () => void;
}

const endOfHead = Buffer.from('\r\n\r\n');

interface LineOptions {
  /** Where it comes from; another address of the loopback is another client to the server. */
  readonly localAddress?: string;
}

/**
 * A WebSocket as cheap as a client can be, for thousands in one process: the upgrade is taken on trust and nothing is
 * parsed (RFC 6455 sections 4.1 and 5.2). Against our own servers only.
 */
export class Line {
  /** Resolves when frames may be sent; rejects when the server turns the line away. */
  readonly opened: Promise<void>;
  readonly #socket: Socket;

  constructor(origin: string, path: string, events: LineEvents, options: LineOptions = {}) {
    const { hostname, port, host } = new URL(origin);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.opened = promise;
    // Whoever waits hears of it; whoever does not has `onEnd`.
    promise.catch(() => undefined);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true, ...options });
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    let head: Buffer | undefined = Buffer.alloc(0);
    this.#socket.on('data', (chunk: Buffer) => {
      if (head === undefined) return events.onBytes(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(endOfHead);
      if (end < 0) return;
      const rest = head.subarray(end + endOfHead.length);
      if (!head.toString('latin1', 0, 16).startsWith('HTTP/1.1 101')) return void this.#socket.destroy();
      head = undefined;
      resolve();
      if (rest.length > 0) events.onBytes(rest);
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      reject(new Error('the line was refused or lost'));
      events.onEnd();
    });
  }

  /** One text frame. The mask is zero, so that masking costs nothing here. */
  say(text: string): void {
    const payload = Buffer.from(text);
    const { length } = payload;
    const head = length < 126 ? Buffer.alloc(6) : Buffer.alloc(8);
    head[0] = 0x81;
    if (length < 126) head[1] = 0x80 | length;
    else {
      head[1] = 0x80 | 126;
      head.writeUInt16BE(length, 2);
    }
    this.#socket.write(Buffer.concat([head, payload]));
  }

  /** Stops reading, as a phone in a tunnel does; what comes stays in the kernel. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Cuts the line without a goodbye. */
  cut(): void {
    this.#socket.destroy();
  }
}
