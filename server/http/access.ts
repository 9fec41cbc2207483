import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Identity, VerifiedPrincipal } from '#application/identity/identity.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Role } from '#protocol/roles.ts';

/** Who may call a route: everybody, whoever has a session, or these roles. What a role may do with a show is decided by the application. */
export type Access = 'public' | 'signed-in' | readonly Role[];

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route of our own says it; a test walks over them. */
    access?: Access;
  }
  interface FastifyRequest {
    /** Set before the body is read on every route that is not public. */
    principal: VerifiedPrincipal | null;
  }
}

const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;

/** Refuses requests before their body is read: `token-missing`, `token-invalid`, `token-expired`, `session-revoked`, `forbidden`. */
export function registerAccess(app: FastifyInstance, identity: Pick<Identity, 'verify'>): void {
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access ?? 'public';
    if (access === 'public') return;
    request.principal = await identity.verify(readToken(request));
    if (access !== 'signed-in' && !access.includes(request.principal.role)) throw new Refusal('forbidden');
  });
}

function readToken(request: FastifyRequest): string {
  const said = request.headers.authorization;
  if (said === undefined) throw new Refusal('token-missing');
  const [, token] = bearer.exec(said) ?? [];
  if (token === undefined) throw new Refusal('token-invalid');
  return token;
}

/** The principal of a route that is not public. */
export function principalOf(request: FastifyRequest): VerifiedPrincipal {
  if (request.principal === null) throw new Refusal('token-missing');
  return request.principal;
}
