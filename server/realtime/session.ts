import type { Logger } from 'pino';
import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import { closeCodes, shouldReconnect, type CloseReason } from '#protocol/close-codes.ts';
import { Refusal } from '#protocol/errors.ts';
import { protocolVersion, type ClientMessage, type ServerMessage } from '#protocol/messages.ts';
import type { Connection } from './connection.ts';
import { decodeFrame } from './frame-codec.ts';
import { closeReasonOf, welcomeOf } from './greeting.ts';
import { Heartbeat } from './heartbeat.ts';
import { Outbox } from './outbox.ts';
import { Payload } from './payload.ts';
import type { RealtimeDeps } from './ports.ts';
import type { RequestGate } from './request-gate.ts';

type Hello = Extract<ClientMessage, { type: 'hello' }>;
type Request = Extract<ClientMessage, { type: 'request' }>;

/** `closing`: the close frame is sent and the socket's end awaited. */
type SessionState =
  | { readonly status: 'awaiting-hello'; readonly cancelDeadline: () => void }
  | { readonly status: 'verifying' }
  | {
      readonly status: 'open';
      readonly principal: VerifiedPrincipal;
      readonly heartbeat: Heartbeat;
      readonly cancelExpiry: () => void;
    }
  | { readonly status: 'closing'; readonly reason: CloseReason; readonly cancelTermination: () => void }
  | { readonly status: 'ended' };

export interface SessionDeps extends Pick<
  RealtimeDeps,
  'config' | 'identity' | 'application' | 'metrics' | 'clock'
> {
  readonly logger: Logger;
  readonly connection: Connection;
  readonly gate: RequestGate;
  readonly onRequest: (session: Session, request: Request) => void;
  /** The principal may have changed: rights held until now are to be checked again. */
  readonly onPrincipal: (session: Session) => void;
  readonly onEnded: (session: Session, reason: CloseReason | 'by-client') => void;
}

/** A peer that does not answer our close frame in this time is dropped. */
const closingMs = 2000;

/** One socket from its first byte to its last: hello, heartbeat, expiry of the token, queue, close. */
export class Session {
  readonly #deps: SessionDeps;
  readonly #outbox: Outbox;
  #state: SessionState;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#outbox = new Outbox({
      connection: deps.connection,
      clock: deps.clock,
      limitBytes: deps.config.socketQueueBytes,
      onOverflow: () => this.close('slow-consumer'),
      onFlushed: (sizeBytes) => deps.metrics.sent(sizeBytes),
    });
    const cancelDeadline = deps.clock.after(deps.config.socketHelloMs, () => this.close('hello-late'));
    this.#state = { status: 'awaiting-hello', cancelDeadline };
  }

  /** Who sits behind the socket; `undefined` before welcome and after the close began. */
  get principal(): VerifiedPrincipal | undefined {
    return this.#state.status === 'open' ? this.#state.principal : undefined;
  }

  /** Queues a message for the end of this tick. Does nothing once the close began. */
  send(message: ServerMessage): void {
    this.sendPayload(new Payload(message));
  }

  /** The same for a message that goes to many sockets and was serialised once. */
  sendPayload(payload: Payload): void {
    this.#outbox.push(payload);
  }

  /** A frame came in. */
  receive(data: Uint8Array, isBinary: boolean): void {
    this.#deps.metrics.received(data.length);
    if (isBinary) return this.close('frame-invalid');
    const frame = decodeFrame(data, this.#deps.config.socketFrameBytes);
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
    this.#deps.onEnded(this, reason);
  }

  /** Says why, then closes with the code of the table. Idempotent; the first reason stands. */
  close(reason: CloseReason): void {
    if (this.#state.status === 'closing' || this.#state.status === 'ended') return;
    const { connection, clock } = this.#deps;
    const { code } = closeCodes[reason];
    this.#stopTimers();
    const cancelTermination = clock.after(closingMs, () => connection.terminate());
    this.#state = { status: 'closing', reason, cancelTermination };
    this.send({ type: 'goodbye', reason, reconnect: shouldReconnect(code) });
    this.#outbox.flush();
    this.#outbox.close();
    connection.close(code, reason);
  }

  #take(message: ClientMessage): void {
    const { status } = this.#state;
    // What stood behind a message that ended the session is void.
    if (status === 'closing' || status === 'ended') return;
    if (status === 'awaiting-hello' && message.type === 'hello') return void this.#greet(message);
    if (status !== 'open' || message.type === 'hello') return this.close('frame-invalid');
    if (message.type === 'pong') return this.#state.heartbeat.answered();
    const admission = this.#deps.gate.admit();
    if (admission.outcome === 'flood') return this.close('rate-limited');
    if (message.type === 'ping') return this.#answerPing(message.sentAt);
    if (message.type === 'token') return void this.#renew(message.token);
    if (admission.outcome === 'admitted') return this.#deps.onRequest(this, message);
    return this.#refuse(message, new Refusal('rate-limited', { retryAfterMs: admission.retryAfterMs }));
  }

  #refuse(request: Request, refusal: Refusal): void {
    this.send({ type: 'reply', id: request.id, ok: false, error: refusal.toWire() });
  }

  #answerPing(sentAt: number): void {
    this.send({ type: 'pong', sentAt, serverTimeMs: this.#deps.application.nowMs() });
  }

  async #greet(hello: Hello): Promise<void> {
    this.#stopTimers();
    this.#state = { status: 'verifying' };
    if (hello.protocol !== protocolVersion) return this.close('protocol-version-unsupported');
    const principal = await this.#verify(hello.token);
    if (principal === undefined || this.#state.status !== 'verifying') return;
    const { config, clock, application } = this.#deps;
    const heartbeat = new Heartbeat({
      clock,
      intervalMs: config.socketPingIntervalMs,
      timeoutMs: config.socketPongTimeoutMs,
      sendPing: () => this.send({ type: 'ping' }),
      onLost: () => this.close('heartbeat-lost'),
    });
    this.#state = { status: 'open', principal, heartbeat, cancelExpiry: this.#armExpiry(principal) };
    this.send(welcomeOf(principal, config, application.nowMs()));
    this.#deps.onPrincipal(this);
  }

  /** A fresh token of the same person; of anybody else it ends the socket. */
  async #renew(token: string): Promise<void> {
    const principal = await this.#verify(token);
    if (principal === undefined || this.#state.status !== 'open') return;
    if (principal.personId !== this.#state.principal.personId) return this.close('token-invalid');
    this.#state.cancelExpiry();
    this.#state = { ...this.#state, principal, cancelExpiry: this.#armExpiry(principal) };
    this.#deps.onPrincipal(this);
  }

  #armExpiry(principal: VerifiedPrincipal): () => void {
    const { clock } = this.#deps;
    return clock.after(principal.expiresAtMs - clock.nowMs(), () => this.close('token-expired'));
  }

  /** Closes with the reason that fits when the token is refused. */
  async #verify(token: string): Promise<VerifiedPrincipal | undefined> {
    try {
      return await this.#deps.identity.verify(token);
    } catch (error) {
      this.close(closeReasonOf(error));
      if (!(error instanceof Refusal)) this.#deps.logger.error({ err: error }, 'verifying a token failed');
      return undefined;
    }
  }

  #stopTimers(): void {
    const state = this.#state;
    if (state.status === 'awaiting-hello') state.cancelDeadline();
    if (state.status === 'closing') state.cancelTermination();
    if (state.status === 'open') {
      state.heartbeat.close();
      state.cancelExpiry();
    }
  }
}
