import type { OpenWire, WireEvents } from '../../../client-demo/src/live/wire.ts';
import type { ClientMessage, ServerMessage, Welcome } from '#protocol/messages.ts';

/** The server's end of one connection. */
export class FakeConnection {
  readonly url: string;
  readonly received: ClientMessage[] = [];
  readonly frames: number[] = [];
  isClosedByClient = false;
  readonly #events: WireEvents;

  constructor(url: string, events: WireEvents) {
    this.url = url;
    this.#events = events;
  }
  take(text: string): void {
    // Both ends are ours in this test.
    const messages = JSON.parse(text) as ClientMessage[];
    this.frames.push(messages.length);
    this.received.push(...messages);
  }
  open(): void {
    this.#events.opened();
  }
  send(...messages: ServerMessage[]): void {
    this.#events.received(JSON.stringify(messages));
  }
  sendText(text: string): void {
    this.#events.received(text);
  }
  cut(closeCode = 1006): void {
    this.#events.closed(closeCode);
  }
  /** Requests by method, oldest first. */
  requests(method: string): Extract<ClientMessage, { type: 'request' }>[] {
    return this.received.filter(
      (message) => message.type === 'request' && message.method === method,
    ) as never;
  }
}

export const welcome: Welcome = {
  type: 'welcome',
  protocol: 1,
  sessionId: 'session',
  personId: 'person',
  role: 'viewer',
  serverTimeMs: 1_700_000_000_000,
  limits: { frameBytes: 65536, requestsPerSecond: 50, pingIntervalMs: 10_000, pongTimeoutMs: 5000 },
};

/** A server that takes every connection and does only what it is told. */
export class FakeServer {
  readonly connections: FakeConnection[] = [];

  readonly openWire: OpenWire = (url, events) => {
    const connection = new FakeConnection(url, events);
    this.connections.push(connection);
    return {
      send: (text) => connection.take(text),
      close: () => {
        connection.isClosedByClient = true;
      },
    };
  };
  get latest(): FakeConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) throw new Error('nobody connected');
    return connection;
  }
}
