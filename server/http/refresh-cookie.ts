import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GrantedSession } from '#application/identity/identity.ts';

const name = 'popstage_refresh';
/** Only the routes that need it see it. */
const path = '/api/sessions';

export const readRefreshCookie = (request: FastifyRequest): string | undefined => request.cookies[name];

/** Scripts cannot read it, other sites cannot make a browser send it, and over HTTPS it never leaves HTTPS. */
const attributes = (request: FastifyRequest) =>
  ({ path, httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const;

export function setRefreshCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  granted: GrantedSession,
): void {
  const expires = new Date(granted.refreshExpiresAtMs);
  void reply.setCookie(name, granted.refreshSecret, { ...attributes(request), expires });
}

export function clearRefreshCookie(request: FastifyRequest, reply: FastifyReply): void {
  void reply.clearCookie(name, attributes(request));
}
