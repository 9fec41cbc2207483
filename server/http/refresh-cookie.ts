import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GrantedSession } from '#application/identity/identity.ts';

/**
 * Two names, because browsers keep one jar for http and https of a host and refuse to let http touch a secure
 * cookie. The prefix makes them refuse a `__Secure-` cookie that came over plain HTTP (RFC 6265bis section 4.1.3).
 */
const nameFor = (request: FastifyRequest): string =>
  request.protocol === 'https' ? '__Secure-popstage_refresh' : 'popstage_refresh';
/** Only the routes that need it see it. */
const path = '/api/sessions';

export const readRefreshCookie = (request: FastifyRequest): string | undefined =>
  request.cookies[nameFor(request)];

/** Scripts cannot read it, other sites cannot make a browser send it, and over HTTPS it never leaves HTTPS. */
const attributes = (request: FastifyRequest) =>
  ({ path, httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const;

export function setRefreshCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  granted: GrantedSession,
): void {
  const expires = new Date(granted.refreshExpiresAtMs);
  void reply.setCookie(nameFor(request), granted.refreshSecret, { ...attributes(request), expires });
}

export function clearRefreshCookie(request: FastifyRequest, reply: FastifyReply): void {
  void reply.clearCookie(nameFor(request), attributes(request));
}
