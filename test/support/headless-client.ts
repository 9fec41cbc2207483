import { randomUUID } from 'node:crypto';
import { shouldReconnect } from '#protocol/close-codes.ts';
import type { CommandId, MessageId, RulingId, ShowId, SourceId } from '#domain/ids.ts';
import { Refusal, type WireError } from '#protocol/errors.ts';
import type { CommandMethod, MethodName } from '#protocol/methods/methods.ts';
import type { SessionGrant } from '#protocol/views.ts';
import { ChannelReader } from './channel-reader.ts';
import { HeadlessSocket, type MethodParams, type MethodResult } from './headless-socket.ts';

/** A fresh id, as a browser makes them. The brands are for ids that came over a wire; tests make their own. */
export const newShowId = (): ShowId => `show-${randomUUID()}`.slice(0, 36) as ShowId;
export const newSourceId = (): SourceId => `source-${randomUUID()}`.slice(0, 36) as SourceId;
export const newPeerId = (): string => `peer-${randomUUID()}`.slice(0, 36);
export const newMessageId = (): MessageId => randomUUID() as MessageId;
export const newRulingId = (): RulingId => randomUUID() as RulingId;
export const newCommandId = (): CommandId => randomUUID() as CommandId;

interface SignIn {
  /** Secret of a magic link; anonymous without one. */
  readonly link?: string;
  readonly name?: string;
}

/** Small, so that a restarted server is found at once; real clients wait longer (full jitter). */
const reconnectMs = 100;

/** An access token with less left is renewed before it is used. */
const renewBeforeMs = 2 * 60_000;

/** What opening a session brought: the grant, and the cookie that renews it. */
interface Session {
  readonly grant: SessionGrant;
  readonly cookie: string;
}

/** A person without a browser: signs in over HTTP, speaks over the socket, and comes back when it is cut. */
export class HeadlessClient {
  readonly origin: string;
  #session: Session;
  readonly #readers = new Set<{ resume(socket: HeadlessSocket): Promise<void> }>();
  #socket: HeadlessSocket | undefined;
  #closed = false;

  private constructor(origin: string, session: Session) {
    this.origin = origin;
    this.#session = session;
  }

  /** Opens a session; rejects with the server's `Refusal`. `origin` is `http://host:port`. */
  static async signIn(origin: string, body: SignIn = {}): Promise<HeadlessClient> {
    return new HeadlessClient(origin, await openSession(`${origin}/api/sessions`, '', body));
  }

  /** Signs in and connects. */
  static async connect(origin: string, body: SignIn = {}): Promise<HeadlessClient> {
    const client = await HeadlessClient.signIn(origin, body);
    await client.open();
    return client;
  }

  get grant(): SessionGrant {
    return this.#session.grant;
  }

  get socket(): HeadlessSocket {
    if (this.#socket === undefined) throw new Error('the client is not connected');
    return this.#socket;
  }

  /** Opens the socket, in place of an earlier one; what was read on that is resumed from where it stood. */
  async open(origin = this.origin): Promise<HeadlessSocket> {
    await this.#renew(origin);
    const url = `${origin.replace('http', 'ws')}/api/socket`;
    const socket = await HeadlessSocket.open(url, this.grant.accessToken);
    this.#socket = socket;
    await Promise.all([...this.#readers].map((reader) => reader.resume(socket)));
    return socket;
  }

  /** Subscribes to a channel for as long as the client lives, over all its sockets. */
  async read<Name extends string>(channel: Name): Promise<ChannelReader<Name>> {
    const reader = new ChannelReader(channel);
    this.#readers.add(reader);
    await reader.resume(this.socket);
    return reader;
  }

  /** One HTTP call in this session's name; rejects with the server's `Refusal`. */
  http(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown> {
    return send(this.origin, method, path, this.grant.accessToken, body);
  }

  request<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M>> {
    return this.socket.request(method, params);
  }

  /** A chat message; resolves with its id when the room has it. */
  async send(showId: ShowId, text: string): Promise<MessageId> {
    const messageId = newMessageId();
    const to = { replyToId: null, mentionIds: [], audience: 'room' as const };
    await this.command('room.send-message', { showId, messageId, text, ...to });
    return messageId;
  }

  /** A command with a fresh command id; resolves with the version of its stream. */
  async command<M extends CommandMethod>(
    method: M,
    params: Omit<MethodParams<M>, 'commandId'>,
  ): Promise<number> {
    // Omit forgets that what is left and the id together are the parameters again.
    const whole = { ...params, commandId: newCommandId() } as unknown as MethodParams<M>;
    const result: unknown = await this.request(method, whole);
    return typeof result === 'object' && result !== null && 'version' in result ? Number(result.version) : 0;
  }

  /**
   * Comes back as often as the socket is cut, until closed; `onBack` runs after each return. Stops for good at a
   * code that says so.
   */
  keepConnected(onBack: (socket: HeadlessSocket) => Promise<void>): void {
    void this.socket.closed.then(async (code) => {
      if (this.#closed || !shouldReconnect(code)) return;
      while (!this.#closed) {
        try {
          await onBack(await this.open());
          break;
        } catch {
          // Nobody listens yet, or the stage is not back: again in a moment.
          await new Promise((resolve) => setTimeout(resolve, reconnectMs));
        }
      }
      if (!this.#closed) this.keepConnected(onBack);
    });
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  /** As browsers do: a token lives for minutes, and a long proof for longer. */
  async #renew(origin: string): Promise<void> {
    const { grant, cookie } = this.#session;
    if (grant.expiresAtMs - Date.now() > renewBeforeMs) return;
    this.#session = await openSession(`${origin}/api/sessions/refresh`, cookie, {});
  }
}

async function openSession(url: string, cookie: string, body: object): Promise<Session> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  });
  // What both routes answer with (server/http/routes/sessions.ts).
  const grant = (await bodyOf(answer)) as SessionGrant;
  const [renewing = ''] = answer.headers.getSetCookie();
  return { grant, cookie: renewing.split(';', 1)[0] ?? '' };
}

async function send(
  origin: string,
  method: string,
  path: string,
  token: string | undefined,
  body: object | undefined,
): Promise<unknown> {
  const headers = new Headers();
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const answer = await fetch(origin + path, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
  return bodyOf(answer);
}

/** Rejects with the `Refusal` of any answer that is not a success. */
async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  if (answer.ok) return value;
  // All of those have this body (`ErrorBody`).
  const { code, details } = (value as { error: WireError }).error;
  throw new Refusal(code, details);
}
