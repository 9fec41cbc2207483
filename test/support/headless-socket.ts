import { once } from 'node:events';
import type { Static } from 'typebox';
import { WebSocket } from 'ws';
import type { BidAcknowledged } from '#protocol/auction-views.ts';
import { Refusal } from '#protocol/errors.ts';
import { protocolVersion, type ClientMessage, type ServerMessage, type Welcome } from '#protocol/messages.ts';
import type { CommandMethod, MethodName, methodTable } from '#protocol/methods/methods.ts';
import type { StageMethod, StageResults, StageState } from '#protocol/methods/stage.ts';
import type { PresentPerson } from '#protocol/room-views.ts';
import type { SignalName, Signals } from '#protocol/signals.ts';
import type { ChannelPosition, Subscribed } from '#protocol/views.ts';
import type { ChannelAnswer } from './channel-reader.ts';

/** What each method answers with; `subscribe` knows what of each channel. */
export type MethodResult<M extends MethodName> = M extends StageMethod
  ? StageResults[M]
  : M extends 'channel.subscribe'
    ? Subscribed<unknown>
    : M extends 'stage.observe'
      ? { readonly stage: StageState }
      : M extends 'room.list-present'
        ? { readonly count: number; readonly people: readonly PresentPerson[] }
        : M extends 'order.mine'
          ? { readonly orderId: string }
          : M extends 'auction.place-bid'
            ? BidAcknowledged
            : M extends CommandMethod
              ? { readonly version: number }
              : Record<string, never>;

export type MethodParams<M extends MethodName> = Static<(typeof methodTable)[M]>;

interface OpenRequest {
  readonly resolve: (result: unknown) => void;
  readonly reject: (refusal: Error) => void;
}

/** The socket ended while something was asked of it. */
export class SocketLost extends Error {
  readonly closeCode: number;

  constructor(closeCode: number) {
    super(`the socket closed with ${closeCode}`);
    this.name = 'SocketLost';
    this.closeCode = closeCode;
  }
}

/** One connection of the headless client, from hello to close. Answers pings by itself. */
export class HeadlessSocket {
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #open = new Map<number, OpenRequest>();
  readonly #listeners = new Set<(message: ServerMessage) => void>();
  #nextId = 1;
  #welcome: Welcome | undefined;

  private constructor(url: string) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false });
    this.#socket.on('message', (data) => {
      // Our own server wrote it; client and server are of one commit.
      for (const message of JSON.parse(String(data)) as ServerMessage[]) this.#take(message);
    });
    this.closed = new Promise((resolve) => this.#socket.on('close', resolve));
    void this.closed.then((code) => {
      for (const { reject } of this.#open.values()) reject(new SocketLost(code));
      this.#open.clear();
    });
  }

  /** Connects and says hello; rejects when the server does not welcome it. */
  static async open(url: string, token: string): Promise<HeadlessSocket> {
    const socket = new HeadlessSocket(url);
    await once(socket.#socket, 'open');
    // A socket that breaks later is told of by `closed`.
    socket.#socket.on('error', () => undefined);
    const welcomed = socket.next((message) => message.type === 'welcome');
    socket.#post({ type: 'hello', protocol: protocolVersion, token });
    const lost = socket.closed.then((code) => Promise.reject(new SocketLost(code)));
    await Promise.race([welcomed, lost]);
    return socket;
  }

  get welcome(): Welcome {
    if (this.#welcome === undefined) throw new Error('not welcomed yet');
    return this.#welcome;
  }

  /** Rejects with the server's `Refusal`, or with `SocketLost`. */
  async request<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M>> {
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#open.set(id, { resolve, reject });
    this.#post({ type: 'request', id, method, params });
    // The method table says what a method answers with; that the server keeps to it is what the tests are about.
    return (await promise) as MethodResult<M>;
  }

  /** Subscribes to a channel, from `position` on if the server still knows it. */
  async subscribe<Name extends string>(
    channel: Name,
    position?: ChannelPosition,
  ): Promise<ChannelAnswer<Name>> {
    // At version 0 there is no event to name.
    const known = position === undefined || position.eventId === null ? {} : { position };
    // Brands are for ids that came over a wire, and the channel's name says what its snapshot is.
    const params = { channel, ...known } as MethodParams<'channel.subscribe'>;
    return this.request('channel.subscribe', params);
  }

  /** Hears of every message until the returned function is called. */
  listen(listener: (message: ServerMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears of every signal of one name. */
  onSignal<Name extends SignalName>(name: Name, listener: (data: Signals[Name]) => void): () => void {
    return this.listen((message) => {
      // The name says what the data is.
      if (message.type === 'signal' && message.name === name) listener(message.data as Signals[Name]);
    });
  }

  /** The next message that fits. */
  next(fits: (message: ServerMessage) => boolean): Promise<ServerMessage> {
    return new Promise((resolve) => {
      const stop = this.listen((message) => {
        if (!fits(message)) return;
        stop();
        resolve(message);
      });
    });
  }

  close(): void {
    this.#socket.close(1000);
  }

  /** Cuts the line without a goodbye. */
  cut(): void {
    this.#socket.terminate();
  }

  #post(message: ClientMessage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify([message]));
  }

  #take(message: ServerMessage): void {
    if (message.type === 'ping') this.#post({ type: 'pong' });
    if (message.type === 'welcome') this.#welcome = message;
    if (message.type === 'reply') this.#settle(message);
    for (const listener of this.#listeners) listener(message);
  }

  #settle(reply: Extract<ServerMessage, { type: 'reply' }>): void {
    const request = this.#open.get(reply.id);
    this.#open.delete(reply.id);
    if (reply.ok) request?.resolve(reply.result);
    else request?.reject(new Refusal(reply.error.code, reply.error.details));
  }
}
