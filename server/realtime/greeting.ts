import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import type { CloseReason } from '#protocol/close-codes.ts';
import { Refusal } from '#protocol/errors.ts';
import { protocolVersion, type Welcome } from '#protocol/messages.ts';
import type { RealtimeConfig } from './ports.ts';

/** The answer to a hello: who the server takes the client for, its time and its limits. */
export const welcomeOf = (
  principal: VerifiedPrincipal,
  config: RealtimeConfig,
  serverTimeMs: number,
): Welcome => ({
  type: 'welcome',
  protocol: protocolVersion,
  sessionId: principal.sessionId,
  personId: principal.personId,
  role: principal.role,
  serverTimeMs,
  limits: {
    frameBytes: config.socketFrameBytes,
    requestsPerSecond: config.socketRequestsPerSecond,
    pingIntervalMs: config.socketPingIntervalMs,
    pongTimeoutMs: config.socketPongTimeoutMs,
  },
});

/** How a socket closes whose token was refused. */
export const closeReasonOf = (error: unknown): CloseReason => {
  if (!(error instanceof Refusal)) return 'server-error';
  if (error.code === 'token-expired' || error.code === 'session-revoked') return error.code;
  return 'token-invalid';
};
