import { randomUUID } from 'node:crypto';
import { shouldReconnect } from '#protocol/close-codes.ts';
import type { CommandId, ShowId, SourceId } from '#domain/ids.ts';
import { Refusal, type WireError } from '#protocol/errors.ts';
import type { MethodName } from '#protocol/methods/methods.ts';
import type { SessionGrant } from '#protocol/views.ts';
import { HeadlessSocket, type MethodParams, type MethodResult } from './headless-socket.ts';

/** A fresh id, as a browser makes them. The brands are for ids that came over a wire; tests make their own. */
export const newShowId = (): ShowId => `show-${randomUUID()}`.slice(0, 36) as ShowId;
export const newSourceId = (): SourceId => `source-${randomUUID()}`.slice(0, 36) as SourceId;
export const newPeerId = (): string => `peer-${randomUUID()}`.slice(0, 36);
export const newCommandId = (): CommandId => randomUUID() as CommandId;

interface SignIn {
  /** Secret of a magic link; anonymous without one. */
  readonly link?: string;
  readonly name?: string;
}

/** Small, so that a restarted server is found at once; real clients wait longer (full jitter). */
const reconnectMs = 100;

/** A person without a browser: signs in over HTTP, speaks over the socket, and comes back when it is cut. */
export class HeadlessClient {
  readonly origin: string;
  readonly grant: SessionGrant;
  #socket: HeadlessSocket | undefined;
  #closed = false;

  private constructor(origin: string, grant: SessionGrant) {
    this.origin = origin;
    this.grant = grant;
  }

  /** Opens a session; rejects with the server's `Refusal`. `origin` is `http://host:port`. */
  static async signIn(origin: string, body: SignIn = {}): Promise<HeadlessClient> {
    const grant = await send(origin, 'POST', '/api/sessions', undefined, body);
    // What the route answers with (server/http/routes/sessions.ts).
    return new HeadlessClient(origin, grant as SessionGrant);
  }

  /** Signs in and connects. */
  static async connect(origin: string, body: SignIn = {}): Promise<HeadlessClient> {
    const client = await HeadlessClient.signIn(origin, body);
    await client.open();
    return client;
  }

  get socket(): HeadlessSocket {
    if (this.#socket === undefined) throw new Error('the client is not connected');
    return this.#socket;
  }

  /** Opens the socket, in place of an earlier one. */
  async open(): Promise<HeadlessSocket> {
    this.#socket = await HeadlessSocket.open(
      `${this.origin.replace('http', 'ws')}/api/socket`,
      this.grant.accessToken,
    );
    return this.#socket;
  }

  /** One HTTP call in this session's name; rejects with the server's `Refusal`. */
  http(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown> {
    return send(this.origin, method, path, this.grant.accessToken, body);
  }

  request<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M>> {
    return this.socket.request(method, params);
  }

  /** A show command with a fresh command id. */
  async command<M extends Extract<MethodName, `show.${string}`>>(
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
  const text = await answer.text();
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  if (answer.ok) return value;
  // Every answer that is not a success has this body (`ErrorBody`).
  const { code, details } = (value as { error: WireError }).error;
  throw new Refusal(code, details);
}
