import { Type } from 'typebox';
import type { GrantedSession, Identity } from '#application/identity/identity.ts';
import type { PeopleStore } from '#application/ports.ts';
import { Refusal } from '#protocol/errors.ts';
import type { SessionGrant, SessionListEntry } from '#protocol/views.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { principalOf } from '../access.ts';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from '../refresh-cookie.ts';
import { NoBody, shut, type RouteApp } from './route-app.ts';

const NewSession = Type.Object(
  {
    link: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'Secret of a magic link.' }),
    ),
    name: Type.Optional(Type.String({ maxLength: 240, description: 'Display name; made up when absent.' })),
  },
  shut,
);
const OneSession = Type.Object({ sessionId: Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' }) }, shut);

interface Deps {
  readonly identity: Identity;
  readonly people: Pick<PeopleStore, 'findMany'>;
  readonly sessionsPerMinute: number;
}

const tags = ['Sessions'];

export function registerSessionRoutes(app: RouteApp, { identity, people, sessionsPerMinute }: Deps): void {
  const rateLimit = { max: sessionsPerMinute, timeWindow: 60_000 };
  app.post(
    '/api/sessions',
    {
      config: { access: 'public', rateLimit },
      schema: { tags, summary: 'Opens a session: anonymous, or with a magic link', body: NewSession },
    },
    async (request, reply) => {
      const { link: linkSecret, name } = request.body;
      const previousSecret = readRefreshCookie(request);
      const granted =
        linkSecret === undefined
          ? await identity.grantAnonymous({ name, previousSecret })
          : await identity.grantByLink({ linkSecret, name, previousSecret });
      return handOut(request, reply.code(201), granted);
    },
  );
  app.post(
    '/api/sessions/refresh',
    {
      config: { access: 'public', rateLimit },
      schema: { tags, summary: 'A fresh access token for the session of the cookie', body: NoBody },
    },
    async (request, reply) => {
      const granted = await refreshOrForget(identity, request, reply);
      return handOut(request, reply, granted);
    },
  );
  app.delete(
    '/api/sessions/current',
    { config: { access: 'signed-in' }, schema: { tags, summary: 'Signs out' } },
    async (request, reply) => {
      await identity.revoke(principalOf(request).sessionId);
      clearRefreshCookie(request, reply);
      return reply.code(204).send();
    },
  );
  app.get(
    '/api/sessions',
    { config: { access: ['admin'] }, schema: { tags, summary: 'The latest sessions of everybody' } },
    async (): Promise<{ sessions: SessionListEntry[] }> => {
      const sessions = await identity.listSessions();
      const names = await people.findMany(sessions.map(({ personId }) => personId));
      const named = sessions.map((session) => ({
        ...session,
        name: names.get(session.personId)?.displayName ?? '',
      }));
      return { sessions: named };
    },
  );
  app.delete(
    '/api/sessions/:sessionId',
    {
      config: { access: ['admin'] },
      schema: { tags, summary: 'Ends the session of somebody', params: OneSession },
    },
    async (request, reply) => {
      await identity.revoke(request.params.sessionId);
      return reply.code(204).send();
    },
  );
}

/** A cookie that will never work again is taken away, so that the next visit starts clean. */
async function refreshOrForget(
  identity: Identity,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<GrantedSession> {
  try {
    return await identity.refresh(readRefreshCookie(request));
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'token-missing') clearRefreshCookie(request, reply);
    throw error;
  }
}

function handOut(request: FastifyRequest, reply: FastifyReply, granted: GrantedSession): SessionGrant {
  setRefreshCookie(request, reply, granted);
  void reply.header('cache-control', 'no-store');
  return granted.grant;
}
