import type { ClientMessage, Push } from '#protocol/messages.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { ChannelPosition } from '#protocol/views.ts';
import type { FakeConnection } from './fake-server.ts';
import { standingSocket } from './socket-stand.ts';
import { welcome } from './fake-server.ts';

type Request = Extract<ClientMessage, { type: 'request' }>;

export const channelName = 'room-show-number-1';

interface Recorded {
  readonly eventId: string;
  readonly value: unknown;
}

/**
 * The server's side of one channel: a log with positions, one subscriber per connection, and every fault that a network
 * or a store can have, on demand. `view` makes the snapshot from what the log holds.
 */
export class ChannelStand {
  readonly stand = standingSocket();
  readonly #view: (values: readonly unknown[]) => unknown;
  readonly log: Recorded[] = [];
  /** Versions up to this one can no longer be replayed. */
  trimmedTo = 0;
  /** Requests to subscribe that get no answer, and those that are refused for the moment. */
  silences = 0;
  refusals: ErrorCode[] = [];
  /** As what the next connection is welcomed. */
  role = welcome.role;
  readonly asked: Record<string, unknown>[] = [];
  /** Answers to other methods. */
  answer: (request: Request) => unknown = () => ({});
  #read = 0;
  #connection: FakeConnection | undefined;
  /** Up to where the subscriber was told; undefined while there is none. */
  #told: number | undefined;
  #lastPush: Push | undefined;
  #made = 0;

  constructor(view: (values: readonly unknown[]) => unknown) {
    this.#view = view;
  }

  get values(): readonly unknown[] {
    return this.log.map(({ value }) => value);
  }

  get position(): ChannelPosition {
    return { version: this.log.length, eventId: this.log.at(-1)?.eventId ?? null };
  }

  /** Records and, unless the frame is lost, tells the subscriber. */
  record(values: readonly unknown[], isLost = false): void {
    const from = this.log.length;
    for (const value of values) this.log.push({ value, eventId: `event-${(this.#made += 1)}` });
    if (this.#told === undefined || values.length === 0) return;
    const push: Push = {
      type: 'push',
      channel: channelName,
      from,
      to: this.log.length,
      toEventId: this.position.eventId ?? '',
      events: values,
    };
    this.#told = this.log.length;
    this.#lastPush = push;
    if (!isLost) this.#connection?.send(push);
  }

  /** The same push once more. */
  duplicate(): void {
    if (this.#told !== undefined && this.#lastPush !== undefined) this.#connection?.send(this.#lastPush);
  }

  /** The log lost its newest entries, as a store may that was not asked to be sure; versions are given again. */
  loseTail(count: number): void {
    this.log.splice(Math.max(0, this.log.length - count));
    this.end('conflict');
  }

  end(code: ErrorCode): void {
    if (this.#told === undefined) return;
    this.#told = undefined;
    this.#lastPush = undefined;
    this.#connection?.send({ type: 'signal', name: 'channel.closed', data: { channel: channelName, code } });
  }

  cut(closeCode = 1006): void {
    if (this.stand.socket.state.peek().status !== 'open') return;
    this.#told = undefined;
    this.#connection?.cut(closeCode);
  }

  /** Time passes; the server greets who comes and answers what is asked. */
  async pass(ms: number): Promise<void> {
    const { time } = this.stand;
    for (let leftMs = ms; leftMs >= 0; leftMs -= 100) {
      await time.settle();
      await this.#serve();
      await time.advance(Math.min(100, Math.max(0, leftMs)));
    }
    await this.#serve();
    await time.settle();
  }

  async #serve(): Promise<void> {
    const { server, time } = this.stand;
    const connection = server.connections.at(-1);
    if (connection === undefined || connection.isClosedByClient) return;
    if (connection !== this.#connection) {
      this.#connection = connection;
      this.#read = 0;
      this.#told = undefined;
      this.#lastPush = undefined;
      connection.open();
      connection.send({ ...welcome, role: this.role });
    }
    await time.settle();
    while (this.#read < connection.received.length && connection === this.#connection) {
      const message = connection.received[this.#read];
      this.#read += 1;
      if (message?.type === 'ping')
        connection.send({ type: 'pong', sentAt: message.sentAt, serverTimeMs: 0 });
      if (message?.type === 'request') this.#reply(connection, message);
      await time.settle();
    }
  }

  #reply(connection: FakeConnection, request: Request): void {
    const { id, method, params } = request;
    if (method === 'channel.unsubscribe') this.#told = undefined;
    if (method !== 'channel.subscribe') {
      const answer = this.answer(request);
      // An answer that is an error of the wire is sent as a refusal; undefined is no answer at all.
      if (answer === undefined) return;
      if (typeof answer === 'object' && answer !== null && 'code' in answer)
        return connection.send({ type: 'reply', id, ok: false, error: answer as never });
      return connection.send({ type: 'reply', id, ok: true, result: answer });
    }
    this.asked.push(params);
    if (this.silences > 0) {
      this.silences -= 1;
      return;
    }
    const code = this.refusals.shift();
    if (code !== undefined) {
      const temporary = code !== 'forbidden' && code !== 'show-not-found';
      return connection.send({ type: 'reply', id, ok: false, error: { code, message: '', temporary } });
    }
    this.#told = this.log.length;
    connection.send({ type: 'reply', id, ok: true, result: this.#subscribed(params) });
  }

  #subscribed({ position: asked }: Record<string, unknown>): unknown {
    const { position } = this;
    // The client under test wrote it in the shape of protocol/methods/channel.ts.
    const after = asked as ChannelPosition | undefined;
    const isHeld =
      after !== undefined &&
      after.version >= this.trimmedTo &&
      this.log[after.version - 1]?.eventId === after.eventId;
    if (!isHeld) return { recovered: false, snapshot: this.#view(this.values), position };
    return { recovered: true, events: this.values.slice(after.version), position };
  }
}
