import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';
import type { ServerMessage } from '#protocol/messages.ts';

/** A socket of the library with nothing of ours on it: for tests that send what no client would. */
export class RawSocket {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly closed: Promise<number>;

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url, options);
    this.socket.on('message', (data) => {
      // Our own server wrote it; the tests look at what is in it.
      this.messages.push(...(JSON.parse(String(data)) as ServerMessage[]));
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
  }

  async opened(): Promise<this> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, 'open');
    return this;
  }

  async hello(token: string): Promise<this> {
    await this.opened();
    this.tell({ type: 'hello', protocol: 1, token });
    await this.until((message) => message.type === 'welcome');
    return this;
  }

  tell(...messages: readonly unknown[]): void {
    this.socket.send(JSON.stringify(messages));
  }

  /** The first message that fits, now or later. */
  async until(fits: (message: ServerMessage) => boolean): Promise<ServerMessage> {
    for (;;) {
      const found = this.messages.find(fits);
      if (found !== undefined) return found;
      await once(this.socket, 'message');
    }
  }
}
