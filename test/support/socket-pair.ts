import { Refusal } from '#protocol/errors.ts';
import type { ServerMessage } from '#protocol/messages.ts';
import type { ChannelPosition } from '#protocol/views.ts';
import type { Connection } from '#realtime/connection.ts';
import type { Session } from '#realtime/session.ts';
import type { ChannelAnswer, ChannelSource } from './channel-reader.ts';
import type { FakeClock } from './fake-clock.ts';

type Message<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

/** The client's end of a socket whose server end is a session in the same process. */
export class SocketPair implements Connection, ChannelSource {
  /** Frames that came, each with its messages. */
  readonly frames: (readonly ServerMessage[])[] = [];
  /** The same as they came over the wire. */
  readonly texts: string[] = [];
  /** How the server closed. */
  closed: { readonly code: number; readonly reason: string } | 'terminated' | undefined;
  /** What the operating system has not taken: set it to play a slow reader. */
  bufferedBytes = 0;
  readonly #clock: FakeClock;
  readonly #listeners = new Set<(message: ServerMessage) => void>();
  readonly #open = new Map<number, (reply: Message<'reply'>) => void>();
  #session: Session | undefined;
  #nextId = 1;

  constructor(clock: FakeClock, accept: (connection: Connection) => Session) {
    this.#clock = clock;
    this.#session = accept(this);
    // A socket may be turned away while it is still being accepted.
    if (this.closed !== undefined) this.#session.ended();
  }

  get session(): Session {
    if (this.#session === undefined) throw new Error('the socket is still being accepted');
    return this.#session;
  }

  send(frame: Buffer): void {
    const text = frame.toString();
    // Our own server wrote it; tests look at what is in it.
    const messages = JSON.parse(text) as readonly ServerMessage[];
    this.texts.push(text);
    this.frames.push(messages);
    for (const message of messages) {
      if (message.type === 'reply') this.#open.get(message.id)?.(message);
      for (const listener of [...this.#listeners]) listener(message);
    }
  }

  /** A well-behaved peer answers a close frame at once. */
  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
    this.#session?.ended();
  }

  terminate(): void {
    this.closed ??= 'terminated';
    this.#session?.ended();
  }

  /** The client goes away. */
  leave(): void {
    this.session.ended();
  }

  /** Everything that came, in order. */
  get messages(): readonly ServerMessage[] {
    return this.frames.flat();
  }

  ofType<Type extends ServerMessage['type']>(type: Type): readonly Message<Type>[] {
    return this.messages.filter((message): message is Message<Type> => message.type === type);
  }

  /** Signals of one name, their data only. */
  signals(name: string): readonly unknown[] {
    return this.ofType('signal')
      .filter((signal) => signal.name === name)
      .map((signal) => signal.data);
  }

  raw(text: string | Uint8Array, isBinary = false): void {
    this.session.receive(typeof text === 'string' ? Buffer.from(text) : text, isBinary);
  }

  tell(...messages: readonly unknown[]): void {
    this.raw(JSON.stringify(messages));
  }

  /** Says hello and waits for the answer. */
  async hello(token: string, protocol = 1): Promise<void> {
    this.tell({ type: 'hello', protocol, token });
    await this.#clock.tick();
  }

  /** Asks and waits for the reply; `undefined` when none came in this tick. */
  async request(method: string, params: object): Promise<Message<'reply'> | undefined> {
    const id = this.#nextId++;
    this.tell({ type: 'request', id, method, params });
    await this.#clock.tick();
    return this.ofType('reply').find((reply) => reply.id === id);
  }

  /** Hears of every message until the returned function is called. */
  listen(listener: (message: ServerMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the answer came, some tick; rejects with the server's `Refusal`. */
  async subscribe<Name extends string>(
    channel: Name,
    position: ChannelPosition | undefined,
  ): Promise<ChannelAnswer<Name>> {
    const id = this.#nextId++;
    const { promise, resolve } = Promise.withResolvers<Message<'reply'>>();
    this.#open.set(id, resolve);
    const params = position === undefined ? { channel } : { channel, position };
    this.tell({ type: 'request', id, method: 'channel.subscribe', params });
    const reply = await promise;
    if (!reply.ok) throw new Refusal(reply.error.code, reply.error.details);
    // The channel's name says what its snapshot is.
    return reply.result as ChannelAnswer<Name>;
  }
}
