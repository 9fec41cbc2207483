import type { Logger } from 'pino';
import type { CloseReason } from '#protocol/close-codes.ts';
import type { ClientMessage } from '#protocol/messages.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import { Expiries } from './expiries.ts';
import { Heartbeats } from './heartbeats.ts';
import type { OutboxSettings } from './outbox.ts';
import type { RealtimeDeps } from './ports.ts';
import type { Session } from './session.ts';

export type Request = Extract<ClientMessage, { type: 'request' }>;

/** What sessions tell the socket layer. */
export interface SessionEvents {
  readonly onRequest: (session: Session, request: Request) => void;
  /** The principal may have changed: rights held until now are to be checked again. */
  readonly onPrincipal: (session: Session) => void;
  readonly onEnded: (session: Session, reason: CloseReason | 'by-client') => void;
}

/** What all sessions of the process share: one object and a few timers, however many sockets there are. */
export interface SessionContext
  extends Pick<RealtimeDeps, 'config' | 'identity' | 'application' | 'metrics'>, SessionEvents {
  readonly logger: Logger;
  readonly outbox: OutboxSettings;
  readonly heartbeats: Heartbeats;
  readonly expiries: Expiries<Session>;
  /** Sockets that have not said hello. */
  readonly helloes: DeadlineQueue<Session>;
  /** Sockets whose close frame is not answered. */
  readonly closings: DeadlineQueue<Session>;
}

interface ContextDeps extends Pick<
  RealtimeDeps,
  'config' | 'identity' | 'application' | 'metrics' | 'clock'
> {
  readonly logger: Logger;
  readonly outbox: OutboxSettings;
}

/** A peer that does not answer our close frame in this time is dropped. */
const closingMs = 2000;

export function sessionContext(deps: ContextDeps, events: SessionEvents): SessionContext {
  const { clock, config, identity, application, metrics, logger, outbox } = deps;
  return {
    config,
    identity,
    application,
    metrics,
    logger,
    outbox,
    ...events,
    heartbeats: new Heartbeats(clock, {
      intervalMs: config.socketPingIntervalMs,
      timeoutMs: config.socketPongTimeoutMs,
    }),
    expiries: new Expiries(clock, (session) => session.close('token-expired')),
    helloes: new DeadlineQueue(clock, config.socketHelloMs, (session) => session.close('hello-late')),
    closings: new DeadlineQueue(clock, closingMs, (session) => session.terminate()),
  };
}
