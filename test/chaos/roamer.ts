import { setTimeout as delay } from 'node:timers/promises';
import type { MessageId, ShowId } from '#domain/ids.ts';
import { errorTable, Refusal } from '#protocol/errors.ts';
import { HeadlessClient, newCommandId, newMessageId } from '#test/support/headless-client.ts';
import { SocketLost, type HeadlessSocket } from '#test/support/headless-socket.ts';

const reconnectMs = 50;

/** A person who goes on with another server when his own is gone, and asks again until he is answered. */
export class Roamer {
  readonly client: HeadlessClient;
  /** Sockets that ended under him. */
  cuts = 0;
  /** Refusals that said: later. */
  refusals = 0;
  readonly #origins: readonly string[];
  #turn: number;
  #isClosed = false;

  private constructor(client: HeadlessClient, origins: readonly string[], turn: number) {
    this.client = client;
    this.#origins = origins;
    this.#turn = turn;
  }

  /** Signs in at the first of `origins` and connects to the one whose turn it is. */
  static async join(origins: readonly string[], turn: number, link?: string): Promise<Roamer> {
    const [first = ''] = origins;
    const client = await HeadlessClient.signIn(first, link === undefined ? {} : { link });
    const roamer = new Roamer(client, origins, turn);
    await client.open(roamer.#origin);
    void roamer.#stayConnected();
    return roamer;
  }

  /** A chat message, sent until it is acknowledged; always the same command. */
  async send(showId: ShowId, text: string): Promise<MessageId> {
    const messageId = newMessageId();
    const to = { replyToId: null, mentionIds: [], audience: 'room' as const };
    const params = { commandId: newCommandId(), showId, messageId, text, ...to };
    await this.insist((socket) => socket.request('room.send-message', params));
    return messageId;
  }

  /** Repeats a request over lost sockets and temporary refusals; any other refusal is thrown. */
  async insist<Result>(ask: (socket: HeadlessSocket) => Promise<Result>): Promise<Result> {
    for (;;) {
      const { socket } = this.client;
      try {
        const lost = socket.closed.then((code) => Promise.reject(new SocketLost(code)));
        return await Promise.race([ask(socket), lost]);
      } catch (error) {
        if (this.#isClosed || !isForLater(error)) throw error;
        if (error instanceof Refusal) this.refusals += 1;
        await delay(reconnectMs);
      }
    }
  }

  close(): void {
    this.#isClosed = true;
    this.client.close();
  }

  get #origin(): string {
    return this.#origins[this.#turn % this.#origins.length] ?? '';
  }

  async #stayConnected(): Promise<void> {
    for (;;) {
      await this.client.socket.closed;
      if (this.#isClosed) return;
      this.cuts += 1;
      await this.#reconnect();
    }
  }

  async #reconnect(): Promise<void> {
    while (!this.#isClosed) {
      this.#turn += 1;
      try {
        await this.client.open(this.#origin);
        return;
      } catch {
        // Nobody there, or not all channels came back: from the start, elsewhere.
        this.client.socket.cut();
        await delay(reconnectMs);
      }
    }
  }
}

const isForLater = (error: unknown): boolean =>
  error instanceof SocketLost || (error instanceof Refusal && errorTable[error.code].temporary);
