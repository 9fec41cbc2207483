import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import { closeCodes, shouldReconnect, type CloseReason } from '#protocol/close-codes.ts';
import { Refusal } from '#protocol/errors.ts';
import { protocolVersion, type ClientMessage, type ServerMessage } from '#protocol/messages.ts';
import type { Connection } from './connection.ts';
import { decodeFrame } from './frame-codec.ts';
import { closeReasonOf, welcomeOf } from './greeting.ts';
import { Outbox } from './outbox.ts';
import { Payload } from './payload.ts';
import type { RequestGate } from './request-gate.ts';
import type { Request, SessionContext } from './session-context.ts';

type Hello = Extract<ClientMessage, { type: 'hello' }>;

/** `closing`: the close frame is sent and the socket's end awaited. */
type SessionState =
  | { readonly status: 'awaiting-hello' }
  | { readonly status: 'verifying' }
  | { readonly status: 'open'; readonly principal: VerifiedPrincipal }
  | { readonly status: 'closing'; readonly reason: CloseReason }
  | { readonly status: 'ended' };

const awaitingHello: SessionState = { status: 'awaiting-hello' };
const verifying: SessionState = { status: 'verifying' };

/** One socket from its first byte to its last: hello, heartbeat, expiry of the token, queue, close. */
export class Session {
  readonly #context: SessionContext;
  readonly #connection: Connection;
  readonly #gate: RequestGate;
  readonly #outbox: Outbox;
  #state: SessionState = awaitingHello;

  constructor(context: SessionContext, connection: Connection, gate: RequestGate) {
    this.#context = context;
    this.#connection = connection;
    this.#gate = gate;
    this.#outbox = new Outbox(context.outbox, connection, this);
    context.helloes.add(this);
  }

  /** Who sits behind the socket; `undefined` before welcome and after the close began. */
  get principal(): VerifiedPrincipal | undefined {
    return this.#state.status === 'open' ? this.#state.principal : undefined;
  }

  /** Queues a message for the end of this tick. Does nothing once the close began. */
  send(message: ServerMessage): void {
    this.sendPayload(Payload.of(message));
  }

  /** The same for a message that goes to many sockets and was serialised once. */
  sendPayload(payload: Payload): void {
    this.#outbox.push(payload);
  }

  /** The outbox gave up: the reader is too slow. */
  overflowed(): void {
    this.close('slow-consumer');
  }

  /** A frame came in. */
  receive(data: Uint8Array, isBinary: boolean): void {
    this.#context.metrics.received(data.length);
    if (isBinary) return this.close('frame-invalid');
    const frame = decodeFrame(data, this.#context.config.socketFrameBytes);
    if (!frame.ok) return this.close(frame.reason);
    for (const message of frame.messages) this.#take(message);
  }

  /** The socket is gone, whoever ended it. */
  ended(): void {
    if (this.#state.status === 'ended') return;
    const reason = this.#state.status === 'closing' ? this.#state.reason : 'by-client';
    this.#stopTimers();
    this.#outbox.close();
    this.#state = { status: 'ended' };
    this.#context.onEnded(this, reason);
  }

  /** Says why, then closes with the code of the table. Idempotent; the first reason stands. */
  close(reason: CloseReason): void {
    if (this.#state.status === 'closing' || this.#state.status === 'ended') return;
    const { code } = closeCodes[reason];
    this.#stopTimers();
    this.#context.closings.add(this);
    this.#state = { status: 'closing', reason };
    this.send({ type: 'goodbye', reason, reconnect: shouldReconnect(code) });
    this.#outbox.flush();
    this.#outbox.close();
    this.#connection.close(code, reason);
  }

  /** Drops the line; `ended` follows. */
  terminate(): void {
    this.#connection.terminate();
  }

  #take(message: ClientMessage): void {
    const { status } = this.#state;
    // What stood behind a message that ended the session is void.
    if (status === 'closing' || status === 'ended') return;
    if (status === 'awaiting-hello' && message.type === 'hello') return void this.#greet(message);
    if (status !== 'open' || message.type === 'hello') return this.close('frame-invalid');
    if (message.type === 'pong') return this.#context.heartbeats.answered(this);
    const admission = this.#gate.admit();
    if (admission.outcome === 'flood') return this.close('rate-limited');
    if (message.type === 'ping') return this.#answerPing(message.sentAt);
    if (message.type === 'token') return void this.#renew(message.token);
    if (admission.outcome === 'admitted') return this.#context.onRequest(this, message);
    return this.#refuse(message, new Refusal('rate-limited', { retryAfterMs: admission.retryAfterMs }));
  }

  #refuse(request: Request, refusal: Refusal): void {
    this.send({ type: 'reply', id: request.id, ok: false, error: refusal.toWire() });
  }

  #answerPing(sentAt: number): void {
    this.send({ type: 'pong', sentAt, serverTimeMs: this.#context.application.nowMs() });
  }

  async #greet(hello: Hello): Promise<void> {
    this.#stopTimers();
    this.#state = verifying;
    if (hello.protocol !== protocolVersion) return this.close('protocol-version-unsupported');
    const principal = await this.#verify(hello.token);
    if (principal === undefined || this.#state.status !== 'verifying') return;
    const { config, application, heartbeats, expiries, onPrincipal } = this.#context;
    this.#state = { status: 'open', principal };
    heartbeats.start(this);
    expiries.add(this, principal.expiresAtMs);
    this.send(welcomeOf(principal, config, application.nowMs()));
    onPrincipal(this);
  }

  /** A fresh token of the same person; of anybody else it ends the socket. */
  async #renew(token: string): Promise<void> {
    const principal = await this.#verify(token);
    if (principal === undefined || this.#state.status !== 'open') return;
    const before = this.#state.principal;
    if (principal.personId !== before.personId) return this.close('token-invalid');
    const { expiries, onPrincipal } = this.#context;
    expiries.delete(this, before.expiresAtMs);
    expiries.add(this, principal.expiresAtMs);
    this.#state = { status: 'open', principal };
    onPrincipal(this);
  }

  /** Closes with the reason that fits when the token is refused. */
  async #verify(token: string): Promise<VerifiedPrincipal | undefined> {
    try {
      return await this.#context.identity.verify(token);
    } catch (error) {
      this.close(closeReasonOf(error));
      if (!(error instanceof Refusal)) this.#context.logger.error({ err: error }, 'verifying a token failed');
      return undefined;
    }
  }

  #stopTimers(): void {
    const { helloes, closings, heartbeats, expiries } = this.#context;
    helloes.delete(this);
    closings.delete(this);
    heartbeats.stop(this);
    if (this.#state.status === 'open') expiries.delete(this, this.#state.principal.expiresAtMs);
  }
}
